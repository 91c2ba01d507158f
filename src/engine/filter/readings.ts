import { momentOf } from "./moment";

/**
 * How a value can be read when it is compared. A text may be read in several ways: "5" is a text, and a number too.
 * The numbers are what payload indexes keep, so they never change.
 */
export const readingKinds = {
  /** The field is there, and has no other reading. */
  present: 0,
  null: 1,
  /** 0 or 1. */
  boolean: 2,
  number: 3,
  text: 4,
  /** A text in lower case. */
  folded: 5,
  /** A text that says `true` or `false`. */
  textBoolean: 6,
  /** A text that is a number as JSON writes it. */
  textNumber: 7,
  /** A text that is an ISO date, in milliseconds since 1970. */
  moment: 8,
  /** The term of a word in a text. */
  word: 9,
} as const;
export type ReadingKind = keyof typeof readingKinds;

/** The kinds that a scalar has one of at most. */
export const scalarKinds = [
  "null",
  "boolean",
  "number",
  "text",
  "folded",
  "textBoolean",
  "textNumber",
  "moment",
] as const;
export type ScalarKind = (typeof scalarKinds)[number];

/** Letters of every script without their case, and without regard to language; a final sigma is a sigma. */
export const fold = (text: string): string => text.toLowerCase().replaceAll("ς", "σ");

const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The number that a text is; `05`, ` 5` and `0x5` are none. */
export function numberOf(text: string): number | undefined {
  if (!numberForm.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** 0 or 1 for a text that says so. */
export const booleanOf = (text: string): number | undefined => (text === "true" ? 1 : text === "false" ? 0 : undefined);

/** One reading of a scalar; undefined where it has none of that kind. */
export function readAs(kind: ScalarKind, value: unknown): string | number | undefined {
  switch (kind) {
    case "null":
      return value === null ? 0 : undefined;
    case "boolean":
      return typeof value === "boolean" ? Number(value) : undefined;
    case "number":
      return typeof value === "number" ? value : undefined;
  }
  if (typeof value !== "string") return undefined;
  switch (kind) {
    case "text":
      return value;
    case "folded":
      return fold(value);
    case "textBoolean":
      return booleanOf(value);
    case "textNumber":
      return numberOf(value);
    case "moment":
      return momentOf(value);
  }
}

/** What a condition is asked of: the members of a list, or the one value. */
export const membersOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
