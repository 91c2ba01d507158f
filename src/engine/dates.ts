/** Units a moment can be cut to, by their published names. Weeks begin on Monday (ISO 8601); all in UTC. */
export const truncations = ["year", "month", "week", "day", "hour", "minute", "second"] as const;
export type Truncation = (typeof truncations)[number];

export const parts = ["year", "month", "week", "day", "dayOfWeek", "dayOfYear", "hour", "minute", "second"] as const;
export type Part = (typeof parts)[number];

const dayMs = 86_400_000;

/** A moment cut to a unit, in ISO 8601; null for what is no moment. */
export function truncate(value: unknown, unit: Truncation): string | null {
  const date = dateOf(value);
  if (!date) return null;
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  switch (unit) {
    case "year":
      return new Date(Date.UTC(year, 0)).toISOString();
    case "month":
      return new Date(Date.UTC(year, month)).toISOString();
    case "week":
      return new Date(Date.UTC(year, month, day - ((date.getUTCDay() + 6) % 7))).toISOString();
    default: {
      const widths = { day: dayMs, hour: 3_600_000, minute: 60_000, second: 1000 };
      return new Date(Math.floor(date.getTime() / widths[unit]) * widths[unit]).toISOString();
    }
  }
}

/** One part of a moment as a number: months and days from 1, Sunday 1 to Saturday 7 as MongoDB counts them. */
export function partOf(value: unknown, part: Part): number | null {
  const date = dateOf(value);
  if (!date) return null;
  const startOfYear = Date.UTC(date.getUTCFullYear(), 0);
  const dayOfYear = Math.floor((date.getTime() - startOfYear) / dayMs) + 1;
  const numbers: Record<Part, number> = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    week: isoWeek(date),
    day: date.getUTCDate(),
    dayOfWeek: date.getUTCDay() + 1,
    dayOfYear,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
  return numbers[part];
}

function dateOf(value: unknown): Date | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** ISO 8601: week 1 is the one with the year's first Thursday. */
function isoWeek(date: Date): number {
  const thursday = new Date(date.getTime());
  thursday.setUTCDate(date.getUTCDate() + 3 - ((date.getUTCDay() + 6) % 7));
  return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0)) / dayMs / 7) + 1;
}
