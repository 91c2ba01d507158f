import { top } from "./top";
import { dot } from "./vector";

export interface Ranked {
  slots: Uint32Array;
  scores: Float32Array;
}

/**
 * How many candidates of an int8 scan to rescore for the best `k`: 20 for 10, 120 for 100.
 *
 * Recall against the exact scan, 384 and 768 dimensions, up to 50,000 vectors of hashed character n-grams of real text
 * and the same bent into a dense model's shape: at 10, .972–.994 unrescored, at least .997 from 12 candidates, 1.000 from
 * 15; at 100, .986–.995 unrescored, at least .9997 from 110. An int8 cosine was off by .0072 at most, so a lowest score is
 * for the exact scores: give the candidates' `top` a floor that is lower by .01, or none.
 */
export const candidatesFor = (k: number): number => k + Math.max(10, Math.ceil(k / 5));

/**
 * Orders the candidates of an int8 scan by their exact scores and keeps the best `k`, ties by lower slot.
 *
 * `query` and what `vectorOf` gives are the exact float32 vectors, for cosine at unit length (`unit`). A candidate
 * without a vector is left out.
 */
export const rescore = (
  query: Float32Array,
  candidates: Uint32Array,
  vectorOf: (slot: number) => Float32Array | undefined,
  k: number,
): Ranked => {
  const ascending = candidates.toSorted();
  const scores = Float32Array.from(ascending, (slot) => {
    const vector = vectorOf(slot);
    return vector ? dot(query, vector) : Number.NaN;
  });
  const places = top(scores, k);
  return {
    slots: places.map((place) => ascending[place]!),
    scores: Float32Array.from(places, (place) => scores[place]!),
  };
};
