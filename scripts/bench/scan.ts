// Times the product's vector kernel where it runs, in workerd, and compares its quantised path with the exact one.
import { createMatrix } from "../../src/engine/knn/matrix";
import { candidatesFor, rescore } from "../../src/engine/knn/rescore";
import { top } from "../../src/engine/knn/top";
import { unit } from "../../src/engine/knn/vector";
import { random } from "./random";

const dimensions = 384;
const k = 10;
const queryCount = 50;

export interface Scan {
  f32Ms: number;
  int8Ms: number;
  recall: number;
}

export default {
  fetch(request: Request): Response {
    const rows = Number(new URL(request.url).searchParams.get("rows"));
    return Response.json(measure(rows) satisfies Scan);
  },
};

function measure(rows: number): Scan {
  const vectors = scatter(rows + queryCount);
  const queries = vectors.splice(rows);
  const f32 = createMatrix(dimensions, { kind: "f32" });
  const int8 = createMatrix(dimensions, { kind: "int8" });
  for (const matrix of [f32, int8]) matrix.load(vectors.entries(), rows);
  const scores = new Float32Array(rows);
  const exact = (query: Float32Array) => {
    f32.scan(query, scores);
    return top(scores, k);
  };
  const quantised = (query: Float32Array) => {
    int8.scan(query, scores);
    return rescore(query, top(scores, candidatesFor(k)), (slot) => vectors[slot], k).slots;
  };
  let hits = 0;
  for (const query of queries) {
    const found = new Set(quantised(query));
    hits += exact(query).filter((slot) => found.has(slot)).length;
  }
  return { f32Ms: time(queries, exact), int8Ms: time(queries, quantised), recall: hits / (k * queryCount) };
}

/** Unit vectors around a few hundred centres, as texts lie around their subjects. */
function scatter(count: number): Float32Array[] {
  const next = random(7);
  const point = () => Float32Array.from({ length: dimensions }, () => next() + next() + next() - 1.5);
  const centres = Array.from({ length: 300 }, point);
  return Array.from({ length: count }, () => {
    const centre = centres[Math.floor(next() * centres.length)]!;
    return unit(point().map((value, i) => value * 0.7 + centre[i]!));
  });
}

/** Milliseconds of one query: workerd's clock is coarse, so as many are timed together as take a while. */
function time(queries: Float32Array[], scan: (query: Float32Array) => unknown): number {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < 300) {
    for (const query of queries) scan(query);
    done += queries.length;
  }
  return (performance.now() - start) / done;
}
