import { and, eq, type SQL, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { Problem } from "../kit/problem";

type OwnedTable = SQLiteTable & { id: SQLiteColumn };
type Row<T extends OwnedTable> = T["$inferSelect"];
type Draft<T extends OwnedTable> = T["$inferInsert"];

/** The columns that say whose a row is, with their values. */
export type Owner<T extends OwnedTable> = Partial<Row<T>>;

export interface PageOf<R> {
  results: R[];
  total: number;
}

/** One owner's rows of one table. Every statement it can write is already narrowed to that owner. */
export interface Rows<T extends OwnedTable, O extends Owner<T>> {
  find(where: SQL | undefined): Promise<Row<T> | undefined>;
  list(page: { where?: SQL; order: SQL[]; limit: number; offset: number }): Promise<PageOf<Row<T>>>;
  all(where?: SQL, order?: SQL[]): Promise<Row<T>[]>;
  count(where?: SQL): Promise<number>;
  /** Adds a row; a unique name that is taken is a conflict, told by `taken`. */
  add(draft: Omit<Draft<T>, keyof O>, taken: string): Promise<Row<T>>;
  /** A unique name that is taken is a conflict here too. */
  change(id: string, changes: Partial<Omit<Draft<T>, keyof O>>): Promise<Row<T> | undefined>;
  /** Changes one row and adds another, both or neither; `taken` tells of a name that the change did not free. */
  swap(
    id: string,
    changes: Partial<Omit<Draft<T>, keyof O>>,
    draft: Omit<Draft<T>, keyof O>,
    taken: string,
  ): Promise<Row<T>>;
  remove(id: string): Promise<boolean>;
  removeAll(): Promise<void>;
}

/** The result of a write. @throws Problem `conflict`, saying `taken`, when a unique name is in use */
export async function unlessTaken<R>(taken: string, write: () => Promise<R>): Promise<R> {
  try {
    return await write();
  } catch (error) {
    if (/UNIQUE constraint failed/.test(`${error} ${(error as Error).cause}`)) throw new Problem("conflict", taken);
    throw error;
  }
}

/** The only file that writes tenant conditions: `owner` narrows every read, and is written last on every insert. */
export function rows<T extends OwnedTable, O extends Owner<T>>(db: DrizzleD1Database, table: T, owner: O): Rows<T, O> {
  // A missing value would widen a condition instead of narrowing it.
  if (Object.values(owner).includes(undefined) || Object.keys(owner).length === 0)
    throw new TypeError("rows need an owner");
  const columns = table as unknown as Record<string, SQLiteColumn>;
  const mine = (where?: SQL) =>
    and(...Object.entries(owner).map(([column, value]) => eq(columns[column] as SQLiteColumn, value)), where);
  const from = () => db.select().from(table as SQLiteTable);
  const count = async (where?: SQL) => {
    const [row] = await db
      .select({ n: sql<number>`count(*)` })
      .from(table as SQLiteTable)
      .where(mine(where));
    return row?.n ?? 0;
  };
  return {
    count,
    async find(where) {
      const [row] = await from().where(mine(where)).limit(1);
      return row as Row<T> | undefined;
    },
    async list({ where, order, limit, offset }) {
      const [page, total] = await Promise.all([
        from()
          .where(mine(where))
          .orderBy(...order)
          .limit(limit)
          .offset(offset),
        count(where),
      ]);
      return { results: page as Row<T>[], total };
    },
    async all(where, order = []) {
      return (await from()
        .where(mine(where))
        .orderBy(...order)) as Row<T>[];
    },
    async add(draft, taken) {
      return unlessTaken(taken, async () => {
        const [row] = await db
          .insert(table)
          .values({ ...draft, ...owner } as unknown as Draft<T>)
          .returning();
        return row as Row<T>;
      });
    },
    async change(id, changes) {
      return unlessTaken("There is one of this name already.", async () => {
        const [row] = await db
          .update(table)
          .set({ ...changes, ...owner } as unknown as Draft<T>)
          .where(mine(eq(table.id, id)))
          .returning();
        return row as Row<T> | undefined;
      });
    },
    async swap(id, changes, draft, taken) {
      const before = db
        .update(table)
        .set({ ...changes, ...owner } as unknown as Draft<T>)
        .where(mine(eq(table.id, id)));
      const added = db
        .insert(table)
        .values({ ...draft, ...owner } as unknown as Draft<T>)
        .returning();
      const [, [row]] = await unlessTaken(taken, () => db.batch([before, added]));
      return row as Row<T>;
    },
    async remove(id) {
      const gone = await db
        .delete(table)
        .where(mine(eq(table.id, id)))
        .returning();
      return gone.length > 0;
    },
    async removeAll() {
      await db.delete(table).where(mine());
    },
  };
}
