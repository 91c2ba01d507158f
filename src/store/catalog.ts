import { and, asc, eq, or, type SQL, sql } from "drizzle-orm";
import { type Config, configOf, forgetConfig } from "./config";
import type { Plot } from "./plot";
import type { PageOf } from "./rows";
import type { collections, retrievers } from "./schema";

/** The rows of one namespace and one table, as `rows()` gives them. */
interface Source<R, D> {
  find(where: SQL | undefined): Promise<R | undefined>;
  list(page: { where?: SQL; order: SQL[]; limit: number; offset: number }): Promise<PageOf<R>>;
  all(where?: SQL): Promise<R[]>;
  count(where?: SQL): Promise<number>;
  add(draft: D, taken: string): Promise<R>;
  remove(id: string): Promise<boolean>;
}

/** One namespace's configured things of one kind: collections, or retrievers. */
export interface Catalog<R, D> {
  /** By id or name. What is found counts as the plan of this request: the cell checks that it still holds. */
  find(ref: string): Promise<R | undefined>;
  list(page: { limit: number; offset: number }): Promise<PageOf<R>>;
  all(): Promise<R[]>;
  count(): Promise<number>;
  /** @throws Problem `conflict`, saying `taken`, when the name is in use */
  add(draft: D, taken: string): Promise<R>;
  remove(id: string): Promise<boolean>;
}

interface Options<R> {
  table: typeof collections | typeof retrievers;
  plot: Plot;
  /** The ids the key may see; null for all. */
  only: readonly string[] | null;
  remembered(config: Config): Map<string, R>;
}

export function catalog<R extends { id: string }, D>(source: Source<R, D>, options: Options<R>): Catalog<R, D> {
  const { table, plot, only, remembered } = options;
  // One parameter however many there are: D1 takes 100 a statement.
  const visible = only ? sql`${table.id} IN (SELECT value FROM json_each(${JSON.stringify(only)}))` : undefined;
  const changed = async <T>(result: T): Promise<T> => {
    await plot.stub.reconfigure();
    forgetConfig(plot.id);
    return result;
  };
  return {
    async find(ref) {
      const config = await configOf(plot.id, plot.now, () => plot.stub.configVersion());
      plot.planned = config.version;
      const rows = remembered(config);
      const row = rows.get(ref) ?? (await source.find(or(sql`${table.id} = ${ref}`, eq(table.name, ref))));
      if (row) rows.set(ref, row);
      return row && (!only || only.includes(row.id)) ? row : undefined;
    },
    list: (page) => source.list({ where: and(visible), order: [asc(table.createdAt), asc(table.id)], ...page }),
    all: () => source.all(visible),
    count: () => source.count(visible),
    add: async (draft, taken) => changed(await source.add(draft, taken)),
    remove: async (id) => changed(await source.remove(id)),
  };
}
