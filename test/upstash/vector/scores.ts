import type { Entry, Sparse } from "./entry.ts";
import type { Similarity } from "./index.ts";

export interface Hit {
  entry: Entry;
  /** A float32. */
  score: number;
}

/** Best first; those with one score in the order in which they came. No more than `most` are needed. */
export function ranked(
  entries: readonly Entry[],
  score: (entry: Entry) => number | undefined,
  most = entries.length,
): Hit[] {
  const scores = new Float32Array(entries.length);
  entries.forEach((entry, i) => {
    scores[i] = score(entry) ?? Number.NEGATIVE_INFINITY;
  });
  // To sort numbers alone is cheap: only what is good enough becomes a hit.
  const worst = most < scores.length ? (scores.toSorted().at(-most) ?? 0) : Number.NEGATIVE_INFINITY;
  const hits: Hit[] = [];
  entries.forEach((entry, i) => {
    const own = scores[i] ?? 0;
    if (own >= worst && own > Number.NEGATIVE_INFINITY) hits.push({ entry, score: own });
  });
  return hits.sort((a, b) => b.score - a.score);
}

/** 0 to 1 for cosine, Euclidean distance, and the dot product of vectors of length one. */
export function denseScore(vector: Float32Array, similarity: Similarity): (entry: Entry) => number | undefined {
  const length = Math.sqrt(dot(vector, vector));
  return (entry) => {
    if (!entry.vector) return undefined;
    if (similarity === "DOT_PRODUCT") return (1 + dot(vector, entry.vector)) / 2;
    if (similarity === "EUCLIDEAN") return 1 / (1 + squaredDistance(vector, entry.vector));
    return (1 + dot(vector, entry.vector) / (length * entry.length || 1)) / 2;
  };
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return sum;
}

/** The inner product; nothing for an entry that shares no index. */
export function sparseScore(sparse: Sparse): (entry: Entry) => number | undefined {
  const asked = valuesOf(sparse);
  return (entry) => {
    const shared = entry.sparse?.indices.flatMap((index, i) => {
      const value = asked.get(index);
      return value === undefined ? [] : [value * (entry.sparse?.values[i] ?? 0)];
    });
    return shared && shared.length > 0 ? shared.reduce((sum, x) => sum + x) : undefined;
  };
}

const valuesOf = ({ indices, values }: Sparse) => new Map(indices.map((index, i) => [index, values[i] ?? 0]));

/** Each value times ln(1 + (N - n + 0.5) / (n + 0.5)), with n of the N entries having the index. */
export function weighted({ indices, values }: Sparse, entries: Iterable<Entry>): Sparse {
  const counts = new Map<number, number>();
  let all = 0;
  for (const { sparse } of entries) {
    all++;
    for (const index of sparse?.indices ?? []) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const idf = (index: number) => {
    const n = counts.get(index) ?? 0;
    return Math.log(1 + (all - n + 0.5) / (n + 0.5));
  };
  return { indices, values: values.map((value, i) => value * idf(indices[i] ?? 0)) };
}

/** One list from several, each entry with the sum of what its places or scores are worth. */
export function fused(lists: Hit[][], algorithm: "RRF" | "DBSF"): Hit[] {
  const worth = new Map<Entry, number>();
  for (const hits of lists) {
    const shares = algorithm === "RRF" ? hits.map((_, rank) => 1 / (rank + 60)) : normalized(hits);
    for (const [i, { entry }] of hits.entries()) worth.set(entry, (worth.get(entry) ?? 0) + (shares[i] ?? 0));
  }
  return ranked([...worth.keys()], (entry) => worth.get(entry));
}

/** Where a score lies between three deviations below the mean and three above; with the deviation of a sample. */
function normalized(hits: Hit[]): number[] {
  const mean = hits.reduce((sum, { score }) => sum + score, 0) / hits.length;
  const variance = hits.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / (hits.length - 1);
  const deviation = hits.length > 1 ? Math.sqrt(variance) : 0;
  return hits.map(({ score }) => (deviation === 0 ? 0.5 : (score - (mean - 3 * deviation)) / (6 * deviation)));
}
