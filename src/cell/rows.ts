import { findRow } from "./documents";
import type { Row } from "./found";

/** As many as ten thousand short documents have. */
const mostBytes = 16 * 2 ** 20;

/**
 * Documents in memory as they were read last, for those that are asked for again and again: SQLite takes a sixth of all
 * that such a request costs. Whoever writes has all of them forgotten first, so none is ever older than storage.
 */
export class Rows {
  readonly #sql: SqlStorage;
  /** By id; the one that was asked for longest ago is the first. */
  readonly #kept = new Map<string, { row: Row; bytes: number }>();
  #bytes = 0;
  #version = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Another number after every write. */
  get version(): number {
    return this.#version;
  }

  has(id: string): boolean {
    return this.#kept.has(id);
  }

  find(id: string): Row | undefined {
    const known = this.#kept.get(id);
    if (known) {
      this.#kept.delete(id);
      this.#kept.set(id, known);
      return known.row;
    }
    const row = findRow(this.#sql, id);
    if (row) this.#keep(row);
    return row;
  }

  forget(): void {
    this.#kept.clear();
    this.#bytes = 0;
    this.#version++;
  }

  #keep(row: Row): void {
    const bytes = bytesOf(row);
    if (bytes > mostBytes / 16) return;
    this.#kept.set(row.id, { row, bytes });
    this.#bytes += bytes;
    for (const [id, oldest] of this.#kept) {
      if (this.#bytes <= mostBytes) return;
      this.#kept.delete(id);
      this.#bytes -= oldest.bytes;
    }
  }
}

/** A text with a letter beyond Latin-1 takes two bytes for each; what is around it takes some 200. */
const bytesOf = ({ body }: Row) => 200 + body.length * (/[\u0100-\uffff]/.test(body) ? 2 : 1);
