import type { Dense } from "./matrix";
import type { Model } from "./model";
import { LATENT_DIMENSIONS } from "./size";

const STEP = 1_000;

/**
 * The right singular vectors Z · W · Σ⁻¹ as signed bytes, a scale for each term, for Z = Aᵀ · Q (terms × width), and
 * the eigenvalues Σ² and eigenvectors W of ZᵀZ, of which the first `kept` count. The idf goes into the scale, so that projecting needs nothing else.
 */
export function* quantise(
  byTerm: Dense,
  { values, vectors: eigenvectors, kept }: { values: Float64Array; vectors: Float64Array; kept: number },
  ids: Uint32Array,
  idf: Float32Array,
): Generator<void, Omit<Model, "fittedAt">> {
  const { width } = byTerm;
  const inverse = Float64Array.from(values, (value) => (value > 1e-9 * values[0]! ? 1 / Math.sqrt(value) : 0));
  const vectors = new Int8Array(ids.length * LATENT_DIMENSIONS);
  const scales = new Float32Array(ids.length);
  const row = new Float64Array(kept);
  for (let t = 0; t < ids.length; t++) {
    row.fill(0);
    for (let i = 0; i < width; i++) {
      const z = byTerm.data[t * width + i]!;
      for (let k = 0; k < kept; k++) row[k]! += z * eigenvectors[i * width + k]!;
    }
    let largest = 0;
    for (let k = 0; k < kept; k++) {
      row[k]! *= inverse[k]!;
      largest = Math.max(largest, Math.abs(row[k]!));
    }
    if (largest > 0)
      for (let k = 0; k < kept; k++) vectors[t * LATENT_DIMENSIONS + k] = Math.round((row[k]! / largest) * 127);
    scales[t] = (largest / 127) * idf[t]!;
    if (t % STEP === 0) yield;
  }
  return { ids, scales, vectors, dimensions: LATENT_DIMENSIONS };
}
