import { scaleTo } from "./scale";

/** A document that full text put at the top: its vector, and its lexical score. */
export type Feedback = { vector: Float32Array; score: number };

/** How much the top documents weigh against the query itself. */
const WEIGHT = 1.5;
// What the first, second and third count; further ones would lead astray as often as they help.
const RANKS = [1, 0.5, 0.25];

/** How many documents `withFeedback` looks at. */
export const FEEDBACK_DOCUMENTS = RANKS.length;

/**
 * The query's vector moved towards the documents that full text ranks highest, best first (pseudo-relevance feedback,
 * Rocchio 1971). What the words found thereby says what the query means, so that the vectors fill in around it instead
 * of contradicting it: measured, this is what keeps the fusion from falling below full text alone on queries that name
 * one document, and it helps topical ones too. Returns a unit vector; the query itself when nothing matched.
 */
export function withFeedback(query: Float32Array, top: readonly Feedback[]): Float32Array {
  const moved = query.slice();
  const weights = top.slice(0, RANKS.length).map(({ score }, rank) => Math.max(0, score) * RANKS[rank]!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return moved;
  weights.forEach((weight, rank) => {
    const { vector } = top[rank]!;
    for (let k = 0; k < moved.length; k++) moved[k]! += ((WEIGHT * weight) / total) * vector[k]!;
  });
  scaleTo(moved, 1);
  return moved;
}
