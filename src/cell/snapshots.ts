import { contentKeys, contentTables, listed, quoted, sequences, shadowMark, type Table, type Value } from "./tables";

/** What a snapshot is of. `kept` is JSON text of what is beside the tables, for `Receiver.finish`. */
export interface Opened {
  tables: (Table & { rows: number })[];
  kept: string;
}

/** Rows in the order of their key; `after` is the last one's key, for the next page, and null when there is none. */
export interface RowsPage {
  rows: Value[][];
  after: Value[] | null;
}

export type SnapshotAsked = { name: string } & (
  | { ask: "open" }
  | { ask: "close" }
  | { ask: "page"; table: string; after: Value[] | null }
);

/** `opened` is null when too many are open, or the cell's schema has none; `page` when the snapshot was given up. */
export interface SnapshotTold {
  opened: Opened | null;
  page: RowsPage | null;
}

/** How long a snapshot is kept after it was last read. */
const leaseMs = 3_600_000;
const mostOpen = 4;

/** A page takes one more row as long as it has less than this, in about bytes. */
const pageBytes = 1 << 20;
const pageRows = 5_000;

/**
 * The cell's rows as they were at one moment, read page by page while writes go on. Triggers keep, for each row that is
 * changed for the first time since, what it was then (or that it was not) in a shadow of its table, in the transaction
 * of the change itself: no writer can forget. The rows of the moment are those that have no shadow, and the shadows.
 */
export class Snapshots {
  readonly #sql: SqlStorage;
  readonly #storage: DurableObjectStorage;
  /** When the first of them is given up; so that a call looks at one number only. */
  #ends: number | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  answer(asked: SnapshotAsked, now: number): SnapshotTold {
    const told: SnapshotTold = { opened: null, page: null };
    if (!this.#known) return told;
    if (asked.ask === "open") return { ...told, opened: this.open(asked.name, now) };
    if (asked.ask === "page") return { ...told, page: this.page(asked.name, asked.table, asked.after, now) ?? null };
    this.close(asked.name);
    return told;
  }

  /** Opens a snapshot of this moment, or finds it open under its name; null when too many are being read. */
  open(name: string, now: number): Opened | null {
    const known = this.#find(name);
    if (known) return JSON.parse(known.opened);
    const { n } = this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM snapshots").one();
    if (n >= mostOpen) return null;
    return this.#storage.transactionSync(() => {
      const tables = contentTables(this.#sql);
      const counted = tables.map((table) => ({ ...table, rows: this.#count(table) }));
      const kept = JSON.stringify({ keys: contentKeys(this.#storage), sequences: sequences(this.#sql) });
      const { number } = this.#sql
        .exec<{ number: number }>(
          "INSERT INTO snapshots (name, until, opened) VALUES (?, ?, ?) RETURNING number",
          name,
          now + leaseMs,
          JSON.stringify({ tables: counted, kept }),
        )
        .one();
      for (const table of tables) this.#sql.exec(shadowOf(number, table));
      this.#ends = undefined;
      return { tables: counted, kept };
    });
  }

  /** The next rows of a table, from behind a key; undefined when the snapshot was given up. */
  page(name: string, table: string, after: Value[] | null, now: number): RowsPage | undefined {
    const snapshot = this.#find(name);
    const { tables }: Opened = snapshot ? JSON.parse(snapshot.opened) : { tables: [], kept: "" };
    const read = tables.find((one) => one.name === table);
    if (!snapshot || !read) return undefined;
    this.#sql.exec("UPDATE snapshots SET until = max(until, ?) WHERE number = ?", now + leaseMs, snapshot.number);
    this.#ends = undefined;
    return this.#rows(snapshot.number, read, after);
  }

  /**
   * About a page of rows. In pieces that are each read to their end: a cursor that is left open keeps tables from being
   * dropped, and what one row will weigh is not known before it is read.
   */
  #rows(number: number, table: Table, from: Value[] | null): RowsPage {
    const read: Value[][] = [];
    let [bytes, after, limit] = [0, from, 8];
    while (bytes < pageBytes && read.length < pageRows) {
      const behind = after ?? [];
      const rows = [...this.#sql.exec(pageQuery(number, table, after), ...behind, ...behind, limit).raw<Value[]>()];
      read.push(...rows);
      if (rows.length < limit) return { rows: read, after: null };
      bytes += rows.reduce((sum, row) => sum + row.reduce<number>((size, value) => size + sizeOf(value), 0), 0);
      const last = read.at(-1) ?? [];
      after = table.key.map((column) => last[table.columns.indexOf(column)] ?? null);
      limit = Math.max(8, Math.min(1000, Math.floor(((pageBytes - bytes) * read.length) / Math.max(1, bytes))));
    }
    return { rows: read, after };
  }

  close(name: string): void {
    const snapshot = this.#find(name);
    if (snapshot) this.#drop(snapshot.number);
  }

  /** Gives up what nobody reads any more. Asked on every call. */
  expire(now: number): void {
    this.#ends ??= this.#known
      ? (this.#sql.exec<{ ends: number | null }>("SELECT min(until) AS ends FROM snapshots").one().ends ?? Infinity)
      : Number.POSITIVE_INFINITY;
    if (this.#ends >= now) return;
    for (const { number } of [
      ...this.#sql.exec<{ number: number }>("SELECT number FROM snapshots WHERE until < ?", now),
    ])
      this.#drop(number);
  }

  /** Every one: the tables are about to change, and whoever reads begins again. */
  closeAll(): void {
    if (!this.#known) return;
    for (const { number } of this.#sql.exec<{ number: number }>("SELECT number FROM snapshots").toArray())
      this.#drop(number);
  }

  /** A cell that was never founded, or is of an older schema, has no such table. */
  get #known(): boolean {
    return (
      this.#sql.exec("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'snapshots'").toArray().length > 0
    );
  }

  #find(name: string) {
    const [row] = this.#sql.exec<{ number: number; opened: string }>("SELECT * FROM snapshots WHERE name = ?", name);
    return row;
  }

  #count({ name }: Table): number {
    return this.#sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${quoted(name)}`).one().n;
  }

  #drop(number: number): void {
    this.#storage.transactionSync(() => {
      const made = this.#sql.exec<{ type: string; name: string }>(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'table') AND name GLOB ? ORDER BY type DESC",
        `${shadowMark}${number}_*`,
      );
      for (const { type, name } of made.toArray()) this.#sql.exec(`DROP ${type} ${quoted(name)}`);
      this.#sql.exec("DELETE FROM snapshots WHERE number = ?", number);
    });
    this.#ends = undefined;
  }
}

const shadowName = (number: number, { name }: Table) => `${shadowMark}${number}_${name}`;

/**
 * The shadow of a table, and what writes it. A row that was not there at the moment has a shadow with `was` = 0. REPLACE
 * takes a row away without a word to triggers, so that what is about to be inserted looks for what it replaces; and what
 * an insert will be numbered is known after it only.
 */
function shadowOf(number: number, table: Table): string {
  const name = shadowName(number, table);
  const [of, shadow] = [quoted(table.name), quoted(name)];
  const columns = listed(table.columns);
  const same = (row: string, one = "s") =>
    table.key.map((key) => `${one}.${quoted(key)} = ${row}.${quoted(key)}`).join(" AND ");
  const unless = (row: string) => `NOT EXISTS (SELECT 1 FROM ${shadow} AS s WHERE ${same(row)})`;
  const was = `INSERT INTO ${shadow} (${columns}, was) SELECT ${listed(table.columns, "old.")}, 1 WHERE ${unless("old")};`;
  const wasNot = `INSERT INTO ${shadow} (${listed(table.key)}, was) SELECT ${listed(table.key, "new.")}, 0 WHERE ${unless("new")};`;
  const replaced = `INSERT INTO ${shadow} (${columns}, was)
    SELECT ${listed(table.columns, "t.")}, 1 FROM ${of} AS t WHERE ${same("new", "t")} AND ${unless("new")};`;
  const trigger = (when: string, event: string, does: string) =>
    `CREATE TRIGGER ${quoted(`${name}_${when}_${event}`)} ${when} ${event} ON ${of} BEGIN ${does} END;`;
  return [
    `CREATE TABLE ${shadow} AS SELECT *, 1 AS was FROM ${of} WHERE 0;`,
    `CREATE UNIQUE INDEX ${quoted(`${name}_key`)} ON ${shadow} (${listed(table.key)});`,
    trigger("BEFORE", "INSERT", replaced),
    trigger("AFTER", "INSERT", wasNot),
    trigger("BEFORE", "DELETE", was),
    trigger("AFTER", "UPDATE", `${was} ${wasNot}`),
  ].join("\n");
}

/** Both halves come in the order of the key, so that SQLite merges them and reads no more than the page. */
function pageQuery(number: number, table: Table, after: Value[] | null): string {
  const [of, shadow] = [quoted(table.name), quoted(shadowName(number, table))];
  const columns = listed(table.columns);
  const behind = after ? `(${listed(table.key)}) > (${table.key.map(() => "?").join(", ")})` : "1";
  const same = table.key.map((key) => `s.${quoted(key)} = ${of}.${quoted(key)}`).join(" AND ");
  const order = table.key.map((key) => table.columns.indexOf(key) + 1).join(", ");
  return `SELECT ${columns} FROM ${of} WHERE ${behind} AND NOT EXISTS (SELECT 1 FROM ${shadow} AS s WHERE ${same})
    UNION ALL SELECT ${columns} FROM ${shadow} WHERE was = 1 AND ${behind} ORDER BY ${order} LIMIT ?`;
}

const sizeOf = (value: Value) =>
  typeof value === "string" ? value.length : value instanceof ArrayBuffer ? value.byteLength : 8;
