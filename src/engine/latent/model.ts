import type { Terms } from "../text/terms";

/** What a namespace's own text taught: a direction in latent space for each of its terms. */
export type Model = {
  /** Term ids, ascending. */
  ids: Uint32Array;
  /** Per term: what one unit of its vector is worth, its idf included. */
  scales: Float32Array;
  /** Per term, `dimensions` signed bytes. */
  vectors: Int8Array;
  dimensions: number;
  /** Documents that the namespace had when this was learned. */
  fittedAt: number;
};

/** The row of a term in the model, or -1. */
export function rowOf(ids: Uint32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ids[middle]!;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Folds a text into latent space: adds the vectors of its terms to `out`, of `dimensions`. */
export function project(model: Model, { ids, counts }: Terms, out: Float32Array): void {
  const { dimensions, vectors } = model;
  for (let i = 0; i < ids.length; i++) {
    const row = rowOf(model.ids, ids[i]!);
    if (row < 0) continue;
    const weight = model.scales[row]! * (1 + Math.log(counts[i]!));
    const at = row * dimensions;
    for (let k = 0; k < dimensions; k++) out[k]! += weight * vectors[at + k]!;
  }
}
