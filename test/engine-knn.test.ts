import { expect, test } from "vitest";
import { bytesPerRow, type Kind, kindFor, MATRIX_BYTES } from "../src/engine/knn/kind";
import { createMatrix } from "../src/engine/knn/matrix";
import { candidatesFor, rescore } from "../src/engine/knn/rescore";
import { top } from "../src/engine/knn/top";
import { dot, unit, VectorError } from "../src/engine/knn/vector";

/** Numbers in [0, 1), the same at every run (mulberry32). */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const vectors = (count: number, dimensions: number, seed: number): Float32Array[] => {
  const next = random(seed);
  return Array.from({ length: count }, () => Float32Array.from({ length: dimensions }, () => next() * 2 - 1));
};

/** Vectors with the spectrum of text: words of a Zipf vocabulary drawn by topic, each hashed to a few places. */
const texts = (count: number, dimensions: number, words: number, seed: number): Float32Array[] => {
  const next = random(seed);
  return Array.from({ length: count }, () => {
    const vector = new Float32Array(dimensions);
    const topic = Math.floor(next() * 40) * 211;
    for (let i = 0; i < words; i++) {
      const rank = Math.floor(5_000 ** next());
      const word = random(rank + (next() < 0.6 ? topic : 0));
      for (let j = 0; j < 6; j++) vector[Math.floor(word() * dimensions)]! += word() < 0.5 ? -1 : 1;
    }
    return unit(vector);
  });
};

const filled = (rows: Float32Array[], kind: Kind, metric?: "cosine" | "dot") => {
  const matrix = createMatrix(rows[0]!.length, { kind, metric });
  expect(matrix.load(rows.entries(), rows.length)).toEqual([]);
  return matrix;
};

const scanned = (matrix: ReturnType<typeof createMatrix>, query: ArrayLike<number>): Float32Array => {
  const out = new Float32Array(matrix.length);
  matrix.scan(query, out);
  return out;
};

test("the kernel gives what plain JavaScript gives, whatever the dimension and the number of rows", () => {
  for (const dimensions of [1, 3, 16, 100, 384, 768, 1_536]) {
    for (const count of [1, 6, 1_031]) {
      const rows = vectors(count, dimensions, dimensions + count);
      const query = vectors(1, dimensions, 7)[0]!;
      for (const kind of ["f32", "int8"] as const) {
        const tolerance = kind === "f32" ? 1e-5 : 0.01;
        const cosines = scanned(filled(rows, kind), query);
        const dots = scanned(filled(rows, kind, "dot"), query);
        const length = Math.sqrt(dot(query, query));
        let worst = 0;
        rows.forEach((row, slot) => {
          const rowLength = Math.sqrt(dot(row, row));
          worst = Math.max(worst, Math.abs(cosines[slot]! - dot(unit(row), unit(query))));
          worst = Math.max(worst, Math.abs(dots[slot]! - dot(row, query)) / (length * rowLength));
        });
        expect(worst, `${kind} ${dimensions} × ${count}`).toBeLessThan(tolerance);
      }
    }
  }
});

test("int8 sums stay within int32 where every number is at its peak", () => {
  for (const dimensions of [768, 4_096]) {
    const ones = new Float32Array(dimensions).fill(1);
    const matrix = filled([ones, ones.map((one) => -one)], "int8");
    const [same, opposite] = scanned(matrix, ones);
    expect(same).toBeCloseTo(1, 5);
    expect(opposite).toBeCloseTo(-1, 5);
  }
});

test("rows may have holes, be replaced, be removed and come back", () => {
  for (const [kind, digits] of [
    ["f32", 5],
    ["int8", 2],
  ] as const) {
    const [a, b, c] = vectors(3, 20, 3) as [Float32Array, Float32Array, Float32Array];
    const matrix = createMatrix(20, { kind });
    expect([matrix.size, matrix.length, matrix.has(0)]).toEqual([0, 0, false]);
    matrix.set(9, a);
    matrix.set(2, b);
    expect([matrix.size, matrix.length]).toEqual([2, 10]);
    const out = new Float32Array(12).fill(5);
    matrix.scan(a, out);
    expect(out[9]).toBeCloseTo(1, digits);
    expect(out[2]).not.toBe(0);
    for (const hole of [0, 1, 3, 8, 10, 11]) expect(out[hole]).toBe(0);

    matrix.set(2, c);
    expect(matrix.size).toBe(2);
    expect(scanned(matrix, c)[2]).toBeCloseTo(1, digits);

    expect([matrix.remove(9), matrix.remove(9), matrix.remove(500)]).toEqual([true, false, false]);
    expect([matrix.size, matrix.length, matrix.has(9)]).toEqual([1, 3, false]);
    matrix.set(12, c);
    expect(scanned(matrix, a)[9]).toBe(0);
    matrix.set(9, a);
    expect(scanned(matrix, a)[9]).toBeCloseTo(1, digits);
    expect(Array.from(top(scanned(matrix, a), 10, { alive: matrix.has })).sort((x, y) => x - y)).toEqual([2, 9, 12]);
  }
});

test("a matrix grows row by row over several thousand rows and loses none, and takes what it says it takes", () => {
  for (const kind of ["f32", "int8"] as const) {
    const rows = vectors(5_000, 48, 11);
    const matrix = createMatrix(48, { kind });
    rows.forEach((row, slot) => {
      matrix.set(slot, row);
    });
    expect(matrix.size).toBe(5_000);
    expect(Array.from(scanned(matrix, rows[77]!))).toEqual(Array.from(scanned(filled(rows, kind), rows[77]!)));
    for (const slot of [0, 63, 64, 1_023, 1_024, 4_999]) {
      expect(top(scanned(matrix, rows[slot]!), 1)[0]).toBe(slot);
    }
    expect(matrix.bytes).toBeLessThan(5_000 * bytesPerRow(48, kind) * 1.15 + 2 * 65_536);
  }
});

test("the scan of a subset is the full scan there, and leaves every other place alone", () => {
  const next = random(5);
  for (const kind of ["f32", "int8"] as const) {
    const matrix = filled(vectors(3_000, 100, 21), kind);
    matrix.remove(17);
    const query = vectors(1, 100, 22)[0]!;
    const full = scanned(matrix, query);
    for (const share of [0, 0.001, 0.1, 1]) {
      const chosen = Array.from({ length: 3_000 }, (_, slot) => slot).filter((slot) => next() < share || slot === 17);
      const slots = Uint32Array.from(chosen.reverse());
      const out = new Float32Array(3_001).fill(9);
      matrix.scan(query, out, slots);
      expect(out).toEqual(out.map((_, slot) => (slots.includes(slot) ? full[slot]! : 9)));
      const best = top(full, 25, { alive: (slot) => slots.includes(slot) });
      expect(top(out, 25, { slots })).toEqual(best);
    }
    const out = new Float32Array(3_001).fill(9);
    matrix.scan(query, out, Uint32Array.of(3_000, 4_000_000_000));
    expect(out[3_000]).toBe(0);
  }
});

test("two matrices share nothing", () => {
  const [a, b] = vectors(2, 32, 31) as [Float32Array, Float32Array];
  const one = filled([a, a, a], "f32");
  const other = filled([b], "f32");
  other.set(2, b);
  expect(Array.from(scanned(other, a))[1]).toBe(0);
  expect(scanned(one, a)[1]).toBeCloseTo(1, 5);
});

test("int8 with exact rescoring finds what the exact scan finds", () => {
  const rows = texts(4_000, 384, 60, 41);
  const queries = texts(60, 384, 8, 42);
  const exact = filled(rows, "f32");
  const small = filled(rows, "int8");
  let found = 0;
  for (const query of queries) {
    const truth = scanned(exact, query);
    const candidates = top(scanned(small, query), candidatesFor(10));
    const answer = rescore(query, candidates, (slot) => rows[slot], 10);
    expect(answer.scores[0]).toBeCloseTo(truth[answer.slots[0]!]!, 5);
    const tenth = truth[top(truth, 10)[9]!]!;
    found += answer.slots.filter((slot) => truth[slot]! >= tenth - 1e-6).length;
  }
  expect(found / (10 * queries.length)).toBeGreaterThanOrEqual(0.99);
  expect(rescore(queries[0]!, Uint32Array.of(4, 3), () => undefined, 10).slots).toEqual(new Uint32Array(0));
  expect(rescore(rows[0]!, Uint32Array.of(9, 3, 5), () => rows[0], 2).slots).toEqual(Uint32Array.of(3, 5));
});

test("the zero vector is a row, scores 0 and asks for nothing", () => {
  const zero = new Float32Array(10);
  for (const kind of ["f32", "int8"] as const) {
    const matrix = filled([zero, ...vectors(2, 10, 51)], kind);
    expect([matrix.size, matrix.has(0)]).toEqual([3, true]);
    expect(scanned(matrix, vectors(1, 10, 52)[0]!)[0]).toBe(0);
    expect(Array.from(scanned(matrix, zero), Math.abs)).toEqual([0, 0, 0]);
  }
  expect(unit(zero)).toEqual(zero);
});

test("what is not a vector of this matrix is refused and changes nothing", () => {
  for (const kind of ["f32", "int8"] as const) {
    const good = [3, 4, 0];
    const matrix = createMatrix(3, { kind });
    matrix.set(0, good);
    const bad = [[1, Number.NaN, 0], [1, Number.POSITIVE_INFINITY, 0], [1e300, 0, 0], Array<number>(3)];
    for (const vector of bad) {
      expect(() => matrix.set(0, vector)).toThrow(expect.objectContaining({ reason: "not_finite" }));
      expect(() => scanned(matrix, vector)).toThrow(VectorError);
    }
    for (const vector of [[], [1, 2], [1, 2, 3, 4]]) {
      expect(() => matrix.set(1, vector)).toThrow(expect.objectContaining({ reason: "dimensions" }));
      expect(() => scanned(matrix, vector)).toThrow(VectorError);
    }
    for (const slot of [-1, 0.5, Number.NaN, 1e12]) expect(() => matrix.set(slot, good)).toThrow(RangeError);
    expect(() => matrix.scan(good, new Float32Array(0))).toThrow(RangeError);
    expect([matrix.size, matrix.length]).toEqual([1, 1]);
    expect(scanned(matrix, good)[0]).toBeCloseTo(1, 2);
    expect(
      matrix.load([
        [1, good],
        [2, bad[0]!],
        [3, [1]],
        [4, [1e-30, 0, 1e30]],
      ] as const),
    ).toEqual([2, 3]);
    expect([matrix.size, matrix.length, matrix.has(2)]).toEqual([3, 5, false]);
    expect(scanned(matrix, [0, 0, 1e-30])[4]).toBeCloseTo(1, 2);
  }
  expect(() => createMatrix(0, { kind: "f32" })).toThrow(RangeError);
});

test("top is the head of a stable sort, with ties, floors, dead slots and subsets", () => {
  const next = random(61);
  for (let round = 0; round < 600; round++) {
    const count = Math.floor(next() * 300);
    const steps = 1 + Math.floor(next() * 40);
    const scores = Float32Array.from({ length: count }, () => Math.floor(next() * steps) / steps - 0.5);
    if (round % 7 === 0 && count > 3) scores[3] = Number.NaN;
    const k = Math.floor(next() * 320);
    const floor = next() < 0.3 ? scores[0] : undefined;
    const alive = next() < 0.3 ? (slot: number) => slot % 3 !== 0 : undefined;
    const mixed = Array.from(scores.keys(), (slot) => [next(), slot] as const).sort(([a], [b]) => a - b);
    const slots = next() < 0.3 ? Uint32Array.from(mixed.slice(count / 2), ([, slot]) => slot) : undefined;
    const expected = Array.from(slots ?? scores.keys())
      .filter((slot) => scores[slot]! >= (floor ?? -Infinity) && (!alive || alive(slot)))
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, k);
    expect(Array.from(top(scores, k, { floor, alive, slots }))).toEqual(expected);
  }
  for (const none of [Number.NaN, -1, 0.5]) expect(top(Float32Array.of(1, 2), none)).toEqual(new Uint32Array(0));
  expect(top(Float32Array.of(1, 2), Infinity)).toEqual(Uint32Array.of(1, 0));
});

test("a matrix is float32 as long as its budget holds it", () => {
  expect([bytesPerRow(384, "f32"), bytesPerRow(384, "int8"), bytesPerRow(1, "f32")]).toEqual([1_537, 389, 65]);
  const most = Math.floor(MATRIX_BYTES / bytesPerRow(384, "f32"));
  expect([most, Math.floor(MATRIX_BYTES / bytesPerRow(384, "int8"))]).toEqual([21_831, 86_258]);
  expect([kindFor(most, 384), kindFor(most + 1, 384), kindFor(20_000, 768)]).toEqual(["f32", "int8", "int8"]);
  expect(kindFor(most + 1, 384, MATRIX_BYTES + 2_000)).toBe("f32");
});
