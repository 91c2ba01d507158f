import { denseOf, type Entry, show, shownBy } from "./entry.ts";
import type { IndexOptions, Similarity } from "./index.ts";
import { float32, type JsonObject } from "./json.ts";
import { invalid, Refusal } from "./refusal.ts";

const mostResults = 1000;

export interface Hit {
  entry: Entry;
  /** A float32. */
  score: number;
}

export function query(sent: JsonObject, seen: ReadonlyMap<string, Entry>, options: IndexOptions): JsonObject[] {
  const topK = topKOf(sent.topK);
  const vector = denseOf(sent.vector, options);
  if (!vector) throw invalid("Query vector must be provided");
  const shown = shownBy(sent);
  return denseHits(vector, seen.values(), options.similarityFunction ?? "COSINE")
    .slice(0, topK)
    .map(({ entry, score }) => ({ ...show(entry, shown), score: float32(score) }));
}

export function topKOf(value: unknown): number {
  if (value === undefined) return 10;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) throw invalid("topK must be positive");
  if (value > mostResults) throw new Refusal(400, `topK is too large: ${value}, limit: ${mostResults}`);
  return value;
}

/** Best first; those with one score in the order in which they came. */
export function denseHits(vector: Float32Array, entries: Iterable<Entry>, similarity: Similarity): Hit[] {
  const length = Math.sqrt(dot(vector, vector));
  const hits: Hit[] = [];
  for (const entry of entries)
    if (entry.vector) hits.push({ entry, score: Math.fround(alike(vector, length, entry.vector, entry, similarity)) });
  return hits.sort((a, b) => b.score - a.score);
}

function alike(a: Float32Array, length: number, b: Float32Array, entry: Entry, similarity: Similarity): number {
  switch (similarity) {
    case "COSINE":
      return (1 + dot(a, b) / (length * entry.length || 1)) / 2;
    case "DOT_PRODUCT":
      return (1 + dot(a, b)) / 2;
    case "EUCLIDEAN":
      return 1 / (1 + a.reduce((sum, x, i) => sum + (x - (b[i] ?? 0)) ** 2, 0));
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
