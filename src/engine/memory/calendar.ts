/** A stretch of time in milliseconds of UTC, `to` exclusive. */
export interface Span {
  from: number;
  to: number;
}

export const DAY = 86_400_000;

const MONTHS = "january february march april may june july august september october november december".split(" ");
const WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday".split(" ");
const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

/** Months by number from 0, by name or its first three letters (`sept` too); undefined for another word. */
export function monthOf(word: string): number | undefined {
  const name = word.toLowerCase().replace(/\.$/, "");
  if (name.length < 3) return undefined;
  const month = MONTHS.findIndex((month) => month === name || month.slice(0, 3) === name);
  return month >= 0 ? month : name === "sept" ? 8 : undefined;
}

/** Weekdays by number, Sunday 0. */
export function weekdayOf(word: string): number | undefined {
  const weekday = WEEKDAYS.indexOf(word.toLowerCase());
  return weekday < 0 ? undefined : weekday;
}

/** `3`, `three`, `a`, `couple` as a number. */
export function amountOf(word: string): number {
  const name = word.toLowerCase();
  if (/^\d+$/.test(name)) return Number(name);
  if (name === "a" || name === "an" || name === "the") return 1;
  if (name === "couple") return 2;
  if (name === "few" || name === "several") return 3;
  return Math.max(0, NUMBERS.indexOf(name));
}

export type Unit = "day" | "week" | "month" | "year";

/** The whole day, week (from Monday), month or year that is `steps` away from the one a moment lies in. */
export function around(moment: number, unit: Unit, steps = 0): Span {
  const date = new Date(moment);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === "year") return span(Date.UTC(year + steps), Date.UTC(year + steps + 1));
  if (unit === "month") return span(Date.UTC(year, month + steps), Date.UTC(year, month + steps + 1));
  const first = unit === "week" ? day - ((date.getUTCDay() + 6) % 7) + 7 * steps : day + steps;
  return span(Date.UTC(year, month, first), Date.UTC(year, month, first + (unit === "week" ? 7 : 1)));
}

/** A moment so many units away; the day of the month is kept where the month has it. */
export function shifted(moment: number, unit: Unit, steps: number): number {
  if (unit === "day" || unit === "week") return moment + steps * (unit === "week" ? 7 : 1) * DAY;
  const date = new Date(moment);
  const months = date.getUTCMonth() + steps * (unit === "year" ? 12 : 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), months + 1, 0)).getUTCDate();
  return Date.UTC(date.getUTCFullYear(), months, Math.min(date.getUTCDate(), last)) + (((moment % DAY) + DAY) % DAY);
}

const span = (from: number, to: number): Span => ({ from, to });
