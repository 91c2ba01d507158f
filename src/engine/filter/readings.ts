import { momentOf } from "./moment";

/**
 * How a value can be read when it is compared. A text may be read in several ways: "5" is a text, and a number too.
 * The numbers are what payload indexes keep, so they never change.
 */
export const readingKinds = {
  /** The field is there, and has no other reading. */
  present: 0,
  null: 1,
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
} as const;
export type ReadingKind = keyof typeof readingKinds;

/** Booleans are read as 0 and 1. */
export type Reading = { kind: ReadingKind; value: string | number };

/** Letter case of every script, without regard to language. */
export const fold = (text: string): string => text.toLowerCase();

const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The number that a text is; `05`, ` 5` and `0x5` are none. */
export function numberOf(text: string): number | undefined {
  if (!numberForm.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Every way to read one scalar; none for an object or a list. */
export function readingsOf(value: unknown): Reading[] {
  if (value === null) return [{ kind: "null", value: 0 }];
  if (typeof value === "boolean") return [{ kind: "boolean", value: Number(value) }];
  if (typeof value === "number") return [{ kind: "number", value }];
  if (typeof value !== "string") return [];
  const readings: Reading[] = [
    { kind: "text", value },
    { kind: "folded", value: fold(value) },
  ];
  if (value === "true" || value === "false") readings.push({ kind: "textBoolean", value: Number(value === "true") });
  const number = numberOf(value);
  if (number !== undefined) readings.push({ kind: "textNumber", value: number });
  const moment = momentOf(value);
  if (moment !== undefined) readings.push({ kind: "moment", value: moment });
  return readings;
}

/** What a condition is asked of: the members of a list, or the one value. */
export const membersOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
