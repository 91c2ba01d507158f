import { STOP_WORDS } from "../text/stop";
import { NO_NAMES, TITLES } from "./gazetteer";

/** Something a text names, and where: UTF-16 units, end exclusive. */
export interface Mention {
  text: string;
  start: number;
  end: number;
  /** Its words in lower case, without a possessive ending. */
  words: string[];
  /** Whether it begins a sentence, where a capital says nothing. */
  first: boolean;
}

// A word with a capital and, after up to two small joining words, more of them: bounded, so that a text is read once.
const WORD = "[\\p{Lu}][\\p{L}\\p{M}\\p{N}&'’.-]{0,40}";
const RUN = new RegExp(
  `(?<![\\p{L}\\p{N}@/._-])${WORD}(?: (?:(?:of|de|del|da|van|von|der|den|la|al|bin|&) ){0,2}${WORD}){0,4}`,
  "gu",
);
const ENDS_SENTENCE = /(?:^|[.!?:;\n"“(])\s*$/;
const STOP_AT = /[.!?]$/;
const ABBREVIATED = /^(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|Inc|Ltd|Co|Corp|Jr|Sr|\p{Lu})\.$/u;

/** Runs of words with capitals, in order. */
export function mentionsIn(text: string): Mention[] {
  const found: Mention[] = [];
  for (const match of text.matchAll(RUN)) {
    let start = match.index;
    // `We met Ann. Ben left`: the run goes on over the end of a sentence, and is cut there.
    let piece = "";
    const close = () => {
      const mention = mentionOf(text, start, piece);
      if (mention) found.push(mention);
      start += piece.length + 1;
      piece = "";
    };
    for (const word of match[0].split(" ")) {
      piece = piece === "" ? word : `${piece} ${word}`;
      if (STOP_AT.test(word) && !ABBREVIATED.test(word)) close();
    }
    if (piece !== "") close();
  }
  return found;
}

function mentionOf(text: string, from: number, raw: string): Mention | undefined {
  const parts = raw.split(" ");
  let start = from;
  // `When Ann`, `In Lisbon`, `Acme Q3`: a capital that belongs to the sentence is not part of the name.
  while (parts.length > 0 && isNoName(parts[0]!)) start += parts.shift()!.length + 1;
  while (parts.length > 0 && isNoName(parts.at(-1)!)) parts.pop();
  const name = parts.join(" ").replace(ENDING, "");
  if (name === "") return undefined;
  const words = name.toLowerCase().replaceAll(".", "").split(" ");
  const first = start === 0 || ENDS_SENTENCE.test(text.slice(Math.max(0, start - 4), start));
  return { text: name, start, end: start + name.length, words, first };
}

/** A possessive ending, or punctuation, unless it is an abbreviation's own. */
const ENDING = /(?:(?<!Inc|Ltd|Co|Corp|Jr|Sr)\.|['’]s?|[,&-])+$/u;

function isNoName(word: string): boolean {
  const bare = word.replace(/(?:['’]\p{L}*|[.,&-])+$/u, "").toLowerCase();
  return !TITLES.has(bare) && (NO_NAMES.has(bare) || STOP_WORDS.has(bare) || bare === "");
}
