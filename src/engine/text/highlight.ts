import { STOP_WORDS } from "./stop";
import { termOf } from "./terms";
import { eachWord } from "./words";

export type Highlight = {
  /** A passage of the text, unescaped, without ellipses. */
  snippet: string;
  /** Whether text was left out before and after it. */
  cut: { before: boolean; after: boolean };
  /** Matched words within the snippet: start and end (exclusive) in UTF-16 units, ascending, apart. */
  ranges: [start: number, end: number][];
};

type Hit = { start: number; end: number; id: number };

/**
 * The passage of at most `maxLength` UTF-16 units that holds the most distinct terms of the query, then the most
 * matches; the text's beginning when nothing matches. `prefix` marks words that begin with it too.
 */
export function highlight(
  text: string,
  termIds: ReadonlySet<number>,
  { maxLength = 240, prefix = "" }: { maxLength?: number; prefix?: string } = {},
): Highlight {
  const hits = matches(text, termIds, prefix);
  const [first, last] = densest(hits, maxLength);
  const [from, to] = passage(text, hits[first]?.start ?? 0, hits[last]?.end ?? 0, maxLength);
  const ranges = merged(hits.filter((hit) => hit.start >= from && hit.end <= to)).map(
    ({ start, end }): [number, number] => [start - from, end - from],
  );
  return { snippet: text.slice(from, to), cut: { before: from > 0, after: to < text.length }, ranges };
}

function matches(text: string, termIds: ReadonlySet<number>, prefix: string): Hit[] {
  const hits: Hit[] = [];
  const known = new Map<string, number>();
  eachWord(text, (word, start, end) => {
    let id = known.get(word);
    if (id === undefined) {
      const term = termOf(word);
      const matched = termIds.has(term) || (prefix !== "" && word.startsWith(prefix) && !STOP_WORDS.has(word));
      id = matched ? term : -1;
      known.set(word, id);
    }
    if (id >= 0) hits.push({ start, end, id });
  });
  return hits.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** First and last of the run of hits, within `maxLength`, of most distinct terms, then most hits. */
function densest(hits: Hit[], maxLength: number): [number, number] {
  const inside = new Map<number, number>();
  let best: [number, number] = [0, 0];
  let bestScore = 0;
  let first = 0;
  for (let last = 0; last < hits.length; last++) {
    inside.set(hits[last]!.id, (inside.get(hits[last]!.id) ?? 0) + 1);
    while (first < last && hits[last]!.end - hits[first]!.start > maxLength) {
      const id = hits[first++]!.id;
      const left = inside.get(id)! - 1;
      if (left === 0) inside.delete(id);
      else inside.set(id, left);
    }
    const score = inside.size * 1000 + Math.min(999, last - first);
    if (score > bestScore) {
      bestScore = score;
      best = [first, last];
    }
  }
  return best;
}

/** Widens [start, end) to about `maxLength`, a quarter of the room before it, ending at spaces where there are any. */
function passage(text: string, start: number, end: number, maxLength: number): [number, number] {
  if (text.length <= maxLength) return [0, text.length];
  const room = Math.max(0, maxLength - (end - start));
  let from = Math.max(0, Math.min(start - Math.floor(room / 4), text.length - maxLength));
  let to = Math.min(text.length, from + maxLength);
  if (from > 0) {
    const space = text.slice(from, Math.min(start, from + 40)).search(/\s/);
    if (space >= 0) from += space + 1;
    else if (isTrail(text, from)) from++;
  }
  if (to < text.length) {
    const space = text.slice(Math.max(end, to - 40), to + 1).search(/\s\S*$/);
    if (space >= 0) to = Math.max(end, to - 40) + space;
    else if (isTrail(text, to)) to--;
  }
  return [from, Math.max(from, to)];
}

/** Whether a cut here would split a surrogate pair. */
function isTrail(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

function merged(hits: Hit[]): Hit[] {
  const apart: Hit[] = [];
  for (const hit of hits) {
    const before = apart.at(-1);
    if (before && hit.start < before.end) before.end = Math.max(before.end, hit.end);
    else apart.push({ ...hit });
  }
  return apart;
}
