import { type Document, read } from "../document";
import { dot, unit, VectorError } from "../knn/vector";

export const similarityMetrics = ["cosine", "dot", "dot_product", "euclidean"] as const;
export type SimilarityMetric = (typeof similarityMetrics)[number];

/** How alike two documents are, by their places in the list it was made for. */
export type Similarity = (a: number, b: number) => number;

/** Documents as vectors: those without one are like no other. Euclidean distance d counts as 1 / (1 + d). */
export function byVectors(vectors: (Float32Array | undefined)[], metric: SimilarityMetric): Similarity {
  const ready = metric === "cosine" ? vectors.map((vector) => vector && atUnitLength(vector)) : vectors;
  return (a, b) => {
    const [x, y] = [ready[a], ready[b]];
    if (!x || !y) return 0;
    return metric === "euclidean" ? 1 / (1 + distance(x, y)) : dot(x, y);
  };
}

/** A vector with a number that is not finite is no vector. */
function atUnitLength(vector: Float32Array): Float32Array | undefined {
  try {
    return unit(vector);
  } catch (error) {
    if (error instanceof VectorError) return undefined;
    throw error;
  }
}

function distance(a: Float32Array, b: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) squares += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(squares);
}

/** The share of the fields, by weight, in which two documents agree; of two lists, the Jaccard coefficient. */
export function byFields(documents: Document[], fields: { field: string; weight: number }[]): Similarity {
  const total = fields.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const values = documents.map((document) => fields.map(({ field }) => membersOf(read(document, field))));
  return (a, b) =>
    fields.reduce((sum, { weight }, i) => sum + weight * agreement(values[a]?.[i], values[b]?.[i]), 0) / total;
}

const membersOf = (value: unknown): Set<string> =>
  new Set((Array.isArray(value) ? value : [value ?? []].flat()).map((member) => JSON.stringify(member)));

function agreement(a: Set<string> | undefined, b: Set<string> | undefined): number {
  if (!a?.size || !b?.size) return 0;
  const shared = a.intersection(b).size;
  return shared / (a.size + b.size - shared);
}

/** Several at once, each by its share of the weights. */
export function weighted(parts: { similarity: Similarity; weight: number }[]): Similarity {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return (a, b) => parts.reduce((sum, { similarity, weight }) => sum + weight * similarity(a, b), 0) / total;
}
