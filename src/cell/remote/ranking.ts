import type { Ranked } from "../../engine/knn/rescore";
import { top } from "../../engine/knn/top";
import { type Fusion, fuseHybrid, type HybridOptions } from "../../engine/text/hybrid";
import type { Nearby } from "./nearby";
import { firstWant, type Look, type Lookout, nextWant, type Sight, sight, sightOf } from "./sight";

/** How much further down the list by words is looked at each time that it does not do. */
const deeper = 4;

/**
 * The best by vector, the same as where all vectors are in the cell: asks for more as long as something that was not
 * seen could be among them. `rank` orders what was seen.
 */
export function byRemoteVector(
  out: Lookout,
  near: Nearby,
  look: Look,
  topK: number,
  rank: (cosines: Float32Array, seen: Uint32Array) => Ranked,
): Ranked {
  const cosines = new Float32Array(out.index.slots.length);
  for (let want = firstWant(topK); ; want = nextWant(want)) {
    const { seen, bound } = sight(out, near, look, want, cosines);
    const best = rank(cosines, seen);
    if (best.scores.length >= topK && (best.scores.at(-1) ?? 0) > bound) return best;
    if (bound === Number.NEGATIVE_INFINITY) return best;
  }
}

/**
 * The best by words and vector fused, the same as where all vectors are in the cell, by the threshold algorithm (Fagin,
 * Lotem and Naor 2003, "Optimal aggregation algorithms for middleware"): of both lists so much is looked at that no
 * document further down in both could come in among the best.
 */
export function byRemoteBoth(
  out: Lookout,
  near: Nearby,
  look: Look,
  topK: number,
  words: Float32Array,
  options: HybridOptions,
): Ranked {
  const cosines = new Float32Array(out.index.slots.length);
  let [want, deep] = [firstWant(topK), firstWant(topK)];
  for (;;) {
    const found = sight(out, near, look, want, cosines);
    const leading = top(words, deep, { slots: look.slots, floor: Number.MIN_VALUE });
    sightOf(out, near, look, leading, cosines);
    const some = Uint32Array.from(new Set([...found.seen, ...leading])).sort();
    const scores = words.slice();
    const fusion = fuseHybrid(scores, cosines, { ...options, slots: some });
    const best = top(scores, topK, { slots: some, floor: Number.MIN_VALUE });
    const ranked = { slots: best, scores: Float32Array.from(best, (slot) => scores[slot]!) };
    const last = best.length < topK ? 0 : (ranked.scores.at(-1) ?? 0);
    const word = leading.length < deep ? 0 : (words[leading.at(-1) ?? 0] ?? 0);
    const gap = gapOf(fusion, found, word, last);
    if (gap === undefined) return ranked;
    if (gap === "words") deep *= deeper;
    else want = nextWant(want);
  }
}

/** Which of the two lists has to be looked at further down; neither, when nothing unseen could be among the best. */
function gapOf(fusion: Fusion, { bound }: Sight, word: number, last: number): "words" | "vectors" | undefined {
  const { byWords, byVector, floor, bestCosine } = fusion;
  if (bound > bestCosine) return "vectors";
  const cosine = Math.max(0, bound);
  const isAtAll = word > 0 || cosine >= floor;
  const reach = isAtAll ? byWords * word + byVector * cosine : 0;
  if (reach === 0 || reach < last) return undefined;
  if (word === 0) return "vectors";
  // Where words alone would not do it, further down in the other list there is nothing that would do it with them.
  return bound === Number.NEGATIVE_INFINITY || byWords * word >= byVector * cosine ? "words" : "vectors";
}
