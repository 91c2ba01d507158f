import { monthOf } from "./calendar";

const ISO = /^\d{4}-\d{2}(?:-\d{2})?(?:[T ].*)?$/;
const CLOCK = /\b(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?(?:m\b)?/i;
const NUMERIC = /\b(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})\b/;
const DAY_MONTH = /\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?\s+(\d{4})\b/i;
const MONTH_DAY = /\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i;

/**
 * The moment that a caller wrote down, in milliseconds of UTC: a number (Unix seconds, or milliseconds from 10¹¹ on), an
 * ISO date, or a date as people write it (`1:56 pm on 8 May, 2023`, `May 8, 2023`, `2023/05/20 (Sat) 02:21`).
 * Undefined for anything else, and for days that no month has.
 */
export function momentOf(value: unknown): number | undefined {
  if (typeof value === "number") return fromNumber(value);
  if (typeof value !== "string" || value.length > 100) return undefined;
  const text = value.trim();
  if (/^\d{9,13}$/.test(text)) return fromNumber(Number(text));
  if (ISO.test(text)) {
    const zoned = /[T ]\d.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) || !/[T ]\d/.test(text);
    const moment = Date.parse(zoned ? text : `${text.replace(" ", "T")}Z`);
    if (!Number.isNaN(moment)) return moment;
  }
  const day = dayOf(text);
  return day === undefined ? undefined : day + clockOf(text);
}

function fromNumber(value: number): number | undefined {
  const ms = Math.abs(value) < 1e11 ? value * 1000 : value;
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? ms : undefined;
}

function dayOf(text: string): number | undefined {
  const numeric = NUMERIC.exec(text);
  if (numeric) return utc(Number(numeric[1]), Number(numeric[2]) - 1, Number(numeric[3]));
  const dayFirst = DAY_MONTH.exec(text);
  if (dayFirst) return utc(Number(dayFirst[3]), monthOf(dayFirst[2]!), Number(dayFirst[1]));
  const monthFirst = MONTH_DAY.exec(text);
  if (monthFirst) return utc(Number(monthFirst[3]), monthOf(monthFirst[1]!), Number(monthFirst[2]));
  return undefined;
}

/** The day's beginning; undefined for a 31st of June. */
export function utc(year: number, month: number | undefined, day: number): number | undefined {
  if (month === undefined) return undefined;
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCMonth() === month && date.getUTCDate() === day ? date.getTime() : undefined;
}

function clockOf(text: string): number {
  const clock = CLOCK.exec(text);
  if (!clock) return 0;
  const half = clock[4]?.toLowerCase();
  const hours = half ? (Number(clock[1]) % 12) + (half === "p" ? 12 : 0) : Number(clock[1]);
  if (hours > 23 || Number(clock[2]) > 59) return 0;
  return ((hours * 60 + Number(clock[2])) * 60 + Number(clock[3] ?? 0)) * 1000;
}
