import { hash32 } from "../text/hash";

/** Words in a run. Three tell a copied sentence from one about the same thing. */
const width = 3;

/** A text's shingles: the hashes of its runs of three words, each once, ascending; of a shorter text, all its words. */
export function shingles(text: string): Uint32Array {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const found = new Set<number>();
  for (let i = 0; i + width <= words.length; i++) found.add(hash32(words.slice(i, i + width).join(" ")));
  if (found.size === 0 && words.length > 0) found.add(hash32(words.join(" ")));
  return Uint32Array.from(found).sort();
}

/** The Jaccard coefficient |a ∩ b| / |a ∪ b| of two ascending lists: Broder's resemblance (1997) of two texts. */
export function resemblance(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return shared / (a.length + b.length - shared || 1);
}

/**
 * Says of one text after another whether it resembles, by the threshold at least, one it said no of. It compares only
 * texts that share one of their first |x| − ⌈threshold·|x|⌉ + 1 shingles, which two such texts always do (prefix
 * filtering: Chaudhuri, Ganti and Kaushik 2006): the answers are exact, the pairs few.
 */
export function nearDuplicates(threshold: number): (text: string) => boolean {
  const kept: Uint32Array[] = [];
  const byShingle = new Map<number, number[]>();
  return (text) => {
    const own = shingles(text);
    if (own.length === 0) return false;
    const prefix = own.subarray(0, own.length - Math.ceil(threshold * own.length) + 1);
    const candidates =
      threshold === 0 ? kept.keys() : new Set(Array.from(prefix).flatMap((id) => byShingle.get(id) ?? []));
    for (const other of candidates) if (resemblance(own, kept[other]!) >= threshold) return true;
    for (const id of prefix) {
      const known = byShingle.get(id);
      if (known) known.push(kept.length);
      else byShingle.set(id, [kept.length]);
    }
    kept.push(own);
    return false;
  };
}
