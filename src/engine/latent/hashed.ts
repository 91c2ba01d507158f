import { hash32 } from "../text/hash";
import { STOP_WORDS } from "../text/stop";
import { type Analysis, termOf } from "../text/terms";
import { COMMON_WORDS, GROUP_WEIGHTS, RARE, STOP } from "./frequencies";

/** What all n-grams of a word weigh together against the word itself. */
const GRAM_WEIGHT = 0.75;
const SHORTEST = 3;
const LONGEST = 4;
// N-grams take other dimensions than a word spelled like them.
const GRAM_SEED = 0x5bd1e995;

const WEIGHTS = new Map<number, number>(Array.from(STOP_WORDS, (word) => [termOf(word), STOP]));
COMMON_WORDS.forEach((group, g) => {
  for (const id of group.map(termOf)) if (!WEIGHTS.has(id)) WEIGHTS.set(id, GROUP_WEIGHTS[g]!);
});

/**
 * Adds a text's terms and its words' character 3- and 4-grams to `out` (a power of two long), each at a dimension and
 * with a sign taken from its hash (Weinberger et al. 2009, "Feature Hashing"), weighted by 1 + ln(count) and by how
 * rare the word is in English at large. It needs no other document, so it serves the first one of a namespace.
 */
export function addHashed({ terms, words }: Analysis, out: Float32Array): void {
  const mask = out.length - 1;
  for (let i = 0; i < terms.ids.length; i++) {
    const id = terms.ids[i]!;
    out[id & mask]! += signed(id, rarityOf(id) * (1 + Math.log(terms.counts[i]!)));
  }
  for (const [word, id] of words) addGrams(word, rarityOf(id) * GRAM_WEIGHT, out);
}

function addGrams(word: string, weight: number, out: Float32Array): void {
  if (word.length < SHORTEST) return;
  const mask = out.length - 1;
  const padded = `^${word}$`;
  const share = weight / Math.sqrt(2 * padded.length - SHORTEST - LONGEST + 2);
  for (let size = SHORTEST; size <= LONGEST; size++) {
    for (let i = 0; i + size <= padded.length; i++) {
      const hash = hash32(padded.slice(i, i + size), GRAM_SEED);
      out[hash & mask]! += signed(hash, share);
    }
  }
}

function signed(hash: number, value: number): number {
  return hash & 0x80000000 ? -value : value;
}

/** How much a term says, by how rare it is in English at large: 1 for a rare word, a twentieth for a stop word. */
export function rarityOf(id: number): number {
  return WEIGHTS.get(id) ?? RARE;
}
