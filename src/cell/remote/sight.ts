import type { Filter } from "../../engine/filter/filter";
import { createMatrix } from "../../engine/knn/matrix";
import type { SpaceHit } from "../../engine/knn/space";
import { VectorError } from "../../engine/knn/vector";
import type { SearchIndex } from "../search-index";
import type { Inquiry } from "./inquiry";
import { numbered } from "./ledger";
import type { Nearby } from "./nearby";
import type { Remote } from "./remote";

/** As few as these pass a filter: reading them costs less than asking outside. */
const few = 256;
/** Asked of the place outside at most; who needs more has the rows read. */
const most = 1_000;
/** How many to ask for at first, and how many when that did not do. */
export const firstWant = (topK: number) => Math.max(64, 2 * topK);
export const nextWant = (want: number) => (want < most ? Math.min(most, want * 4) : Number.POSITIVE_INFINITY);
/** While the place outside does not answer, so many rows are still read in its stead. */
const readable = 5_000;
/** Rows read and scored at once. */
const chunk = 1_000;
/** How far a cosine of ours may be from the exact one. See `engine/knn/rescore.ts`. */
const margin = { f32: 1e-5, int8: 0.01 };

const degraded = "Vectors did not answer in time: what was found rests on full text, and on vectors kept here.";

/** A question about vectors outside, as one search has it. */
export interface Look {
  feature: string;
  vector: Float32Array;
  /** Slots that may be found, ascending. */
  slots: Uint32Array;
  collections: string[] | null;
  filter: Filter | undefined;
}

export interface Sight {
  /** Slots whose cosines are known, ascending. */
  seen: Uint32Array;
  /** No other slot that has a vector has a higher cosine; -Infinity when there is no other. */
  bound: number;
}

/** What a search needs of the cell to look outside. */
export interface Lookout {
  sql: SqlStorage;
  index: SearchIndex;
  remote: Remote;
  inquiry: Inquiry;
  warn(message: string): void;
}

/**
 * Writes the cosines of the slots that can matter into `cosines`: `want` of the nearest that are found outside, and all
 * that nobody outside can be trusted to find. Whatever is found outside is checked against the rows here, and scored by
 * them. @throws Unanswered
 */
export function sight(out: Lookout, near: Nearby, look: Look, want: number, cosines: Float32Array): Sight {
  const { slots, feature, vector, collections, filter } = look;
  const { size } = out.index.slots;
  if ((slots.length < size && slots.length <= few) || want > most) return readAll(out, near, look, cosines);
  const hits = out.inquiry.answer(feature, { vector, topK: want, collections, ...(filter && { filter }) });
  if (!hits) {
    out.warn(degraded);
    if (slots.length <= readable) return readAll(out, near, look, cosines);
  }
  const seen = scored(out, near, look, [...near.unseen(), ...current(out, near, feature, hits ?? [])], cosines);
  if (!hits || seen.length === slots.length) return { seen, bound: Number.NEGATIVE_INFINITY };
  if (hits.length >= want) return { seen, bound: (hits.at(-1)?.cosine ?? 1) + margin[near.kind] };
  // With a filter, fewer may be found than there are.
  return filter || collections ? readAll(out, near, look, cosines) : { seen, bound: Number.NEGATIVE_INFINITY };
}

/** Brings the vectors of some slots to hand, where they are not, and writes their cosines; gives those that have one. */
export function sightOf(out: Lookout, near: Nearby, look: Look, some: Uint32Array, cosines: Float32Array): Uint32Array {
  const seqs = Array.from(some, (slot) => out.index.slots.seqOf(slot));
  const missing = seqs.filter((seq) => !near.has(seq));
  const rows = out.sql.exec<{ seq: number; vector: ArrayBuffer }>(
    "SELECT seq, vector FROM vectors WHERE feature = ? AND seq IN (SELECT value FROM json_each(?))",
    look.feature,
    JSON.stringify(missing),
  );
  for (const { seq, vector } of rows.toArray()) near.hold(seq, new Float32Array(vector), false);
  return scored(out, near, look, seqs, cosines);
}

/** Of what was found outside, the documents of which it is still so, their vectors at hand. */
function current({ remote }: Lookout, near: Nearby, feature: string, hits: readonly SpaceHit[]): number[] {
  const rows = remote.ledger.current(
    feature,
    hits.flatMap(({ id }) => numbered(id) ?? []),
  );
  for (const { seq, vector } of rows) if (!near.has(seq)) near.hold(seq, new Float32Array(vector), false);
  return rows.map(({ seq }) => seq);
}

function scored(out: Lookout, near: Nearby, look: Look, seqs: readonly number[], cosines: Float32Array): Uint32Array {
  const { slots } = out.index;
  const among = new Uint8Array(slots.length);
  for (const slot of look.slots) among[slot] = 1;
  const seen: number[] = [];
  for (const seq of seqs) {
    const slot = slots.slotOf(seq);
    if (slot === undefined || among[slot] !== 1 || !near.has(seq)) continue;
    among[slot] = 2;
    seen.push(slot);
  }
  const found = Uint32Array.from(seen).sort();
  const scores = near.scores(
    look.vector,
    Array.from(found, (slot) => slots.seqOf(slot)),
  );
  for (const [i, slot] of found.entries()) cosines[slot] = scores[i]!;
  return found;
}

/** Reads every vector that may be found from its row. */
function readAll({ sql, index }: Lookout, near: Nearby, look: Look, cosines: Float32Array): Sight {
  const scratch = createMatrix(near.dimensions, { kind: near.kind });
  const seen: number[] = [];
  const scores = new Float32Array(chunk);
  for (let from = 0; from < look.slots.length; from += chunk) {
    const seqs = Array.from(look.slots.subarray(from, from + chunk), (slot) => index.slots.seqOf(slot));
    const rows = sql.exec<{ seq: number; vector: ArrayBuffer }>(
      "SELECT seq, vector FROM vectors WHERE feature = ? AND seq IN (SELECT value FROM json_each(?))",
      look.feature,
      JSON.stringify(seqs),
    );
    const held: number[] = [];
    for (const { seq, vector } of rows.toArray()) if (held.length < chunk && put(held.length, vector)) held.push(seq);
    scratch.scan(look.vector, scores, Uint32Array.from(held.keys()));
    for (const [row, seq] of held.entries()) {
      const slot = index.slots.slotOf(seq) ?? 0;
      cosines[slot] = scores[row]!;
      seen.push(slot);
    }
  }
  return { seen: Uint32Array.from(seen).sort(), bound: Number.NEGATIVE_INFINITY };

  function put(row: number, vector: ArrayBuffer): boolean {
    try {
      scratch.set(row, new Float32Array(vector));
      return true;
    } catch (error) {
      if (error instanceof VectorError) return false;
      throw error;
    }
  }
}
