import { read } from "../engine/document";
import type { Filter } from "../engine/filter/filter";
import { matches } from "../engine/filter/matches";
import { type Compiled, compile } from "./filter";
import { Remembered } from "./filtered-memory";
import { setSlots } from "./filtered-sets";
import { Found, type Row } from "./found";
import type { PayloadIndex } from "./payload-index";
import type { SearchIndex } from "./search-index";

type AskedRow = Omit<Row, "body"> & { body: string | null };

/** Candidates that a statement is told of by a list; a parameter holds 2 MB. */
const listedAtMost = 100_000;

/** The documents of a cell that pass a filter. SQL answers as far as it can, and memory only what it leaves open. */
export class Filtered {
  readonly #sql: SqlStorage;
  readonly #index: SearchIndex;
  readonly #payload: PayloadIndex;
  readonly #remembered = new Remembered();

  constructor(sql: SqlStorage, index: SearchIndex, payload: PayloadIndex) {
    this.#sql = sql;
    this.#index = index;
    this.#payload = payload;
  }

  /** Their slots, ascending, in these collections or in all. Asked again before anything has changed, it remembers. */
  slots(filter: Filter, collections: readonly string[] | null): Uint32Array {
    this.#index.load();
    const { version } = this.#index;
    const key = JSON.stringify([collections, filter]);
    const known = this.#remembered.get(key, version);
    if (known) return known;
    const found = this.#find(filter, collections);
    this.#remembered.set(key, version, found);
    return found;
  }

  /** They themselves, of one collection, in the order they came. Stops reading where its reader stops. */
  *of(collectionId: string, filter: Filter | undefined): Iterable<Found> {
    const compiled = filter && compile(filter, this.#payload.fieldOf);
    const where = compiled ? ` AND ${compiled.where}` : "";
    const unsure = compiled?.unsure ?? "0";
    const rows = this.#run<Row & { unsure: number }>(
      `SELECT documents.*, (${unsure}) AS unsure FROM documents WHERE collection_id = ?2${where} ORDER BY seq`,
      compiled?.operands ?? "[]",
      collectionId,
    );
    for (const row of rows) {
      const found = new Found(() => row);
      if (filter && row.unsure && !passes(found, filter)) continue;
      yield found;
    }
  }

  /** The collections that hold documents. Steps from one to the next; DISTINCT would read every entry of the index. */
  *collections(): Iterable<string> {
    const after = (id: string) =>
      this.#sql
        .exec<{ next: string | null }>("SELECT min(collection_id) AS next FROM documents WHERE collection_id > ?", id)
        .one().next;
    for (let id = after(""); id !== null; id = after(id)) yield id;
  }

  #find(filter: Filter, collections: readonly string[] | null): Uint32Array {
    const { slots } = this.#index;
    const compiled = compile(filter, this.#payload.fieldOf);
    let candidates = slots.of(collections);
    for (const sets of compiled.sets) {
      const marks = setSlots(sets, slots, (sql) => this.#run(sql, compiled.operands));
      candidates = candidates.filter((slot) => marks[slot]);
    }
    if (compiled.whereBeyondSets === "1") return candidates;
    const marks = new Uint8Array(slots.length);
    for (const seq of this.#ask(filter, compiled, collections, candidates)) {
      const slot = slots.slotOf(seq);
      if (slot !== undefined) marks[slot] = 1;
    }
    return candidates.filter((slot) => marks[slot]);
  }

  /** Reads the candidates' fields, or everybody's of the collections where there are too many to be named. */
  *#ask(
    filter: Filter,
    { sets, whereBeyondSets, unsure, operands }: Compiled,
    collections: readonly string[] | null,
    candidates: Uint32Array,
  ): Iterable<number> {
    const { slots } = this.#index;
    const listed = sets.length > 0 && candidates.length <= listedAtMost;
    const column = listed ? "seq" : "collection_id";
    // To read most of a table is quicker from one end to the other than row by row through an index.
    const few = candidates.length * 4 < slots.size ? collections : null;
    const among = listed ? Array.from(candidates, (slot) => slots.seqOf(slot)) : few;
    const within = among ? `${column} IN (SELECT value FROM json_each(?2)) AND ` : "";
    const rows = this.#run<AskedRow>(
      `SELECT seq, id, collection_id, created_at, updated_at, CASE WHEN ${unsure ?? "0"} THEN body END AS body
       FROM documents WHERE ${within}${whereBeyondSets}`,
      operands,
      JSON.stringify(among),
    );
    for (const { body, ...row } of rows)
      if (body === null || passes(new Found(() => ({ ...row, body })), filter)) yield row.seq;
  }

  /** Gives a statement those of its two parameters that it mentions. */
  #run<T extends Record<string, SqlStorageValue>>(sql: string, operands: string, other?: string): SqlStorageCursor<T> {
    if (other !== undefined && sql.includes("?2")) return this.#sql.exec<T>(sql, operands, other);
    return sql.includes("?1") ? this.#sql.exec<T>(sql, operands) : this.#sql.exec<T>(sql);
  }
}

const passes = (found: Found, filter: Filter): boolean => matches((path) => read(found, path), filter);
