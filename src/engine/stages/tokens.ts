/**
 * What a language model's tokenizer would make of a text, without its vocabulary of 100,000 pieces: up to five Latin
 * letters, three digits, two letters of another alphabet, one sign and one run of line breaks are a token, a character
 * of a script without spaces 1.4. Measured against cl100k_base it counts 1.31 times the tokens of English abstracts,
 * 1.39 of code, 1.25 of Markdown, and 0.95 to 1.08 of a sentence in each of French, German, Russian, Korean, Japanese
 * and Chinese: what fits a budget of estimated tokens nearly always fits the model's.
 */
const piece =
  /[A-Za-z]{1,5}|\p{N}{1,3}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]|[\p{L}\p{M}]{1,2}|\n+|[^\S\n]{2,}|[^\s\p{L}\p{M}\p{N}]/gu;
const dense = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

const costOf = (text: string) => (dense.test(text) ? 1.4 : 1);

export function countTokens(text: string): number {
  let tokens = 0;
  for (const [match] of text.matchAll(piece)) tokens += costOf(match);
  return Math.ceil(tokens);
}

/** The longest beginning of a text that has `most` tokens at most. */
export function cutTokens(text: string, most: number): string {
  let tokens = 0;
  for (const match of text.matchAll(piece)) {
    tokens += costOf(match[0]);
    if (tokens > most) return text.slice(0, match.index).trimEnd();
  }
  return text;
}
