import { idf } from "../text/bm25";
import { doubled } from "./turns";
import { datesIn, type NamedDate } from "./when";

/** The moments of memories by slot, and how well they fit the dates of a query. */
export class Dated {
  #moments = new Float64Array(64).fill(Number.NaN);
  /** Month × 32 + day of the month, months from 1; 0 for a memory without a date. */
  #days = new Uint16Array(64);

  set(slot: number, moment: number | undefined): void {
    while (slot >= this.#moments.length) this.#grow();
    this.#moments[slot] = moment ?? Number.NaN;
    const date = new Date(moment ?? Number.NaN);
    this.#days[slot] = moment === undefined ? 0 : (date.getUTCMonth() + 1) * 32 + date.getUTCDate();
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

  #within(date: NamedDate, length: number): number[] {
    const found: number[] = [];
    if ("from" in date) {
      const { from, to } = date;
      const moments = this.#moments;
      for (let slot = 0; slot < length; slot++) if (moments[slot]! >= from && moments[slot]! < to) found.push(slot);
      return found;
    }
    const month = date.month + 1;
    for (let slot = 0; slot < length; slot++) {
      const day = this.#days[slot]!;
      if (day >>> 5 === month && (date.day === undefined || (day & 31) === date.day)) found.push(slot);
    }
    return found;
  }

  #grow(): void {
    this.#moments = doubled(this.#moments, Number.NaN);
    const days = new Uint16Array(this.#days.length * 2);
    days.set(this.#days);
    this.#days = days;
  }
}
