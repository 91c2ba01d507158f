import { STOP_WORDS } from "./stop";
import { termOf } from "./terms";
import { eachWord } from "./words";

/** A term to look for. */
export type QueryTerm = {
  id: number;
  /** How much it counts: 1 for a word of the query, twice that when it stands there twice. */
  weight: number;
  /** Terms that count as this one too, such as the completions of an unfinished word. */
  variants?: readonly number[];
};

export type Query = {
  terms: QueryTerm[];
  /** The last word in folded form, when nothing follows it: it may be unfinished. */
  lastWord?: string;
};
// A part of a compound is a weaker wish than the compound: `state` in a query for `useState`.
const PART = 0.5;

/**
 * What a query asks for. Stop words are left out unless there is nothing else. The last word is among the terms as it
 * stands; `lastWord` lets the caller look up its completions too (see `complete`).
 */
export function analyseQuery(text: string): Query {
  const all = new Map<number, number>();
  const telling = new Map<number, number>();
  let lastWord: string | undefined;
  eachWord(text, (word, _start, end, part) => {
    const id = termOf(word);
    const weight = part ? PART : 1;
    all.set(id, (all.get(id) ?? 0) + weight);
    if (!STOP_WORDS.has(word)) telling.set(id, (telling.get(id) ?? 0) + weight);
    if (end === text.length) lastWord = word;
  });
  const terms = Array.from(telling.size > 0 ? telling : all, ([id, weight]) => ({ id, weight }));
  return { terms, lastWord };
}

/** The query with the terms of the dictionary's words that begin with its last word counting as that word. */
export function complete(query: Query, completions: readonly number[]): Query {
  if (query.lastWord === undefined || completions.length === 0) return query;
  const id = termOf(query.lastWord);
  const variants = Array.from(new Set(completions)).filter((other) => other !== id);
  const others = query.terms.filter((term) => term.id !== id);
  const weight = query.terms.find((term) => term.id === id)?.weight ?? 1;
  return { ...query, terms: [...others, { id, weight, variants }] };
}
