import { dot } from "../knn/vector";
import type { Terms } from "../text/terms";

/** A memory as far as likeness goes. */
export interface Likeness {
  terms: Terms;
  /** Of unit length, where there is one. */
  vector?: Float32Array;
  /** See `tellingWords`. */
  telling: string;
}

/** The most that two texts can be alike which say different numbers, or one of which denies something. */
const CONTRADICTS = 0.5;

const TELLING = /\p{N}+(?:[.,:]\p{N}+)*|\b(?:no|not|never|none|neither|nor|without|cannot|stopped|\w+n['’]t)\b/giu;

/** The numbers and negations of a text, sorted: texts that differ in them are not the same memory, however alike. */
export function tellingWords(text: string): string {
  const words = text.match(TELLING) ?? [];
  return words
    .map((word) => word.toLowerCase().replace("’", "'"))
    .sort()
    .join(" ");
}

/**
 * How alike two memories are, 0 to 1: the higher of the cosine of their vectors and the Jaccard coefficient of their
 * words. At most ½ when they differ in a number or in a negation: vectors hardly see those, and to store "allergic to
 * nuts" as "not allergic to nuts" loses what somebody said.
 */
export function likeness(a: Likeness, b: Likeness): number {
  const words = jaccard(a.terms, b.terms);
  const cosine = a.vector && b.vector ? dot(a.vector, b.vector) : 0;
  return Math.min(Math.max(words, cosine), a.telling === b.telling ? 1 : CONTRADICTS);
}

/** Σ min(count) / Σ max(count) over the words of both; 1 for two texts without words. */
function jaccard(a: Terms, b: Terms): number {
  let shared = 0;
  let all = 0;
  let i = 0;
  let j = 0;
  while (i < a.ids.length || j < b.ids.length) {
    const x = a.ids[i] ?? Number.POSITIVE_INFINITY;
    const y = b.ids[j] ?? Number.POSITIVE_INFINITY;
    if (x === y) {
      shared += Math.min(a.counts[i]!, b.counts[j]!);
      all += Math.max(a.counts[i++]!, b.counts[j++]!);
    } else if (x < y) all += a.counts[i++]!;
    else all += b.counts[j++]!;
  }
  return all === 0 ? 1 : shared / all;
}

/** The most alike of some memories, by place, when it reaches the threshold; the first of equals. */
export function duplicateOf(
  memory: Likeness,
  others: readonly Likeness[],
  threshold: number,
): { place: number; likeness: number } | undefined {
  let best: { place: number; likeness: number } | undefined;
  others.forEach((other, place) => {
    const alike = likeness(memory, other);
    if (alike >= threshold && alike > (best?.likeness ?? -1)) best = { place, likeness: alike };
  });
  return best;
}

/**
 * Groups of memories that say the same, each as places with its anchor first: an anchor takes every later memory not
 * yet taken that is as alike to it as the threshold, so that nothing is merged through a chain of small changes into
 * what it does not resemble. Memories come in order of preference, which the anchors inherit. Memories alone are left
 * out. `candidates` names, for a place, the others worth comparing.
 */
export function clusters(
  memories: readonly Likeness[],
  threshold: number,
  candidates: (place: number) => Iterable<number> = sharingRareWords(memories),
): number[][] {
  const taken = new Uint8Array(memories.length);
  const found: number[][] = [];
  memories.forEach((memory, anchor) => {
    if (taken[anchor]) return;
    const group = [anchor];
    for (const place of new Set(candidates(anchor))) {
      if (place <= anchor || taken[place] || likeness(memory, memories[place]!) < threshold) continue;
      taken[place] = 1;
      group.push(place);
    }
    if (group.length > 1) found.push(group.sort((a, b) => a - b));
  });
  return found;
}

/** Memories that are compared through one word: more share it only when it tells little. */
const MOST = 200;
const RAREST = 4;

/** For a place, the memories that share one of its rarest words: near-duplicates nearly always do, and pairs stay few. */
function sharingRareWords(memories: readonly Likeness[]): (place: number) => Iterable<number> {
  const holders = new Map<number, number[]>();
  memories.forEach(({ terms }, place) => {
    for (const id of terms.ids) {
      const known = holders.get(id);
      if (known) known.push(place);
      else holders.set(id, [place]);
    }
  });
  const shared = (id: number) => holders.get(id) ?? [];
  return (place) =>
    Array.from(memories[place]!.terms.ids)
      .filter((id) => shared(id).length > 1)
      .sort((a, b) => shared(a).length - shared(b).length || a - b)
      .slice(0, RAREST)
      .flatMap((id) => {
        const all = shared(id);
        const from = all.indexOf(place);
        return all.slice(from + 1, from + 1 + MOST);
      });
}
