import { type Fields, valueAt } from "../engine/fields";
import { entriesOf, type IndexType, keptKinds } from "../engine/filter/indexed";
import { readingKinds } from "../engine/filter/readings";
import { columnOf } from "./filtered-path";

/** A field that the namespace has declared as worth an index. */
export interface Declared {
  field: string;
  type: IndexType;
}

/** A declared field as its entries are kept. */
export interface PayloadField {
  number: number;
  path: string;
  type: IndexType;
  /** Documents up to this `seq` are entered; null once all are, which is when filters may use it. */
  upTo: number | null;
}

type FieldRow = { number: number; path: string; type: IndexType; up_to: number | null };
type BodyRow = { seq: number; body: string };

/** Documents entered in one slice of making an index: a call that arrives in between waits a few milliseconds. */
const slice = 500;

/**
 * The values of declared fields in the table `payload`, one row for each way to read each value, in the order in which
 * filters look for them. A table, because an index over an expression of the body cannot see the members of a list.
 * What writes a document calls `write` in the same transaction; what removes one need not.
 */
export class PayloadIndex {
  readonly #sql: SqlStorage;
  #fields: PayloadField[] | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The field's index, once every document is in it. */
  readonly fieldOf = (path: string): PayloadField | undefined =>
    this.#known.find((field) => field.path === path && field.upTo === null);

  /** Whether documents are still to be entered. */
  get due(): boolean {
    return this.#known.some((field) => field.upTo !== null);
  }

  /**
   * Takes over what the namespace declares now. An index that is no longer declared goes; a new one is used when `make`
   * has entered the documents there are. What we know of a document ourselves is a column already.
   */
  declare(declared: readonly Declared[]): void {
    const wanted = declared.filter(({ field, type }) => keptKinds(type).length > 0 && columnOf(field) === null);
    for (const { number, path, type } of this.#known) {
      if (wanted.some((one) => one.field === path && one.type === type)) continue;
      this.#sql.exec("DELETE FROM payload WHERE field = ?", number);
      this.#sql.exec("DELETE FROM payload_fields WHERE number = ?", number);
    }
    const [any] = this.#sql.exec("SELECT 1 FROM documents LIMIT 1");
    for (const { field, type } of wanted)
      this.#sql.exec(
        "INSERT OR IGNORE INTO payload_fields (path, type, up_to) VALUES (?, ?, ?)",
        field,
        type,
        any ? 0 : null,
      );
    this.#fields = undefined;
  }

  /** Enters a document, in place of what it had before. Belongs in the document's transaction. */
  write(seq: number, body: string): void {
    if (this.#known.length === 0) return;
    const fields: Fields = JSON.parse(body);
    this.#sql.exec("DELETE FROM payload WHERE seq = ?", seq);
    for (const field of this.#known) this.#enter(field, seq, fields);
  }

  /** Enters the next documents that were there before their field was declared; false when none is left. */
  make(): boolean {
    for (const field of this.#known) {
      if (field.upTo === null) continue;
      const rows = this.#sql.exec<BodyRow>(
        "SELECT seq, body FROM documents WHERE seq > ? ORDER BY seq LIMIT ?",
        field.upTo,
        slice,
      );
      const read = [...rows];
      for (const { seq, body } of read) this.#enter(field, seq, JSON.parse(body));
      const last = read.length === slice ? (read.at(-1)?.seq ?? null) : null;
      this.#sql.exec("UPDATE payload_fields SET up_to = ? WHERE number = ?", last, field.number);
      this.#fields = undefined;
      return true;
    }
    return false;
  }

  get #known(): PayloadField[] {
    this.#fields ??= [...this.#sql.exec<FieldRow>("SELECT * FROM payload_fields ORDER BY number")].map(
      ({ number, path, type, up_to }) => ({ number, path, type, upTo: up_to }),
    );
    return this.#fields;
  }

  #enter({ number, path, type }: PayloadField, seq: number, fields: Fields): void {
    for (const [kind, value] of entriesOf(type, valueAt(fields, path)))
      this.#sql.exec(
        "INSERT OR IGNORE INTO payload (field, kind, value, seq) VALUES (?, ?, ?, ?)",
        number,
        readingKinds[kind],
        value,
        seq,
      );
  }
}

/** Enters all documents that are still to be entered, and lets calls that have arrived go first. */
export async function makeIndexes(payload: PayloadIndex, alive: () => boolean): Promise<void> {
  while (payload.make()) {
    await scheduler.wait(0);
    if (!alive()) return;
  }
}
