import type { Document } from "./document";

export const fusions = ["rrf", "weighted", "max"] as const;
export type Fusion = (typeof fusions)[number];

/** Smooths the first ranks (Cormack, Clarke and Büttcher 2009, who found 60). */
const k = 60;

/**
 * Joins several rankings into one. A single ranking keeps its own scores.
 * `rrf` is reciprocal rank fusion: Σ weight / (60 + rank), scaled so that first everywhere is 1.
 * `weighted` is Σ weight × score, divided by the weights; `max` the highest weight × score.
 * Equal scores keep the order of the first ranking that has them.
 */
export function fuse(rankings: Document[][], options: { fusion: Fusion; weights: number[] }): Document[] {
  const [only] = rankings;
  if (rankings.length === 1 && only) return only;
  const total = options.weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const joined = new Map<string, Document>();
  rankings.forEach((ranking, list) => {
    const weight = options.weights[list] ?? 1;
    ranking.forEach((document, rank) => {
      const share = weight * (options.fusion === "rrf" ? (k + 1) / (k + 1 + rank) : (document.score ?? 0));
      const known = joined.get(document.id);
      if (!known) joined.set(document.id, Object.assign(document, { score: share }));
      else known.score = options.fusion === "max" ? Math.max(known.score ?? 0, share) : (known.score ?? 0) + share;
    });
  });
  const documents = [...joined.values()];
  if (options.fusion !== "max") for (const document of documents) document.score = (document.score ?? 0) / total;
  return documents.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
}
