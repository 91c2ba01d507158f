/** A value as SQLite keeps it. */
export type Value = string | number | null | ArrayBuffer;

/** A table of the cell, as it is copied: its columns, and those by which a row is told from another. */
export interface Table {
  name: string;
  columns: string[];
  key: string[];
}

/** Made from the other tables, or of this cell's own moment. Whatever is not named here goes along into a clone. */
const stayBehind: readonly string[] = [
  ...["packs", "vector_packs", "stale", "snapshots", "outbox"],
  ...["remote_features", "remote_entries", "remote_removals"],
  "memory_journal",
];

/** What the cell keeps beside its tables that is its own: whose it is, and whom it lets in. */
const ownKeys = /^(deed$|revoked:|subscribed$|vectors$)/;

export const shadowMark = "snapshot_";

/** The cell's tables, the platform's own aside; those first that others point at. */
export function tableNames(sql: SqlStorage): string[] {
  const read = sql.exec<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
  return Array.from(read, ({ name }) => name).filter((name) => !/^(_cf|sqlite)_/.test(name));
}

/** Every table whose rows a copy takes along. */
export const contentTables = (sql: SqlStorage): Table[] =>
  tableNames(sql)
    .filter((name) => !name.startsWith(shadowMark) && !stayBehind.includes(name))
    .map((name) => tableOf(sql, name));

function tableOf(sql: SqlStorage, name: string): Table {
  const read = sql.exec<{ name: string; pk: number }>("SELECT name, pk FROM pragma_table_info(?)", name);
  const columns = Array.from(read);
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  if (key.length === 0) throw new Error(`the table ${name} has no primary key, by which its rows could be copied`);
  return { name, columns: columns.map((column) => column.name), key: key.map((column) => column.name) };
}

/** How far numbers have risen that are never used twice, by table. */
export const sequences = (sql: SqlStorage): [string, number][] =>
  Array.from(sql.exec<{ name: string; seq: number }>("SELECT name, seq FROM sqlite_sequence"))
    .filter(({ name }) => !stayBehind.includes(name) && !name.startsWith(shadowMark))
    .map(({ name, seq }) => [name, seq]);

/** What is kept beside the tables and belongs to the contents. */
export const contentKeys = (storage: DurableObjectStorage): [string, unknown][] =>
  Array.from(storage.kv.list()).filter(([key]) => !ownKeys.test(key));

export const quoted = (name: string) => `"${name}"`;
export const listed = (names: readonly string[], of = "") => names.map((name) => `${of}${quoted(name)}`).join(", ");
