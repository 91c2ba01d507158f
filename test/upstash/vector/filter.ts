import { compared, contains, has, listed, matched, type Test } from "./filter-meaning.ts";
import { type Literal, type Word, wordsOf, wrong } from "./filter-words.ts";

/** Reads a filter as Upstash Vector's documents have it: AND binds closer than OR, and there is no NOT but inside an operator. */
export function parseFilter(filter: string): Test {
  const words = wordsOf(filter);
  let at = 0;

  const takes = (...signs: string[]): boolean => {
    const all = signs.every((sign, i) => isSign(words[at + i], sign));
    if (all) at += signs.length;
    return all;
  };
  const expect = (sign: string): void => {
    if (!takes(sign)) throw wrong(`expected ${sign}`);
  };
  const isSign = (word: Word | undefined, sign: string) => word?.kind === "sign" && word.value === sign;

  const literal = (): Literal => {
    if (takes("TRUE")) return true;
    if (takes("FALSE")) return false;
    const word = words[at++];
    if (word?.kind !== "text" && word?.kind !== "number") throw wrong("expected a literal");
    return word.value;
  };
  const number = (): number => {
    const value = literal();
    if (typeof value !== "number") throw wrong("expected a number");
    return value;
  };
  const text = (): string => {
    const value = literal();
    if (typeof value !== "string") throw wrong("expected a string");
    return value;
  };
  const list = (): Literal[] => {
    expect("(");
    const values = [literal()];
    while (takes(",")) values.push(literal());
    expect(")");
    return values;
  };
  const name = (): string => {
    const word = words[at++];
    if (word?.kind !== "name") throw wrong("expected an identifier");
    return word.value;
  };

  const comparison = (): Test => {
    const field = name();
    for (const sign of ["=", "!="] as const) if (takes(sign)) return compared(field, sign, literal());
    for (const sign of ["<", "<=", ">", ">="] as const) if (takes(sign)) return compared(field, sign, number());
    const negated = takes("NOT");
    if (takes("GLOB")) return matched(field, negated, text());
    if (takes("IN")) return listed(field, negated, list());
    if (takes("CONTAINS")) return contains(field, negated, literal());
    throw wrong("expected an operator");
  };
  const primary = (): Test => {
    if (takes("(")) {
      const inner = either();
      expect(")");
      return inner;
    }
    if (takes("HAS", "NOT", "FIELD")) return has(name(), true);
    if (takes("HAS", "FIELD")) return has(name(), false);
    return comparison();
  };
  const both = (): Test => {
    const tests = [primary()];
    while (takes("AND")) tests.push(primary());
    return (metadata, open) => tests.every((one) => one(metadata, open));
  };
  const either = (): Test => {
    const tests = [both()];
    while (takes("OR")) tests.push(both());
    return (metadata, open) => tests.some((one) => one(metadata, open));
  };

  const whole = either();
  if (at < words.length) throw wrong("something follows its end");
  return whole;
}
