import { mix32 } from "../text/hash";
import { STOP_WORDS } from "../text/stop";
import { type Terms, termOf } from "../text/terms";
import { eigen } from "./eigen";
import {
  addGram,
  cholesky,
  type Dense,
  dense,
  multiplyRows,
  multiplyTransposed,
  type Sparse,
  solveRows,
} from "./matrix";
import type { Model } from "./model";

export const F = { power: 0, maxDf: 0.5, iterations: 2, minDf: 2, idfPower: 1 };
const OVERSAMPLE = 16;
const STOP_TERMS = new Set(Array.from(STOP_WORDS, termOf));

export type FitOptions = { fittedAt: number; dimensions?: number; maxTerms?: number };

export function* fit(documents: Iterable<Terms>, options: FitOptions): Generator<void, Model | undefined> {
  const dimensions = options.dimensions ?? 128;
  const docs = Array.from(documents);
  const { ids, idf } = chooseTerms(docs, options.maxTerms ?? 20_000);
  const a = weighted(docs, ids, idf);
  yield;
  const width = Math.min(dimensions + OVERSAMPLE, a.rows, a.columnCount);
  if (width < 2) return undefined;
  const y = dense(a.rows, width);
  const z = dense(a.columnCount, width);
  for (let t = 0; t < ids.length; t++)
    for (let k = 0; k < width; k++) z.data[t * width + k] = mix32(ids[t]! + k * 0x9e3779b9) & 1 ? 1 : -1;
  const step = Math.max(1, Math.floor(100_000 / width));
  for (let iteration = 0; ; iteration++) {
    for (let r = 0; r < a.rows; r += step) {
      multiplyRows(a, z, y, r, Math.min(a.rows, r + step));
      yield;
    }
    yield* orthonormalise(y, step);
    z.data.fill(0);
    for (let r = 0; r < a.rows; r += step) {
      multiplyTransposed(a, y, z, r, Math.min(a.rows, r + step));
      yield;
    }
    if (iteration === F.iterations) break;
  }
  const gram = new Float64Array(width * width);
  for (let r = 0; r < z.rows; r += step) {
    addGram(z, gram, r, Math.min(z.rows, r + step));
    yield;
  }
  const { values, vectors: w } = yield* eigen(gram, width);
  const k = Math.min(dimensions, width);
  const vectors = new Int8Array(ids.length * dimensions);
  const scales = new Float32Array(ids.length);
  const row = new Float64Array(k);
  for (let t = 0; t < ids.length; t++) {
    row.fill(0);
    for (let i = 0; i < width; i++) {
      const zi = z.data[t * width + i]!;
      for (let j = 0; j < k; j++) row[j]! += zi * w[i * width + j]!;
    }
    let max = 0;
    for (let j = 0; j < k; j++) {
      const sigma = Math.sqrt(values[j]!);
      row[j] = sigma > 1e-5 ? row[j]! / sigma ** (1 + F.power) : 0;
      max = Math.max(max, Math.abs(row[j]!));
    }
    if (max === 0) continue;
    for (let j = 0; j < k; j++) vectors[t * dimensions + j] = Math.round((row[j]! / max) * 127);
    scales[t] = (max / 127) * idf[t]!;
  }
  return { ids, scales, vectors, dimensions, fittedAt: options.fittedAt };
}

function chooseTerms(docs: Terms[], maxTerms: number) {
  const df = new Map<number, number>();
  for (const { ids } of docs) for (const id of ids) df.set(id, (df.get(id) ?? 0) + 1);
  const kept = Array.from(df).filter(([id, n]) => n >= F.minDf && n <= F.maxDf * docs.length && !STOP_TERMS.has(id));
  if (kept.length > maxTerms) {
    kept.sort((x, y) => y[1] - x[1] || x[0] - y[0]);
    kept.length = maxTerms;
  }
  kept.sort((x, y) => x[0] - y[0]);
  return {
    ids: Uint32Array.from(kept, ([id]) => id),
    idf: Float32Array.from(kept, ([, n]) => Math.log(1 + docs.length / n) ** F.idfPower),
  };
}

function weighted(docs: Terms[], ids: Uint32Array, idf: Float32Array): Sparse {
  const row = new Map<number, number>();
  for (let t = 0; t < ids.length; t++) row.set(ids[t]!, t);
  const starts = new Uint32Array(docs.length + 1);
  const columns: number[] = [],
    values: number[] = [];
  docs.forEach((doc, d) => {
    const from = columns.length;
    let square = 0;
    doc.ids.forEach((id, i) => {
      const t = row.get(id);
      if (t === undefined) return;
      const v = (1 + Math.log(doc.counts[i]!)) * idf[t]!;
      columns.push(t);
      values.push(v);
      square += v * v;
    });
    for (let i = from; i < values.length; i++) values[i]! /= Math.sqrt(square);
    starts[d + 1] = columns.length;
  });
  return {
    rows: docs.length,
    columnCount: ids.length,
    starts,
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
  };
}

function* orthonormalise(y: Dense, step: number): Generator<void> {
  for (let pass = 0; pass < 2; pass++) {
    const gram = new Float64Array(y.width ** 2);
    for (let r = 0; r < y.rows; r += step) {
      addGram(y, gram, r, Math.min(y.rows, r + step));
      yield;
    }
    const upper = cholesky(gram, y.width);
    for (let r = 0; r < y.rows; r += step) {
      solveRows(y, upper, r, Math.min(y.rows, r + step));
      yield;
    }
  }
}
