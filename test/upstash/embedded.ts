import { namesSystem } from "../../src/engine/document";
import { type Fields, valueAt } from "../../src/engine/fields";
import type { Filter } from "../../src/engine/filter/filter";
import { matches } from "../../src/engine/filter/matches";
import { createMatrix } from "../../src/engine/knn/matrix";
import type { SpaceEntry, SpaceHit, SpaceQuestion, VectorSpace } from "../../src/engine/knn/space";
import { top } from "../../src/engine/knn/top";

/** Entries kept here: seen at once, and searched exactly. */
export interface Held {
  readonly size: number;
  /** An id that is known already is given the new vector. @throws VectorError, and nothing has changed */
  put(entry: SpaceEntry): void;
  /** Whether it was there. */
  take(id: string): boolean;
  /** Best first, equal ones by which came first. @throws VectorError for the question's vector */
  best(question: SpaceQuestion): SpaceHit[];
  /** From a place on, and the place after; null when there are no more. */
  page(from: number, most: number): { ids: string[]; next: number | null };
}

interface Known {
  id: string;
  collection: string;
  fields: Fields;
}

export function createHeld(dimensions: number): Held {
  const matrix = createMatrix(dimensions, { kind: "f32" });
  const known: (Known | undefined)[] = [];
  const slotOf = new Map<string, number>();
  const free: number[] = [];

  return {
    get size() {
      return slotOf.size;
    },
    put({ id, vector, collection, fields }) {
      const slot = slotOf.get(id) ?? free.at(-1) ?? known.length;
      matrix.set(slot, vector);
      if (slot === free.at(-1)) free.pop();
      slotOf.set(id, slot);
      known[slot] = { id, collection, fields };
    },
    take(id) {
      const slot = slotOf.get(id);
      if (slot === undefined) return false;
      matrix.remove(slot);
      slotOf.delete(id);
      known[slot] = undefined;
      free.push(slot);
      return true;
    },
    best({ vector, topK, collections, filter }) {
      const passing = Uint32Array.from(
        known.flatMap((entry, slot) => (entry && passes(entry, collections, filter) ? [slot] : [])),
      );
      const scores = new Float32Array(Math.max(matrix.length, known.length));
      matrix.scan(vector, scores, passing);
      const best = [...top(scores, topK, { slots: passing })];
      return best.map((slot) => ({ id: known[slot]?.id ?? "", cosine: Math.max(-1, Math.min(1, scores[slot] ?? 0)) }));
    },
    page(from, most) {
      const slots = known.flatMap((entry, slot) => (entry && slot >= from ? [slot] : []));
      const ids = slots.slice(0, most).map((slot) => known[slot]?.id ?? "");
      return { ids, next: slots[most] ?? null };
    },
  };
}

function passes({ collection, fields }: Known, collections: string[] | null, filter: Filter | undefined): boolean {
  if (collections && !collections.includes(collection)) return false;
  // What is known of a document beside its fields is not known here: whoever asks looks at it himself.
  return !filter || asksSystem(filter) || matches((path) => valueAt(fields, path), filter);
}

const asksSystem = (filter: Filter): boolean =>
  filter.kind === "is" ? namesSystem(filter.field) : filter.of.some(asksSystem);

const perPage = 1_000;

/** What is kept here, as whoever asks a place elsewhere would ask. */
export function embeddedSpace(dimensions: number): VectorSpace {
  let held = createHeld(dimensions);
  return {
    async upsert(entries) {
      for (const entry of entries) held.put(entry);
    },
    remove: async (ids) => ids.filter((id) => held.take(id)).length,
    query: async (question) => held.best(question),
    settled: async () => true,
    async list(cursor) {
      const { ids, next } = held.page(Number(cursor ?? 0), perPage);
      return { ids, next: next === null ? null : `${next}` };
    },
    count: async () => held.size,
    async drop() {
      held = createHeld(dimensions);
    },
  };
}
