import { rarityOf } from "../latent/hashed";
import { analyseQuery, type QueryTerm } from "../text/query";
import { STOP_WORDS } from "../text/stop";
import { termOf } from "../text/terms";
import { tokenise } from "../text/words";

/** Words that only say what kind of answer is wanted. */
const ASKING = new Set(
  "many often kind kinds type types sort sorts likely probably possibly potentially perhaps consider considered seem seems appear appears according based".split(
    " ",
  ),
);
// `What books`, `which of the cities`; `where has she been`, since what has been done is done more than once; `how many`.
const SEVERAL = new RegExp(
  [
    "\\b(?:what|which)(?: (?!d(?:o|oes|id)\\b|is\\b|was\\b|ha[sd]\\b)\\p{L}+){0,2}? (?!does\\b|has\\b)\\p{L}{2,}(?<![aius])s\\b(?!['’])",
    "\\b(?:what|which|where|who|how)\\b(?: (?!does\\b|did\\b|will\\b|would\\b|might\\b|could\\b|can\\b|should\\b)[^\\s?.!]+){0,6} (?:has|have)\\b",
    "\\bhow many\\b",
    "\\bwhat (?:do|are)\\b",
    "\\bhow (?:do|does)\\b",
  ].join("|"),
  "iu",
);
const HOW = /\bhow (long|old|far|big|soon|recently)\b/gi;

interface Reading {
  name: number;
  common: number;
  hasMay: boolean;
}

/** Whether the query asks for several things, which are seldom told in one session. */
export const asksForSeveral = (query: string): boolean => SEVERAL.test(query);

/**
 * The words to look for: without stop words and without the words of asking, unless nothing else is there. Proper names
 * (capitals inside a sentence) weigh `name` times a word; words that English is full of say little even where few memories
 * hold them, and weigh up to `common` less. Months that are other words too (`may`) count where they are
 * meant.
 */
export function wordsOf(query: string, { name, common, hasMay }: Reading): QueryTerm[] {
  const asking = new Set(Array.from(query.matchAll(HOW), (match) => match.index + "how ".length));
  const weights = new Map<number, number>();
  for (const { text, start, part } of tokenise(query)) {
    if (STOP_WORDS.has(text) || ASKING.has(text) || asking.has(start)) continue;
    const isName = /\p{Lu}/u.test(query[start] ?? "") && !beginsSentence(query, start);
    const id = termOf(text);
    const worth = isName ? name : 1 - common * (1 - rarityOf(id));
    weights.set(id, (weights.get(id) ?? 0) + (part ? 0.5 : 1) * worth);
  }
  if (hasMay) weights.set(termOf("may"), 1);
  return weights.size > 0 ? Array.from(weights, ([id, weight]) => ({ id, weight })) : analyseQuery(query).terms;
}

/** Whether a word stands where a capital says nothing. */
export function beginsSentence(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 8), start);
  return /[.!?:]["'(\s]*$/.test(before) || (start < 8 && /^\W*$/.test(before));
}
