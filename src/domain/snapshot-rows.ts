import type { Opened } from "../cell/snapshots";
import type { Value } from "../cell/tables";
import type { Snapshot } from "../store/snapshots";

/** A row as the cell keeps it, by the names of its columns. */
export type Cells = Record<string, Value>;

/** Where a table's columns stand in its rows. */
export function columnsOf({ tables }: Opened, name: string, wanted: readonly string[]): number[] {
  const columns = tables.find((table) => table.name === name)?.columns ?? [];
  return wanted.map((column) => columns.indexOf(column));
}

export async function* pages(snapshot: Snapshot, table: string, from: Value[] | null): AsyncGenerator<Value[][]> {
  for (let after = from, isFirst = true; isFirst || after; isFirst = false) {
    const page = await snapshot.page(table, after);
    if (!page) throw new Error("the snapshot was given up while it was being read");
    yield page.rows;
    after = page.after;
  }
}

/** A table's rows page by page, in the order of its key. */
export async function* cellPages(snapshot: Snapshot, { tables }: Opened, name: string): AsyncGenerator<Cells[]> {
  const table = tables.find((one) => one.name === name);
  if (!table) return;
  for await (const rows of pages(snapshot, name, null))
    yield rows.map((row) => Object.fromEntries(table.columns.map((column, i) => [column, row[i] ?? null])));
}

export async function* flat<T>(pages: AsyncIterable<T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}
