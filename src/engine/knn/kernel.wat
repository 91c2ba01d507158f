;; Dot products of one query with many rows: f32 × f32, and int16 × int8.
;;
;; The memory is the matrix's own, given at instantiation. Every address is a byte offset in it, every row starts at a
;; multiple of 16 and is zero-padded to a multiple of 16 elements. Rows go four at a time, so that one load of the query
;; serves four rows and eight accumulators hide the latency of the addition; counts are therefore multiples of 4, and
;; the caller pads. A row is summed in the same order wherever it stands in its four, so a subset scores exactly as the
;; full scan does.
(module
  (import "matrix" "memory" (memory 1))

  (func $sum_f32 (param $v v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $v)) (f32x4.extract_lane 1 (local.get $v)))
      (f32.add (f32x4.extract_lane 2 (local.get $v)) (f32x4.extract_lane 3 (local.get $v)))))

  (func $sum_i32 (param $v v128) (result f32)
    (f32.convert_i32_s (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v)))
      (i32.add (i32x4.extract_lane 2 (local.get $v)) (i32x4.extract_lane 3 (local.get $v))))))

  ;; Scores four f32 rows at $a $b $c $d into $out: 8 elements (32 bytes) a turn.
  (func $four_f32 (param $a i32) (param $b i32) (param $c i32) (param $d i32) (param $query i32) (param $end i32)
      (param $out i32)
    (local $q v128) (local $p v128)
    (local $a0 v128) (local $b0 v128) (local $c0 v128) (local $d0 v128)
    (local $a1 v128) (local $b1 v128) (local $c1 v128) (local $d1 v128)
    (loop $next
      (local.set $q (v128.load (local.get $query)))
      (local.set $p (v128.load offset=16 (local.get $query)))
      (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (v128.load (local.get $a)) (local.get $q))))
      (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (v128.load (local.get $b)) (local.get $q))))
      (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (v128.load (local.get $c)) (local.get $q))))
      (local.set $d0 (f32x4.add (local.get $d0) (f32x4.mul (v128.load (local.get $d)) (local.get $q))))
      (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (v128.load offset=16 (local.get $a)) (local.get $p))))
      (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (v128.load offset=16 (local.get $b)) (local.get $p))))
      (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (v128.load offset=16 (local.get $c)) (local.get $p))))
      (local.set $d1 (f32x4.add (local.get $d1) (f32x4.mul (v128.load offset=16 (local.get $d)) (local.get $p))))
      (local.set $a (i32.add (local.get $a) (i32.const 32)))
      (local.set $b (i32.add (local.get $b) (i32.const 32)))
      (local.set $c (i32.add (local.get $c) (i32.const 32)))
      (local.set $d (i32.add (local.get $d) (i32.const 32)))
      (br_if $next (i32.lt_u
        (local.tee $query (i32.add (local.get $query) (i32.const 32)))
        (local.get $end))))
    (f32.store (local.get $out) (call $sum_f32 (f32x4.add (local.get $a0) (local.get $a1))))
    (f32.store offset=4 (local.get $out) (call $sum_f32 (f32x4.add (local.get $b0) (local.get $b1))))
    (f32.store offset=8 (local.get $out) (call $sum_f32 (f32x4.add (local.get $c0) (local.get $c1))))
    (f32.store offset=12 (local.get $out) (call $sum_f32 (f32x4.add (local.get $d0) (local.get $d1)))))

  ;; The same for int8 rows and a query of int16: 16 elements a turn, 16 bytes of row and 32 of query. The caller
  ;; chooses the query's range so that no sum leaves int32.
  (func $four_i8 (param $a i32) (param $b i32) (param $c i32) (param $d i32) (param $query i32) (param $end i32)
      (param $out i32)
    (local $q v128) (local $p v128)
    (local $a0 v128) (local $b0 v128) (local $c0 v128) (local $d0 v128)
    (local $a1 v128) (local $b1 v128) (local $c1 v128) (local $d1 v128)
    (loop $next
      (local.set $q (v128.load (local.get $query)))
      (local.set $p (v128.load offset=16 (local.get $query)))
      (local.set $a0 (i32x4.add (local.get $a0) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $a)) (local.get $q))))
      (local.set $b0 (i32x4.add (local.get $b0) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $b)) (local.get $q))))
      (local.set $c0 (i32x4.add (local.get $c0) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $c)) (local.get $q))))
      (local.set $d0 (i32x4.add (local.get $d0) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $d)) (local.get $q))))
      (local.set $a1
        (i32x4.add (local.get $a1) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $a)) (local.get $p))))
      (local.set $b1
        (i32x4.add (local.get $b1) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $b)) (local.get $p))))
      (local.set $c1
        (i32x4.add (local.get $c1) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $c)) (local.get $p))))
      (local.set $d1
        (i32x4.add (local.get $d1) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $d)) (local.get $p))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (local.set $c (i32.add (local.get $c) (i32.const 16)))
      (local.set $d (i32.add (local.get $d) (i32.const 16)))
      (br_if $next (i32.lt_u
        (local.tee $query (i32.add (local.get $query) (i32.const 32)))
        (local.get $end))))
    (f32.store (local.get $out) (call $sum_i32 (i32x4.add (local.get $a0) (local.get $a1))))
    (f32.store offset=4 (local.get $out) (call $sum_i32 (i32x4.add (local.get $b0) (local.get $b1))))
    (f32.store offset=8 (local.get $out) (call $sum_i32 (i32x4.add (local.get $c0) (local.get $c1))))
    (f32.store offset=12 (local.get $out) (call $sum_i32 (i32x4.add (local.get $d0) (local.get $d1)))))

  ;; range: $count rows from address $row on, $stride bytes apart.
  (func (export "f32_range") (param $row i32) (param $stride i32) (param $count i32) (param $query i32) (param $end i32)
      (param $out i32)
    (local $c i32)
    (loop $next
      (local.set $c (i32.add (local.get $row) (i32.shl (local.get $stride) (i32.const 1))))
      (call $four_f32
        (local.get $row) (i32.add (local.get $row) (local.get $stride))
        (local.get $c) (i32.add (local.get $c) (local.get $stride))
        (local.get $query) (local.get $end) (local.get $out))
      (local.set $row (i32.add (local.get $row) (i32.shl (local.get $stride) (i32.const 2))))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0)))))

  (func (export "i8_range") (param $row i32) (param $stride i32) (param $count i32) (param $query i32) (param $end i32)
      (param $out i32)
    (local $c i32)
    (loop $next
      (local.set $c (i32.add (local.get $row) (i32.shl (local.get $stride) (i32.const 1))))
      (call $four_i8
        (local.get $row) (i32.add (local.get $row) (local.get $stride))
        (local.get $c) (i32.add (local.get $c) (local.get $stride))
        (local.get $query) (local.get $end) (local.get $out))
      (local.set $row (i32.add (local.get $row) (i32.shl (local.get $stride) (i32.const 2))))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0)))))

  ;; list: $count rows whose addresses stand as u32 at $list.
  (func (export "f32_list") (param $list i32) (param $count i32) (param $query i32) (param $end i32) (param $out i32)
    (loop $next
      (call $four_f32
        (i32.load (local.get $list)) (i32.load offset=4 (local.get $list))
        (i32.load offset=8 (local.get $list)) (i32.load offset=12 (local.get $list))
        (local.get $query) (local.get $end) (local.get $out))
      (local.set $list (i32.add (local.get $list) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0)))))

  (func (export "i8_list") (param $list i32) (param $count i32) (param $query i32) (param $end i32) (param $out i32)
    (loop $next
      (call $four_i8
        (i32.load (local.get $list)) (i32.load offset=4 (local.get $list))
        (i32.load offset=8 (local.get $list)) (i32.load offset=12 (local.get $list))
        (local.get $query) (local.get $end) (local.get $out))
      (local.set $list (i32.add (local.get $list) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.gt_s (local.tee $count (i32.sub (local.get $count) (i32.const 4))) (i32.const 0))))))
