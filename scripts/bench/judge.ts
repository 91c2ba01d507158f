/** For each query, the grade of each document judged for it; grades above 0 are relevant. */
export type Judgements = Map<string, Map<string, number>>;

/** Normalised discounted cumulative gain of the first `k`, with the grade itself as gain (Järvelin and Kekäläinen 2002). */
export function ndcg(found: string[], grades: Map<string, number>, k: number): number {
  const gain = (ranked: number[]) =>
    ranked.slice(0, k).reduce((sum, grade, rank) => sum + grade / Math.log2(rank + 2), 0);
  const best = gain([...grades.values()].sort((a, b) => b - a));
  return best === 0 ? 0 : gain(found.map((id) => grades.get(id) ?? 0)) / best;
}

/** The part of the relevant documents that is among the first `k`. */
export function recall(found: string[], grades: Map<string, number>, k: number): number {
  const relevant = [...grades].filter(([, grade]) => grade > 0);
  const first = new Set(found.slice(0, k));
  return relevant.length === 0 ? 0 : relevant.filter(([id]) => first.has(id)).length / relevant.length;
}
