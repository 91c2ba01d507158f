import { hash32 } from "./hash";
import { stem } from "./stem";
import { eachWord } from "./words";

/**
 * What the index keeps of a text. A term is the 32-bit hash of a stem: it needs no dictionary, so a document is
 * analysed without reading anything. Two stems share a hash about five times in a vocabulary of 200,000; the two then
 * count as one word, which can only blur a ranking within the one namespace whose index this is.
 */
export type Terms = {
  /** Term ids, ascending, each once. */
  ids: Uint32Array;
  /** How often each term occurs, at most 255: BM25 is flat long before. */
  counts: Uint8Array;
  /** Words in the text, repetitions included. */
  length: number;
};

/** The term id of a folded word. */
export function termOf(word: string): number {
  return hash32(stem(word));
}

/** A text's terms, and its distinct folded words with their term ids, for a dictionary to complete prefixes from. */
export type Analysis = { terms: Terms; words: Map<string, number> };

/** `idOf` gives a word's term id, for a caller that remembers those it has met: stemming is most of the work. */
export function analyse(text: string, idOf: (word: string) => number = termOf): Analysis {
  const words = new Map<string, number>();
  const counts = new Map<number, number>();
  let length = 0;
  eachWord(text, (word) => {
    let id = words.get(word);
    if (id === undefined) {
      id = idOf(word);
      words.set(word, id);
    }
    counts.set(id, (counts.get(id) ?? 0) + 1);
    length++;
  });
  const ids = Uint32Array.from(counts.keys()).sort();
  return { terms: { ids, counts: Uint8Array.from(ids, (id) => Math.min(255, counts.get(id)!)), length }, words };
}
