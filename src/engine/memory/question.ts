import { analyseQuery, type QueryTerm } from "../text/query";
import { STOP_WORDS } from "../text/stop";
import { termOf } from "../text/terms";
import { tokenise } from "../text/words";

/** Words that only say what kind of answer is wanted. */
const ASKING = new Set("many often kind kinds type types sort sorts likely".split(" "));
const HOW = /\bhow (long|old|far|big|soon|recently)\b/gi;

/**
 * The words to look for: without stop words and without the words of asking, unless nothing else is there. Proper names
 * (capitals inside a sentence) weigh `name` times a word. Months that are other words too (`may`) count where they are
 * meant.
 */
export function wordsOf(query: string, { name, hasMay }: { name: number; hasMay: boolean }): QueryTerm[] {
  const asking = new Set(Array.from(query.matchAll(HOW), (match) => match.index + "how ".length));
  const weights = new Map<number, number>();
  for (const { text, start, part } of tokenise(query)) {
    if (STOP_WORDS.has(text) || ASKING.has(text) || asking.has(start)) continue;
    const isName = /\p{Lu}/u.test(query[start] ?? "") && !beginsSentence(query, start);
    const id = termOf(text);
    weights.set(id, (weights.get(id) ?? 0) + (part ? 0.5 : 1) * (isName ? name : 1));
  }
  if (hasMay) weights.set(termOf("may"), 1);
  return weights.size > 0 ? Array.from(weights, ([id, weight]) => ({ id, weight })) : analyseQuery(query).terms;
}

/** Whether a word stands where a capital says nothing. */
export function beginsSentence(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 8), start);
  return /[.!?:]["'(\s]*$/.test(before) || (start < 8 && /^\W*$/.test(before));
}
