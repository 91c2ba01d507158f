import type { QueryTerm } from "../../text/query";
import { termOf } from "../../text/terms";
import { PEOPLE } from "./people";
import { SYNONYMS } from "./synonyms";
import { THINGS } from "./things";

/**
 * What questions call by a general word, and the words by which people speak of it: `asked > told`, a subject to a line.
 * English, general, written by hand. The words on the left belong to those on the right.
 */
const TOPICS = `${PEOPLE.trim()}\n${THINGS.trim()}`;

/** What a query's words stand for beside themselves: groups of terms, each of which counts as one word. */
export interface Related {
  synonyms: QueryTerm[];
  topics: QueryTerm[];
}

/** Groups of terms, and by term the numbers of the groups that it asks for, and of those that it only tells of. */
interface Lexicon {
  groups: readonly (readonly number[])[];
  asks: ReadonlyMap<number, readonly number[]>;
  tells: ReadonlyMap<number, readonly number[]>;
}

/** A line that begins with a space goes on with the one before. */
const lines = (text: string) =>
  text
    .trim()
    .split(/\n(?! )/)
    .map((line) => line.replace(/\s+/g, " "));

/** A list by key, made where there is none. */
function listed(lists: Map<number, number[]>, key: number): number[] {
  const known = lists.get(key);
  if (known) return known;
  const made: number[] = [];
  lists.set(key, made);
  return made;
}

function lexicon(entries: [asked: string, told: string][], termOfWord: (word: string) => number): Lexicon {
  const termsOf = (words: string) => [
    ...new Set(
      words
        .split(" ")
        .filter((word) => word !== "")
        .map(termOfWord),
    ),
  ];
  const [asks, tells] = [new Map<number, number[]>(), new Map<number, number[]>()];
  const groups = entries.map(([asked, told], group) => {
    const [left, right] = [termsOf(asked), termsOf(told)];
    for (const term of left) listed(asks, term).push(group);
    for (const term of right) listed(tells, term).push(group);
    return [...new Set([...left, ...right])];
  });
  return { groups, asks, tells };
}

// Read when somebody first asks: stemming its words costs some ten milliseconds.
let read: { synonyms: Lexicon; topics: Lexicon } | undefined;

function both() {
  if (read) return read;
  const terms = new Map<string, number>();
  const termOfWord = (word: string): number => {
    const term = terms.get(word) ?? termOf(word);
    terms.set(word, term);
    return term;
  };
  const synonyms = lines(SYNONYMS).map((words): [string, string] => [words, ""]);
  const topics = lines(TOPICS).map((line): [string, string] => {
    const [asked = "", told = ""] = line.split(" > ");
    return [asked, told];
  });
  read = { synonyms: lexicon(synonyms, termOfWord), topics: lexicon(topics, termOfWord) };
  return read;
}

/**
 * The synonyms of each word of a query, and the words that tell of its subjects. A word that tells of a subject itself
 * opens it with `akin` of its weight. A subject that several words open counts once, as the heaviest has it; words of the
 * query are left out, since they count already.
 */
export function relatedTo(terms: readonly QueryTerm[], akin: number): Related {
  const { synonyms, topics } = both();
  const asked = new Set(terms.map(({ id }) => id));
  const group = (ids: Iterable<number>, weight: number): QueryTerm[] => {
    const [id, ...variants] = [...new Set(ids)].filter((id) => !asked.has(id));
    return id === undefined ? [] : [{ id, weight, variants }];
  };
  const subjects = new Map<number, number>();
  const open = (numbers: readonly number[] | undefined, weight: number) => {
    for (const topic of numbers ?? []) subjects.set(topic, Math.max(weight, subjects.get(topic) ?? 0));
  };
  for (const { id, weight } of terms) {
    open(topics.asks.get(id), weight);
    if (akin > 0) open(topics.tells.get(id), akin * weight);
  }
  return {
    synonyms: terms.flatMap(({ id, weight }) =>
      group(
        (synonyms.asks.get(id) ?? []).flatMap((set) => synonyms.groups[set]!),
        weight,
      ),
    ),
    topics: [...subjects].flatMap(([topic, weight]) => group(topics.groups[topic]!, weight)),
  };
}
