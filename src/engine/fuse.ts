import type { Document } from "./document";

export const fusions = ["rrf", "dbsf", "weighted", "max", "learned"] as const;
export type Fusion = Exclude<(typeof fusions)[number], "learned">;

/** Smooths the first ranks (Cormack, Clarke and Büttcher 2009, who found 60). */
const k = 60;

/**
 * Joins several rankings into one. A single ranking keeps its own scores.
 * `rrf` is reciprocal rank fusion: Σ weight / (60 + rank), scaled so that first everywhere is 1.
 * `dbsf` is distribution-based score fusion (Mazzeschi 2023): Σ weight × (score − (μ − 3σ)) / 6σ, with μ and σ of the
 * scores of each ranking, each share kept within 0 and 1; divided by the weights.
 * `weighted` is Σ weight × score, divided by the weights; `max` the highest weight × score.
 * Equal scores keep the order of the first ranking that has them.
 */
export function fuse(rankings: Document[][], options: { fusion: Fusion; weights: number[] }): Document[] {
  const [only] = rankings;
  if (rankings.length === 1 && only) return only;
  const { fusion, weights } = options;
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const joined = new Map<string, Document>();
  rankings.forEach((ranking, list) => {
    const weight = weights[list] ?? 1;
    const shareOf = shares(ranking, fusion);
    ranking.forEach((document, rank) => {
      const share = weight * shareOf(document, rank);
      const known = joined.get(document.id);
      if (!known) joined.set(document.id, Object.assign(document, { score: share }));
      else known.score = fusion === "max" ? Math.max(known.score ?? 0, share) : (known.score ?? 0) + share;
    });
  });
  const documents = [...joined.values()];
  if (fusion !== "max") for (const document of documents) document.score = (document.score ?? 0) / total;
  return documents.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
}

/** What a place in a ranking is worth, before its weight. */
function shares(ranking: Document[], fusion: Fusion): (document: Document, rank: number) => number {
  if (fusion === "rrf") return (_, rank) => (k + 1) / (k + 1 + rank);
  if (fusion !== "dbsf") return ({ score = 0 }) => score;
  const { mean, deviation } = spread(ranking.map(({ score = 0 }) => score));
  if (deviation === 0) return () => 0.5;
  return ({ score = 0 }) => Math.min(1, Math.max(0, (score - mean + 3 * deviation) / (6 * deviation)));
}

/** The mean, and the standard deviation of the whole population. */
export function spread(numbers: number[]): { mean: number; deviation: number } {
  // Rounding must not make a spread of numbers that are all the same.
  if (numbers.every((value) => value === numbers[0])) return { mean: numbers[0] ?? 0, deviation: 0 };
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / numbers.length) };
}
