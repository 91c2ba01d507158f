import { createMatrix } from "../../engine/knn/matrix";
import { type RecallEntry, readMemory } from "../../engine/memory/entry";
import { RecallIndex } from "../../engine/memory/recall-index";
import { dimensions, vectorOf } from "../../engine/memory/vector";
import { decodeTerms, encodeTerms } from "../../engine/text/blob";
import type { Terms } from "../../engine/text/terms";
import { columns, type Row, type WholeRow } from "./row";

type EntryRow = Row & { terms: ArrayBuffer; signals: string; vector: ArrayBuffer };

/** What is kept of a memory for recall, beside its row. */
export interface Entry {
  recalled: RecallEntry;
  vector: Int8Array<ArrayBuffer>;
}

type Read = Pick<WholeRow, "seq" | "content" | "session_id" | "metadata" | "created_at"> &
  Partial<Pick<WholeRow, "valid_from">>;

export function entryOf(row: Read): Entry {
  const metadata = row.metadata === null ? null : JSON.parse(row.metadata);
  return { recalled: readMemory(row.seq, { ...row, metadata }), vector: vectorOf(row.content) };
}

/** Writes what recall needs of a memory, replacing what was there. Belongs in the memory's transaction. */
export function writeEntry(sql: SqlStorage, { recalled: { seq, terms, ...signals }, vector }: Entry): void {
  sql.exec(
    `INSERT INTO memory_entries (seq, terms, signals, vector) VALUES (?, ?, ?, ?)
     ON CONFLICT (seq) DO UPDATE SET terms = excluded.terms, signals = excluded.signals, vector = excluded.vector`,
    seq,
    encodeTerms(terms),
    JSON.stringify(signals),
    vector.buffer,
  );
}

export function termsOf(sql: SqlStorage, seq: number): Terms | undefined {
  const [row] = sql.exec<{ terms: ArrayBuffer }>("SELECT terms FROM memory_entries WHERE seq = ?", seq);
  return row && decodeTerms(row.terms);
}

/**
 * The cell's memories in memory, made from the tables when recall is first asked. Storage is the truth: whoever changes
 * a table applies the change here after the commit, or calls `forget`.
 */
export class MemoryIndex {
  readonly #sql: SqlStorage;
  #loaded = false;
  /** By seq. */
  rows = new Map<number, Row>();
  recall = new RecallIndex();
  #vectors = newMatrix();
  /** By slot. */
  #seqs: number[] = [];

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get loaded() {
    return this.#loaded;
  }

  forget(): void {
    this.#loaded = false;
    this.rows = new Map();
    this.recall = new RecallIndex();
    this.#vectors = newMatrix();
    this.#seqs = [];
  }

  /** What stands at a slot that a scan has named. */
  at(slot: number): Row | undefined {
    return this.rows.get(this.#seqs[slot] ?? -1);
  }

  load(): void {
    if (this.#loaded) return;
    const query = `SELECT ${columns}, terms, signals, vector FROM memories JOIN memory_entries USING (seq) ORDER BY seq`;
    for (const { terms, signals, vector, ...row } of this.#sql.exec<EntryRow>(query))
      this.#add(row, {
        recalled: { ...JSON.parse(signals), seq: row.seq, terms: decodeTerms(terms) },
        vector: new Int8Array(vector),
      });
    this.#loaded = true;
  }

  put(row: Row, entry: Entry): void {
    if (this.#loaded) this.#add(row, entry);
  }

  /** Takes a memory out, given the terms it was added with. */
  remove(seq: number, terms: Terms | undefined): void {
    if (!this.#loaded) return;
    const slot = this.recall.slotOf(seq);
    if (slot === undefined || !terms) return;
    this.recall.remove(seq, terms);
    this.#vectors.remove(slot);
    this.rows.delete(seq);
    delete this.#seqs[slot];
  }

  /** By slot. */
  cosines(text: string): Float32Array {
    return this.cosinesWith(vectorOf(text));
  }

  cosinesWith(vector: Int8Array): Float32Array {
    const out = new Float32Array(this.recall.length);
    if (this.#vectors.length > 0) this.#vectors.scan(vector, out);
    return out;
  }

  #add(row: Row, { recalled, vector }: Entry): void {
    this.rows.set(row.seq, row);
    const slot = this.recall.add(recalled);
    this.#seqs[slot] = row.seq;
    this.#vectors.set(slot, vector);
  }
}

const newMatrix = () => createMatrix(dimensions, { kind: "int8" });
