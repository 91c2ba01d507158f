import type { Automaton } from "./automaton";
import { build, type Node, PatternFault } from "./construction";

const maxLength = 1000;

/**
 * Reads a regular expression of the usual syntax (JavaScript's with the `u` flag) into an automaton that takes time in
 * proportion to the text, whatever the pattern. Look-around and back-references cannot be done so and are refused.
 * `(?i)` at the start ignores case. `^` and `$` are the ends of the text.
 * @throws PatternFault
 */
export function readPattern(given: string, options: { ignoreCase: boolean }): Automaton {
  if (given.length > maxLength) throw new PatternFault(`A regular expression has ${maxLength} characters at most.`);
  const ignoreCase = options.ignoreCase || given.startsWith("(?i)");
  // Other dialects write a backslash before any sign; ours knows it before those that mean something only.
  const source = given
    .replace(/^\(\?i\)/, "")
    .replace(/\\([\s\S])/g, (whole, sign: string) => (/[!"#%&',:;<=>@_`~ -]/.test(sign) ? hex(sign) : whole));
  try {
    new RegExp(source, "u");
  } catch (error) {
    throw new PatternFault(error instanceof Error ? `${error.message}.` : "Not a regular expression.");
  }
  // What follows may lean on the syntax being right.
  const tokens = [...source.matchAll(token)].map(([text]) => text);
  const ones = new Map<string, Node>();
  let at = 0;
  const root = alternatives();
  const word = ignoreCase ? /^\w$/iu : /^\w$/;
  return build(root, (character) => word.test(character));

  function alternatives(): Node {
    const of = [sequence()];
    while (tokens[at] === "|") {
      at++;
      of.push(sequence());
    }
    return of.length === 1 && of[0] ? of[0] : { is: "either", of };
  }

  function sequence(): Node {
    const of: Node[] = [];
    while (at < tokens.length && tokens[at] !== "|" && tokens[at] !== ")") of.push(repeated(atom(tokens[at++] ?? "")));
    return { is: "row", of };
  }

  function atom(text: string): Node {
    if (text === "^") return { is: "start" };
    if (text === "$") return { is: "end" };
    if (text === "\\b" || text === "\\B") return { is: "edge", wanted: text === "\\b" };
    if (/^\\([1-9]|k)/.test(text)) throw new PatternFault("Back-references are not supported.");
    if (!text.startsWith("(")) return one(text);
    if (!/^\((\?:|\?<[^=!].*>)?$/.test(text)) throw new PatternFault(`${text} is not supported.`);
    const inner = alternatives();
    at++;
    return inner;
  }

  /** A class or an escape, as it was written: the platform is asked about one character at a time. */
  function one(text: string): Node {
    const known = ones.get(text);
    if (known) return known;
    const pattern = new RegExp(`^(?:${text})$`, ignoreCase ? "iu" : "u");
    const node: Node = { is: "one", test: (character) => pattern.test(character) };
    ones.set(text, node);
    return node;
  }

  function repeated(of: Node): Node {
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??$/.exec(tokens[at] ?? "");
    if (!found) return of;
    at++;
    const [, sign, least, comma, most] = found;
    if (sign) return { is: "times", of, least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : undefined };
    return { is: "times", of, least: Number(least), most: most ? Number(most) : comma ? undefined : Number(least) };
  }
}

const hex = (sign: string) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`;

/** An escape, a class, the opening of a group, a quantifier, or one character. */
const token =
  /\\(?:u\{[^}]*\}|u[\da-f]{4}(?:\\ud[c-f][\da-f]{2})?|x[\da-f]{2}|c[a-z]|[pP]\{[^}]*\}|k<[^>]*>|[1-9]\d*|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:)|(?:[*+?]|\{\d+(?:,\d*)?\})\??|[\s\S]/giu;
