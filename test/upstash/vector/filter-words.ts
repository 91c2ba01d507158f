import { Refusal } from "./refusal.ts";

export type Literal = string | number | boolean;

export type Word =
  | { kind: "text"; value: string }
  | { kind: "number"; value: number }
  | { kind: "name"; value: string }
  /** Operators, brackets, commas, and the words of the language in capitals. */
  | { kind: "sign"; value: string };

export const wrong = (what: string) => new Refusal(400, `Invalid filter: ${what}`);

const reserved = new Set(["AND", "OR", "NOT", "IN", "GLOB", "CONTAINS", "HAS", "FIELD", "TRUE", "FALSE"]);

const shapes =
  /\s+|(?<text>'[^']*'|"[^"]*")|(?<number>[+-]?(?:\d+\.?\d*|\.\d+))|(?<name>[a-zA-Z_][\w.[\]#-]*)|(?<sign>!=|<=|>=|[=<>(),])/y;

/**
 * The words of a filter. What the service's documents leave open is refused, so that nobody comes to rely on it: backslashes
 * and control characters in texts, exponents, and names that are words of the language.
 */
export function wordsOf(filter: string): Word[] {
  const words: Word[] = [];
  shapes.lastIndex = 0;
  while (shapes.lastIndex < filter.length) {
    const start = shapes.lastIndex;
    const groups = shapes.exec(filter)?.groups;
    if (!groups) throw wrong(`unexpected character at ${start}`);
    const word = wordOf(groups);
    if (word) words.push(word);
  }
  return words;
}

function wordOf({ text, number, name, sign }: Record<string, string | undefined>): Word | undefined {
  if (sign) return { kind: "sign", value: sign };
  if (number) return { kind: "number", value: Number(number) };
  if (name) {
    const upper = name.toUpperCase();
    return reserved.has(upper) ? { kind: "sign", value: upper } : { kind: "name", value: name };
  }
  if (text === undefined) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\\\u0000-\u001f\u007f]/.test(text)) throw wrong("backslashes and control characters are not documented");
  return { kind: "text", value: text.slice(1, -1) };
}
