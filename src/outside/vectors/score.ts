import { unit } from "../../engine/knn/vector";
import { mix32 } from "../../engine/text/hash";

/** How an index measures; of unit vectors each tells their cosine. */
export const metrics = ["COSINE", "DOT_PRODUCT", "EUCLIDEAN"] as const;
export type Metric = (typeof metrics)[number];
export const isMetric = (text: unknown): text is Metric => metrics.some((metric) => metric === text);

/** The cosine behind a score, which Upstash brings to 0..1: (1 + cosine) / 2, or 1 / (1 + distance²). */
export function cosineOf(score: number, metric: Metric): number {
  const cosine = metric === "EUCLIDEAN" ? 1 - (1 / score - 1) / 2 : 2 * score - 1;
  return Math.max(-1, Math.min(1, cosine));
}

/** Nine decimals: a cosine changes by less than a tenth of a millionth, and the text is half as long. */
const shortened = (value: number): number => Math.round(value * 1e9) / 1e9;

/**
 * A unit vector as it is sent, with zeros behind it where the index has more dimensions: angles stay what they are.
 * A vector of zeros has no direction, and an index of cosines no place for it: it stands in another's place (`standIn`),
 * and is told apart by its metadata.
 */
export function wire(vector: Float32Array, dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, i) => shortened(vector[i] ?? 0));
}

/** A direction that hardly anything else has. */
export const standIn = (dimensions: number): Float32Array =>
  unit(Float32Array.from({ length: dimensions }, (_, i) => mix32(i + 1) / 2 ** 32 - 0.5));

export const isZero = (vector: Float32Array): boolean => vector.every((value) => value === 0);
