import { fold } from "./fold";

/** A word as it is compared (`text`) and where it stands in the source, in UTF-16 units, end exclusive. */
export type Word = {
  text: string;
  start: number;
  end: number;
  /** True for a piece of a compound whose whole was given as a word too (`state` of `useState`). */
  part: boolean;
};

type Visit = (text: string, start: number, end: number, part: boolean) => void;

// A run is letters, digits and marks, joined by the connectors that names are made of: it's, node:fs, a::b, v1.2.3,
// next.config, boundary-layer, 1,000; and C++ or F# at its end.
const RUN =
  /[\p{L}\p{N}\p{M}_]+(?:(?:['’.-]|::?|(?<=\d),(?=\d{3}(?!\d)))[\p{L}\p{N}\p{M}_]+)*(?:\+\+(?!\+)|#(?![\p{L}\p{N}#]))?/gu;
const PIECE = /[\p{L}\p{N}\p{M}]+/gu;
const SIMPLE = /^[A-Za-z]?[a-z0-9]*$/;
const NUMBER = /^[vV]?(\d+(?:\.\d+)+)$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+$/;
const INITIALS = /^\p{L}(?:\.\p{L})+$/u;
const CONTRACTION = /^(\p{L}+)['’](s|t|d|m|re|ve|ll)$/iu;
const HUMP = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})/u;
// Scripts written without spaces (and Hangul, whose particles cling to the word): cut into overlapping bigrams.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
const LONGEST = 64;

/** Calls `visit` for every word of `text`, in order of appearance; a compound comes before its parts. */
export function eachWord(text: string, visit: Visit): void {
  for (const match of text.matchAll(RUN)) {
    const run = match[0];
    if (SIMPLE.test(run)) emit(run, match.index, run.length, false, visit);
    else if (/[^\0-\u0e00]/.test(run)) mixed(run, match.index, visit);
    else compound(run, match.index, visit);
  }
}

/** The words of `text` as a list. */
export function tokenise(text: string): Word[] {
  const words: Word[] = [];
  eachWord(text, (word, start, end, part) => words.push({ text: word, start, end, part }));
  return words;
}

function emit(raw: string, start: number, length: number, part: boolean, visit: Visit): void {
  const word = fold(raw);
  if (word !== "") visit(word.length > LONGEST ? word.slice(0, LONGEST) : word, start, start + length, part);
}

/** A run that may hold an unspaced script: those stretches become bigrams, the rest is read as usual. */
function mixed(run: string, at: number, visit: Visit): void {
  let done = 0;
  for (const match of run.matchAll(UNSPACED)) {
    if (match.index > done) stretch(run.slice(done, match.index), at + done, visit);
    bigrams(match[0], at + match.index, visit);
    done = match.index + match[0].length;
  }
  if (done < run.length) stretch(run.slice(done), at + done, visit);
}

function stretch(run: string, at: number, visit: Visit): void {
  for (const match of run.matchAll(RUN)) compound(match[0], at + match.index, visit);
}

function bigrams(run: string, at: number, visit: Visit): void {
  const letters = Array.from(run);
  if (letters.length === 1) emit(run, at, run.length, false, visit);
  let start = at;
  for (let i = 0; i + 1 < letters.length; i++) {
    const pair = letters[i]! + letters[i + 1]!;
    emit(pair, start, pair.length, false, visit);
    start += letters[i]!.length;
  }
}

/** A run with connectors, capitals inside or digits: the forms under which someone may look for it. */
function compound(run: string, at: number, visit: Visit): void {
  const size = run.length;
  const number = NUMBER.exec(run)?.[1];
  const short = CONTRACTION.exec(run);
  if (number) version(number, at, size, visit);
  else if (short) contraction(run, short[1]!, short[2]!, at, visit);
  else if (THOUSANDS.test(run)) emit(run.replaceAll(",", ""), at, size, false, visit);
  else if (INITIALS.test(run)) emit(run.replaceAll(".", ""), at, size, false, visit);
  else pieced(run, at, visit);
}

function pieced(run: string, at: number, visit: Visit): void {
  const pieces = split(run);
  const whole = pieces.length > 1 || /[+#]$/.test(run) ? joined(run, pieces) : "";
  if (whole) emit(whole, at, run.length, false, visit);
  for (const piece of pieces) emit(piece.text, at + piece.at, piece.text.length, whole !== "", visit);
}

/** `3.12.1` is looked for as itself, as `3.12` and as `3`. */
function version(number: string, at: number, size: number, visit: Visit): void {
  for (let end = number.length; end > 0; end = number.lastIndexOf(".", end - 1)) {
    emit(number.slice(0, end), at, size, end < number.length, visit);
  }
}

/** `user's` is `user`; `don't` is `dont`, which the list of stop words knows. */
function contraction(run: string, stem: string, tail: string, at: number, visit: Visit): void {
  const possessive = tail.toLowerCase() === "s";
  emit(possessive ? stem : stem + tail, at, possessive ? stem.length : run.length, false, visit);
}

function split(run: string): { text: string; at: number }[] {
  const pieces: { text: string; at: number }[] = [];
  for (const match of run.matchAll(PIECE)) {
    let at = match.index;
    for (const text of match[0].split(HUMP)) {
      pieces.push({ text, at });
      at += text.length;
    }
  }
  return pieces;
}

/**
 * The compound's own word, or "" when its parts say it all. Identifiers keep theirs. Hyphenated English is two words
 * (`boundary-layer`), unless a short prefix is often written without the hyphen (`re-entry`, `non-linear`, `e-mail`).
 */
function joined(run: string, pieces: { text: string }[]): string {
  if (!/['’-]/.test(run)) return run.replace(/^_+|_+$/g, "");
  const prefixed = pieces.length === 2 && pieces[0]!.text.length <= 3 && /^\p{L}+-\p{L}{2,}$/u.test(run);
  return prefixed ? run.replace("-", "") : "";
}
