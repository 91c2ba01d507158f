import { mix32 } from "../text/hash";
import type { Terms } from "../text/terms";
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
import { quantise } from "./quantise";
import { LATENT_DIMENSIONS } from "./size";
import { weigh } from "./weigh";

// Spare directions and power iterations: what randomised SVD needs to be as good as the exact one here.
const OVERSAMPLE = 16;
const ITERATIONS = 2;
// Numbers touched between two yields: ten milliseconds or so.
const STEP = 10_000_000;
// As many dimensions as documents (or terms) would only repeat them: what they share shows where there are fewer.
const PER_DIMENSION = 3;
const FEWEST = 16;

export type FitOptions = {
  /** Documents in the namespace now, of which `documents` are a sample. */
  fittedAt: number;
  /** The most terms the model keeps; the commonest stay. 12,000 are 1.6 MB, which fits one SQLite value. */
  maxTerms?: number;
};

/**
 * Learns a model from a namespace's own documents: latent semantic analysis (Deerwester et al. 1990) of their
 * (1 + ln tf) · idf matrix, by randomised subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4). The
 * same documents always give the same model. A generator, so that an alarm can stop between steps, each well below
 * 200 ms; returns undefined when there is too little to learn from.
 */
export function* fit(documents: Iterable<Terms>, options: FitOptions): Generator<void, Model | undefined> {
  const { matrix, ids, idf } = yield* weigh(Array.from(documents), options.maxTerms ?? 12_000);
  const rank = Math.min(matrix.rows, matrix.columnCount);
  if (rank < FEWEST) return undefined;
  const kept = Math.min(LATENT_DIMENSIONS, Math.ceil(rank / PER_DIMENSION));
  const width = Math.min(kept + OVERSAMPLE, rank);

  const byTerm = yield* subspace(matrix, ids, width);
  const gram = new Float64Array(width * width);
  yield* inSteps(byTerm.rows, width * width, (from, to) => addGram(byTerm, gram, from, to));
  const { values, vectors } = yield* eigen(gram, width);
  return { ...(yield* quantise(byTerm, { values, vectors, kept }, ids, idf)), fittedAt: options.fittedAt };
}

/** Aᵀ · Q, for Q an orthonormal basis of nearly all that the `width` strongest directions of A reach. */
function* subspace(a: Sparse, ids: Uint32Array, width: number): Generator<void, Dense> {
  const byDocument = dense(a.rows, width);
  const byTerm = dense(a.columnCount, width);
  for (let t = 0; t < ids.length; t++) {
    for (let k = 0; k < width; k++) byTerm.data[t * width + k] = mix32(ids[t]! + k * 0x9e3779b9) & 1 ? 1 : -1;
  }
  const rowCost = (width * a.values.length) / a.rows;
  for (let iteration = 0; iteration <= ITERATIONS; iteration++) {
    yield* inSteps(a.rows, rowCost, (from, to) => multiplyRows(a, byTerm, byDocument, from, to));
    yield* orthonormalise(byDocument);
    byTerm.data.fill(0);
    yield* inSteps(a.rows, rowCost, (from, to) => multiplyTransposed(a, byDocument, byTerm, from, to));
  }
  return byTerm;
}

/** Makes the columns orthonormal: Cholesky QR, twice, since once loses what float32 cannot hold. */
function* orthonormalise(x: Dense): Generator<void> {
  const cost = x.width * x.width;
  for (let pass = 0; pass < 2; pass++) {
    const gram = new Float64Array(cost);
    yield* inSteps(x.rows, cost, (from, to) => addGram(x, gram, from, to));
    const upper = cholesky(gram, x.width);
    yield* inSteps(x.rows, cost, (from, to) => solveRows(x, upper, from, to));
  }
}

function* inSteps(rows: number, rowCost: number, work: (from: number, to: number) => void): Generator<void> {
  const step = Math.max(1, Math.floor(STEP / Math.max(1, rowCost)));
  for (let from = 0; from < rows; from += step) {
    work(from, Math.min(rows, from + step));
    yield;
  }
}
