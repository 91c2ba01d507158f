/** The most that vectors weigh against full text: with a learned model, and with hashed words alone. */
const LEARNED = 0.65;
const COLD = 0.4;
// One or two words are a name, which vectors can only blur; some more are a topic, which they know; a whole passage
// says enough by its words alone. Terms by which the weight has grown to 1 - 1/e, and from which it falls as 1 / √n.
const TOPIC = 4;
const PASSAGE = 16;
// What a document that holds no word of the query must reach, as a cosine and of the best one's, to be in the results.
const NOISE = 0.25;
const NEAR = 0.5;

export type HybridOptions = {
  /** The slots to rank: those that hold a document and pass the filter. All, when absent. */
  slots?: Uint32Array;
  /** The lexical score that means "it all matches": `LexicalIndex.fullMatch`. */
  fullMatch: number;
  /** What vectors weigh against words, 0 to 1: see `vectorWeight`. */
  weight?: number;
};

/** What vectors should weigh for a query of so many distinct terms, 0 to 1. `learned`: whether a model was fitted. */
export function vectorWeight(terms: number, learned: boolean): number {
  const most = learned ? LEARNED : COLD;
  return most * (1 - Math.exp(-terms / TOPIC)) * Math.min(1, Math.sqrt(PASSAGE / terms));
}

/** How scores are fused, given the highest lexical score and the highest cosine among all that are ranked. */
export interface Fusion {
  byWords: number;
  byVector: number;
  bestCosine: number;
  /** The cosine that a document without a word of the query must reach. */
  floor: number;
}

function fusionOf(bestLexical: number, bestCosine: number, { fullMatch, weight = COLD }: HybridOptions): Fusion {
  const matched = bestLexical > 0;
  const share = matched ? weight : 1;
  const scale = Math.min(1, matched ? bestLexical / (fullMatch || bestLexical) : bestCosine);
  return {
    byWords: matched ? (scale * (1 - share)) / bestLexical : 0,
    byVector: bestCosine > 0 ? (scale * share) / bestCosine : 0,
    bestCosine,
    floor: Math.max(NOISE, NEAR * bestCosine),
  };
}

/**
 * Fuses the lexical scores and the cosines of the given slots into `lexical`, in place, and leaves other slots alone:
 * a convex combination of both, each divided by its highest (Bruch et al. 2023, "An Analysis of Fusion Functions for
 * Hybrid Retrieval", §4), times the share of the query that its best lexical match covers. So scores lie between 0
 * and 1, a document that holds all of the query is near 1, and the order is that of the combination. A document
 * without a word of the query or a near vector scores 0. When none holds a word of it, the vectors alone decide.
 * Gives what it was fused by.
 */
export function fuseHybrid(lexical: Float32Array, cosines: Float32Array, options: HybridOptions): Fusion {
  const { slots } = options;
  const fusion = fusionOf(highest(lexical, slots), highest(cosines, slots), options);
  const { byWords, byVector, floor } = fusion;
  const count = slots ? slots.length : lexical.length;
  for (let i = 0; i < count; i++) {
    const slot = slots ? slots[i]! : i;
    const words = lexical[slot]!;
    const cosine = Math.max(0, cosines[slot]!);
    lexical[slot] = words > 0 || cosine >= floor ? byWords * words + byVector * cosine : 0;
  }
  return fusion;
}

function highest(scores: Float32Array, slots: Uint32Array | undefined): number {
  let best = 0;
  const count = slots ? slots.length : scores.length;
  for (let i = 0; i < count; i++) best = Math.max(best, scores[slots ? slots[i]! : i]!);
  return best;
}
