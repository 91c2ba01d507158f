import { idf } from "../text/bm25";
import type { Span } from "./calendar";
import { doubled } from "./turns";
import { datesIn, type NamedDate } from "./when";

/** The moments of memories by slot, and how well they fit the dates of a query. */
export class Dated {
  #moments = new Float64Array(64).fill(Number.NaN);
  /** Month × 32 + day of the month, months from 1; 0 for a memory without a date. */
  #days = new Uint16Array(64);

  /** What memories tell of, where they name a time. */
  readonly #told = new Map<number, readonly Span[]>();

  set(slot: number, moment: number | undefined, told: readonly Span[] = []): void {
    while (slot >= this.#moments.length) this.#grow();
    this.#moments[slot] = moment ?? Number.NaN;
    this.#days[slot] = moment === undefined ? 0 : dayOf(moment);
    if (told.length > 0) this.#told.set(slot, told);
    else this.#told.delete(slot);
  }

  momentOf(slot: number): number {
    return this.#moments[slot] ?? Number.NaN;
  }

  /**
   * The dates a query names, seen from now; from the newest memory when none lies in them, since a conversation may be
   * read long after it was held.
   */
  datesIn(query: string, now: number, length: number): NamedDate[] {
    const dates = datesIn(query, now);
    if (dates.length === 0 || dates.some((date) => this.#within(date, length).length > 0)) return dates;
    const newest = this.#moments.subarray(0, length).reduce((a, b) => (b > a ? b : a), Number.NEGATIVE_INFINITY);
    return Number.isFinite(newest) ? datesIn(query, newest) : dates;
  }

  /** Adds to `out` what each date is worth to the memories within it: the idf of a word that just those hold. */
  score(dates: readonly NamedDate[], memories: number, weight: number, out: Float32Array): void {
    for (const date of dates) {
      const slots = this.#within(date, out.length);
      const worth = weight * idf(memories, slots.length);
      for (const slot of slots) out[slot]! += worth;
    }
  }

  /** The memories of a date or about it. */
  #within(date: NamedDate, length: number): number[] {
    const found: number[] = [];
    if ("from" in date) {
      const { from, to } = date;
      const moments = this.#moments;
      for (let slot = 0; slot < length; slot++) if (moments[slot]! >= from && moments[slot]! < to) found.push(slot);
    } else {
      for (let slot = 0; slot < length; slot++) if (isOn(this.#days[slot]!, date)) found.push(slot);
    }
    const here = new Set(found);
    for (const [slot, told] of this.#told)
      if (!here.has(slot) && told.some((span) => tellsOf(span, date))) found.push(slot);
    return found;
  }

  #grow(): void {
    this.#moments = doubled(this.#moments, Number.NaN);
    const days = new Uint16Array(this.#days.length * 2);
    days.set(this.#days);
    this.#days = days;
  }
}

type MonthAndDay = Exclude<NamedDate, Span>;

const dayOf = (moment: number): number => {
  const date = new Date(moment);
  return (date.getUTCMonth() + 1) * 32 + date.getUTCDate();
};

const isOn = (packed: number, { month, day }: MonthAndDay): boolean =>
  packed >>> 5 === month + 1 && (day === undefined || (packed & 31) === day);

/** Whether a stretch of time lies within a date. */
function tellsOf({ from, to }: Span, date: NamedDate): boolean {
  if ("from" in date) return from >= date.from && to <= date.to;
  return isOn(dayOf(from), date) && isOn(dayOf(to - 1), date);
}
