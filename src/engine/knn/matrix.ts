import { codecs } from "./codec";
import { type Kind, padded } from "./kind";
import { createMemory } from "./memory";
import { type PackedRows, rowsOf } from "./packed";
import { factorOf, float32, type Metric, VectorError } from "./vector";

/** Rows scored by one call of the kernel; bounds its scratch memory. A multiple of 4. */
const CHUNK = 1_024;

export interface MatrixOptions {
  /** `int8` takes a quarter of the memory and gives approximate scores: see rescore.ts. */
  kind: Kind;
  /** `cosine` (default) brings every vector to unit length; `dot` keeps lengths. */
  metric?: Metric;
}

/** Vectors in rows numbered by `slot`: small integers of the caller's choosing, holes allowed at a row's cost each. */
export interface Matrix {
  readonly dimensions: number;
  readonly kind: Kind;
  /** Rows that are there. */
  readonly size: number;
  /** The highest slot that is there, plus one: how long `out` must be. */
  readonly length: number;
  /** Memory held, in bytes. It grows and never shrinks: make a new matrix to give memory back. */
  readonly bytes: number;
  has(slot: number): boolean;
  /** Writes or replaces a row. The zero vector is taken, and scores 0. @throws VectorError, and the row stays as it was */
  set(slot: number, vector: ArrayLike<number>): void;
  /** True when the row was there. */
  remove(slot: number): boolean;
  /**
   * Sets many rows, with room made once for `length` of them (the highest slot plus one). Returns the slots of vectors
   * refused: one bad row must not keep a cell from waking.
   */
  load(rows: Iterable<readonly [slot: number, vector: ArrayLike<number>]>, length?: number): number[];
  /** Puts packed rows at slots, without working them out again; those of a negative slot are left out. */
  place(slots: ArrayLike<number>, packed: PackedRows): void;
  /**
   * Scores every slot into `out[slot]`, or only `slots`, leaving the rest of `out` alone. A slot without a row scores
   * exactly 0: give `top` the matrix's `has` to leave it out. A slot scores the same in a subset as in a full scan.
   * @throws VectorError for the query, RangeError when `out` is shorter than `length`
   */
  scan(query: ArrayLike<number>, out: Float32Array, slots?: Uint32Array): void;
}

export const createMatrix = (dimensions: number, { kind, metric = "cosine" }: MatrixOptions): Matrix => {
  if (!Number.isInteger(dimensions) || dimensions < 1) throw new RangeError("Dimensions are a whole number from 1.");
  const codec = codecs[kind];
  const stride = padded(dimensions) * codec.rowBytes;
  const queryEnd = padded(dimensions) * codec.queryBytes;
  // From address 0: the query, a chunk's row addresses, a chunk's scores, the rows.
  const list = align(queryEnd);
  const scores = list + CHUNK * 4;
  const rows = scores + CHUNK * 4;
  const addressOf = (slot: number): number => rows + slot * stride;
  // The kernel takes rows by four, so room always ends on a multiple of four.
  const endOf = (slots: number): number => addressOf(Math.ceil(slots / 4) * 4);

  const memory = createMemory(endOf(4));
  const kernel = memory.kernel;
  let alive = new Uint8Array(64);
  let scales = new Float32Array(kind === "int8" ? 64 : 0);
  let size = 0;
  let length = 0;

  const ensure = (slots: number, exactly = false): void => {
    memory.ensure(endOf(slots), exactly);
    if (slots <= alive.length) return;
    const room = exactly ? slots : Math.max(slots, Math.ceil(alive.length * 1.125));
    alive = widened(alive, new Uint8Array(room));
    if (kind === "int8") scales = widened(scales, new Float32Array(room));
  };

  const set = (slot: number, vector: ArrayLike<number>): void => {
    if (!Number.isInteger(slot) || slot < 0) throw new RangeError("A slot is a whole number from 0.");
    const numbers = float32(vector);
    const factor = factorOf(numbers, dimensions, metric);
    ensure(slot + 1);
    const scale = codec.row(memory.views, addressOf(slot), numbers, factor);
    if (kind === "int8") scales[slot] = scale;
    enter(slot);
  };

  const enter = (slot: number): void => {
    if (alive[slot] === 0) size++;
    alive[slot] = 1;
    length = Math.max(length, slot + 1);
  };

  const remove = (slot: number): boolean => {
    if (alive[slot] !== 1) return false;
    const address = addressOf(slot);
    memory.views.i8.fill(0, address, address + stride);
    if (kind === "int8") scales[slot] = 0;
    alive[slot] = 0;
    size--;
    while (length > 0 && alive[length - 1] === 0) length--;
    return true;
  };

  const load: Matrix["load"] = (entries, expected = 0) => {
    ensure(expected, true);
    const refused: number[] = [];
    for (const [slot, vector] of entries) {
      try {
        set(slot, vector);
      } catch (error) {
        if (!(error instanceof VectorError)) throw error;
        refused.push(slot);
      }
    }
    return refused;
  };

  const place: Matrix["place"] = (slots, packed) => {
    if (packed.dimensions !== dimensions) return;
    const given = rowsOf(packed);
    for (let from = 0, to = 0; from < slots.length; from = to) {
      to = endOfRun(slots, from);
      const slot = slots[from]!;
      if (slot < 0) continue;
      if (packed.kind !== kind) {
        set(slot, given.floats(from));
        to = from + 1;
        continue;
      }
      ensure(slot + to - from);
      memory.views.u8.set(given.rows(from, to), addressOf(slot));
      for (let i = from; i < to; i++) {
        if (kind === "int8") scales[slots[i]!] = given.scale(i);
        enter(slots[i]!);
      }
    }
  };

  const scanAll = (out: Float32Array, scale: number): void => {
    const found = memory.views.f32.subarray(scores / 4, scores / 4 + CHUNK);
    for (let first = 0; first < length; first += CHUNK) {
      const count = Math.min(CHUNK, length - first);
      kernel[codec.range](addressOf(first), stride, count, 0, queryEnd, scores);
      if (kind === "f32") out.set(count === CHUNK ? found : found.subarray(0, count), first);
      else for (let i = 0; i < count; i++) out[first + i] = found[i]! * scale * scales[first + i]!;
    }
    out.fill(0, length);
  };

  const scanSome = (out: Float32Array, scale: number, slots: Uint32Array): void => {
    const { u32, f32 } = memory.views;
    for (let first = 0; first < slots.length; first += CHUNK) {
      const count = Math.min(CHUNK, slots.length - first);
      for (let i = 0; i < count; i++) {
        const slot = slots[first + i]!;
        u32[list / 4 + i] = addressOf(slot < length ? slot : 0);
      }
      for (let i = count; i % 4 !== 0; i++) u32[list / 4 + i] = rows;
      kernel[codec.list](list, count, 0, queryEnd, scores);
      for (let i = 0; i < count; i++) {
        const slot = slots[first + i]!;
        const score = slot < length ? f32[scores / 4 + i]! : 0;
        out[slot] = kind === "f32" || slot >= length ? score : score * scale * scales[slot]!;
      }
    }
  };

  return {
    dimensions,
    kind,
    get size() {
      return size;
    },
    get length() {
      return length;
    },
    get bytes() {
      return memory.bytes + alive.byteLength + scales.byteLength;
    },
    has: (slot) => alive[slot] === 1,
    set,
    remove,
    load,
    place,
    scan(query, out, slots) {
      if (out.length < length) throw new RangeError(`${out.length} places for the scores of ${length} slots.`);
      const numbers = float32(query);
      const scale = codec.query(memory.views, 0, numbers, factorOf(numbers, dimensions, metric));
      if (slots) scanSome(out, scale, slots);
      else scanAll(out, scale);
    },
  };
};

/** Where slots that rise by one from `from` on end; one that is negative stands alone. */
const endOfRun = (slots: ArrayLike<number>, from: number): number => {
  let end = from + 1;
  while (slots[from]! >= 0 && end < slots.length && slots[end] === slots[end - 1]! + 1) end++;
  return end;
};

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

const widened = <T extends Uint8Array | Float32Array>(from: T, to: T): T => {
  to.set(from);
  return to;
};
