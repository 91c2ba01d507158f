import type { Id } from "../kit/id";
import type { Gate } from "./gate";
import { contentTables, listed, quoted, type Value } from "./tables";

/** What fills a cell: a beginning, which empties it; rows; and what a snapshot has beside its rows, which is the last. */
export type Received =
  | { part: "begin" }
  | { part: "rows"; table: string; columns: string[]; rows: Value[][] }
  | { part: "rest"; kept: string };

interface Kept {
  keys: [string, unknown][];
  sequences: [string, number][];
}

/** Takes one part; all of it may come twice. True for the last, when the cell begins to serve. */
export function receive(
  storage: DurableObjectStorage,
  gate: Gate,
  { namespaceId, organizationId }: { namespaceId: Id<"namespace">; organizationId: Id<"organization"> },
  received: Received,
): boolean {
  if (received.part === "begin") gate.found(namespaceId, organizationId, "receiving");
  if (received.part === "rest" && gate.serving) return false;
  if (!gate.isReceivingFor(organizationId)) throw new Error("only a cell that is being filled takes rows");
  storage.transactionSync(() => {
    if (received.part === "begin") empty(storage.sql);
    else if (received.part === "rows") take(storage.sql, received.table, received.columns, received.rows);
    else {
      takeRest(storage, JSON.parse(received.kept));
      gate.open();
    }
  });
  return received.part === "rest";
}

function empty(sql: SqlStorage): void {
  for (const { name } of contentTables(sql).toReversed()) sql.exec(`DELETE FROM ${quoted(name)}`);
}

/** @throws for a table or a column that this cell does not have */
function take(sql: SqlStorage, table: string, columns: string[], rows: Value[][]): void {
  const known = contentTables(sql).find(({ name }) => name === table);
  if (!known || columns.some((column) => !known.columns.includes(column)))
    throw new Error(`this cell has no place for rows of ${table}`);
  const places = columns.map(() => "?").join(", ");
  const insert = `INSERT OR REPLACE INTO ${quoted(table)} (${listed(columns)}) VALUES (${places})`;
  for (const values of rows) sql.exec(insert, ...values);
}

/** What the other cell kept beside its tables; and numbers go on from where they were there, so that none is used twice. */
function takeRest({ kv, sql }: DurableObjectStorage, { keys, sequences }: Kept): void {
  for (const [key, value] of keys) kv.put(key, value);
  for (const [name, seq] of sequences) {
    const known = "SELECT 1 FROM sqlite_sequence WHERE name = ?";
    sql.exec(`INSERT INTO sqlite_sequence (name, seq) SELECT ?, 0 WHERE NOT EXISTS (${known})`, name, name);
    sql.exec("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", seq, name);
  }
}
