import type { Entry } from "./entry.ts";

interface Change {
  id: string;
  /** Milliseconds; from then on queries see it. */
  due: number;
  stamp: number;
  entry: Entry | null;
}

/**
 * One namespace. What is written is there for fetch and range at once, and for queries when it is due. Changes may become
 * due in another order than they were made: an older one never comes after a newer one of the same id.
 */
export class Space {
  readonly live = new Map<string, Entry>();
  /** Where an id stands in the order of range: it keeps its place when it is written again. */
  readonly places = new Map<string, number>();
  readonly #seen = new Map<string, Entry>();
  readonly #stamps = new Map<string, number>();
  #waiting: Change[] = [];
  #stamp = 0;

  put(entry: Entry, due: number): void {
    if (!this.live.has(entry.id)) this.places.set(entry.id, ++this.#stamp);
    this.live.set(entry.id, entry);
    this.#waiting.push({ id: entry.id, due, stamp: ++this.#stamp, entry });
  }

  /** Whether it was there. */
  remove(id: string, due: number): boolean {
    if (!this.live.delete(id)) return false;
    this.places.delete(id);
    this.#waiting.push({ id, due, stamp: ++this.#stamp, entry: null });
    return true;
  }

  clear(): void {
    for (const map of [this.live, this.places, this.#seen, this.#stamps]) map.clear();
    this.#waiting = [];
  }

  /** What queries see. */
  seen(now: number): ReadonlyMap<string, Entry> {
    if (this.#waiting.length === 0) return this.#seen;
    const [due, waiting]: [Change[], Change[]] = [[], []];
    for (const change of this.#waiting) (change.due <= now ? due : waiting).push(change);
    for (const { id, stamp, entry } of due) {
      if ((this.#stamps.get(id) ?? 0) > stamp) continue;
      if (waiting.length > 0) this.#stamps.set(id, stamp);
      if (entry) this.#seen.set(id, entry);
      else this.#seen.delete(id);
    }
    if (waiting.length === 0) this.#stamps.clear();
    this.#waiting = waiting;
    return this.#seen;
  }

  count(now: number, countDeletes: boolean): { vectorCount: number; pendingVectorCount: number } {
    const vectorCount = this.seen(now).size;
    const waiting = this.#waiting.filter(({ entry }) => countDeletes || entry !== null);
    return { vectorCount, pendingVectorCount: new Set(waiting.map(({ id }) => id)).size };
  }
}
