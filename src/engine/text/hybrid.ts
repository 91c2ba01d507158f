/** What full text weighs against the vectors: dominant, so that exact words win. */
const LEXICAL = 0.6;

export type FuseOptions = {
  /** Slots in use: `lexical` and `vector` hold one score for each below it. */
  size: number;
  /** 1 for a slot that holds a document (and passes the filter), 0 for one that does not. All, when absent. */
  alive?: Uint8Array;
  /** The full-text score that counts as "everything matched" (`LexicalIndex.fullMatch`). */
  fullMatch: number;
  /** Weight of full text against vectors, 0 to 1. */
  lexicalWeight?: number;
};

/**
 * Fuses full-text scores and cosine similarities of all documents into `lexical`, in place: a convex combination of
 * both, each divided by its highest value (Bruch et al. 2023, "An Analysis of Fusion Functions for Hybrid Retrieval").
 */
export function fuseHybrid(lexical: Float32Array, vector: Float32Array, options: FuseOptions): Float32Array {
  const { size, alive, fullMatch, lexicalWeight = LEXICAL } = options;
  let maxLexical = 0;
  let maxVector = 0;
  for (let i = 0; i < size; i++) {
    if (alive && alive[i] === 0) continue;
    if (lexical[i]! > maxLexical) maxLexical = lexical[i]!;
    if (vector[i]! > maxVector) maxVector = vector[i]!;
  }
  const a = maxLexical > 0 ? lexicalWeight / maxLexical : 0;
  const b = maxVector > 0 ? (1 - lexicalWeight) / maxVector : 0;
  const confidence = Math.min(1, Math.max(maxVector, fullMatch > 0 ? maxLexical / fullMatch : 0));
  for (let i = 0; i < size; i++) {
    lexical[i] = confidence * (a * lexical[i]! + b * Math.max(0, vector[i]!));
  }
  return lexical;
}
