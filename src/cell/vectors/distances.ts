import { broughtFeature } from "../../engine/features";
import type { Ranked } from "../../engine/knn/rescore";
import { top } from "../../engine/knn/top";
import { dot } from "../../engine/knn/vector";
import type { Shelf } from "../shelf";

/** How two vectors are compared, in the published words. */
export const metrics = ["cosine", "euclidean", "dot_product"] as const;
export type Metric = (typeof metrics)[number];

const scores: Record<Exclude<Metric, "cosine">, (a: Float32Array, b: Float32Array) => number> = {
  dot_product: dot,
  /** 1 / (1 + distance): 1 is the same vector, and nearer is higher, as with the other two. */
  euclidean: (a, b) => 1 / (1 + distance(a, b)),
};

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/**
 * The best of some slots by a comparison that looks at lengths: each vector is read as it came. The matrix in memory
 * holds them at unit length, which is what cosines need, and most questions ask for those.
 */
export function byDistance(
  { sql, index }: Shelf,
  metric: Exclude<Metric, "cosine">,
  wanted: Float32Array,
  slots: Uint32Array,
  topK: number,
): Ranked {
  const among = new Float32Array(index.slots.length).fill(Number.NaN);
  const passing = new Uint8Array(index.slots.length);
  for (const slot of slots) passing[slot] = 1;
  const rows = sql.exec<{ seq: number; vector: ArrayBuffer }>(
    "SELECT seq, vector FROM vectors WHERE feature = ?",
    broughtFeature,
  );
  for (const { seq, vector } of rows) {
    const slot = index.slots.slotOf(seq);
    if (slot !== undefined && passing[slot]) among[slot] = scores[metric](wanted, new Float32Array(vector));
  }
  const best = top(among, topK, { slots });
  return { slots: best, scores: Float32Array.from(best, (slot) => among[slot]!) };
}
