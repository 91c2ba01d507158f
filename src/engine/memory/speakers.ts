import type { QueryTerm } from "../text/query";
import { STOP_WORDS } from "../text/stop";
import { termOf } from "../text/terms";
import { tokenise } from "../text/words";
import { beginsSentence } from "./question";

interface Speaker {
  /** The folded words of the name. */
  words: string[];
  terms: number[];
  memories: number;
}

const SELF = new Set(["user", "human"]);
const MACHINE = new Set(["assistant", "ai", "agent", "bot", "model"]);
const I = /\b(?:i|me|my|mine|i'm|i've|i'd)\b/i;
const YOU_SAID =
  /\b(?:did|have|had|were|would) you\b|\byou (?:said|told|suggest|recommend|mention|advis|gave|give|propos|explain)/i;

/** Who speaks in a namespace, by ordinal, and which of them a query means. */
export class Speakers {
  readonly #ordinals = new Map<string, number>();
  readonly #speakers: Speaker[] = [];

  /** Counts one more memory of a speaker; names that differ in letter case are one. */
  add(name: string): number {
    const key = name.toLowerCase();
    const known = this.#ordinals.get(key);
    if (known !== undefined) {
      this.#speakers[known]!.memories++;
      return known;
    }
    const words = tokenise(name).map(({ text }) => text);
    this.#ordinals.set(key, this.#speakers.length);
    return this.#speakers.push({ words, terms: words.map(termOf), memories: 1 }) - 1;
  }

  /** A speaker with nothing left keeps the ordinal: names come back, and are few. */
  remove(ordinal: number): void {
    this.#speakers[ordinal]!.memories--;
  }

  /** How many memories are of speakers with this word in their name. */
  memoriesOf(term: number): number {
    let memories = 0;
    for (const speaker of this.#speakers) if (speaker.terms.includes(term)) memories += speaker.memories;
    return memories;
  }

  /** By ordinal, what the name is worth as words of each of the speaker's memories: BM25 at average length. */
  scores(terms: readonly QueryTerm[], worth: (term: number) => number): Float32Array {
    const worths = terms.map(({ id, weight }) => weight * worth(id));
    return Float32Array.from(this.#speakers, (speaker) =>
      terms.reduce((sum, { id }, i) => sum + (speaker.terms.includes(id) ? worths[i]! : 0), 0),
    );
  }

  /**
   * By ordinal, 1 for those whom the query names: by a word of their name, by a capitalised short form of it (`Mel`), or,
   * where roles speak, by `I` and `you`.
   */
  named(query: string): Uint8Array {
    const words = tokenise(query).map(({ text, start }) => {
      const capital = /\p{Lu}/u.test(query[start] ?? "");
      return { text, capital, inside: capital && !beginsSentence(query, start) };
    });
    const machine = YOU_SAID.test(query);
    return Uint8Array.from(this.#speakers, (speaker) => {
      if (speaker.memories <= 0) return 0;
      if (speaker.words.some((name) => SELF.has(name))) return I.test(query) && !machine ? 1 : 0;
      if (speaker.words.some((name) => MACHINE.has(name))) return machine ? 1 : 0;
      return words.some((word) => speaker.words.some((name) => means(word, name))) ? 1 : 0;
    });
  }
}

interface Word {
  text: string;
  capital: boolean;
  /** Whether the capital stands inside a sentence. */
  inside: boolean;
}

/** `Will` is a name where it has a capital for no other reason, and `And` is short for no Andrew. */
function means({ text, capital, inside }: Word, name: string): boolean {
  if (STOP_WORDS.has(text)) return text === name && inside;
  return text === name || (capital && text.length >= 3 && text.length < name.length && name.startsWith(text));
}
