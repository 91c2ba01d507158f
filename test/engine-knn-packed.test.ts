import { expect, test } from "vitest";
import type { Kind } from "../src/engine/knn/kind";
import { createMatrix } from "../src/engine/knn/matrix";
import { packRows } from "../src/engine/knn/packed";
import { VectorError } from "../src/engine/knn/vector";
import { random } from "./filter-reference";

const draw = random(11);
const vectors = (count: number, dimensions: number) =>
  Array.from({ length: count }, () => Float32Array.from({ length: dimensions }, () => draw(2_001) / 1_000 - 1));

test("packed rows score as rows that were set, in either kind, in runs and in holes; floats go into bytes too", () => {
  const rows = vectors(40, 24);
  const query = vectors(1, 24)[0]!;
  const slots = rows.map((_, i) => (i % 9 === 4 ? -1 : i < 20 ? i : 70 - i));
  const scored = (fill: (matrix: ReturnType<typeof createMatrix>) => void, kind: Kind) => {
    const matrix = createMatrix(24, { kind });
    fill(matrix);
    const out = new Float32Array(64);
    matrix.scan(query, out);
    return { out, size: matrix.size, length: matrix.length };
  };
  for (const kind of ["f32", "int8"] as const) {
    const set = scored((matrix) => {
      rows.forEach((row, i) => {
        if (slots[i]! >= 0) matrix.set(slots[i]!, row);
      });
    }, kind);
    expect(scored((matrix) => matrix.place(slots, packRows(rows, 24, kind)), kind)).toEqual(set);
    const fromFloats = scored((matrix) => matrix.place(slots, packRows(rows, 24, "f32")), kind);
    expect(Math.max(...fromFloats.out.map((score, i) => Math.abs(score - set.out[i]!)))).toBeLessThan(1e-2);
    expect(fromFloats.size).toBe(set.size);
  }
  expect(() => createMatrix(24, { kind: "f32" }).place([0], packRows(rows, 24, "int8"))).toThrow(RangeError);
  expect(() => packRows([new Float32Array(3)], 24, "f32")).toThrow(VectorError);
});
