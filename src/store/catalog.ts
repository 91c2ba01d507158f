import { and, asc, eq, or, type SQL, sql } from "drizzle-orm";
import { Problem } from "../kit/problem";
import { isAmong } from "./among";
import { type Config, configOf, forgetConfig } from "./config";
import { barePass, type Plot } from "./plot";
import { served } from "./refused";
import type { collections, retrievers } from "./schema";
import type { alerts } from "./schema-hooks";

/** The rows of one namespace and one table, as `rows()` gives them. */
interface Source<R, D> {
  find(where: SQL | undefined): Promise<R | undefined>;
  all(where: SQL | undefined, order: SQL[]): Promise<R[]>;
  change(id: string, changes: Partial<D>): Promise<R | undefined>;
  add(draft: D, taken: string): Promise<R>;
  remove(id: string): Promise<boolean>;
}

/** One namespace's configured things of one kind: collections, or retrievers. */
export interface Catalog<R, D> {
  /**
   * By id or name, from what the isolate remembers: a plan, which holds only once a call into the cell has been made
   * with it. For an answer that ends here, `get`.
   */
  find(ref: string): Promise<R | undefined>;
  /** By id or name, as it stands now. */
  get(ref: string): Promise<R | undefined>;
  /** All of them, in the order they were made. */
  all(): Promise<R[]>;
  /** @throws Problem `conflict`, saying `taken`, when the name is in use */
  add(draft: D, taken: string): Promise<R>;
  change(id: string, changes: Partial<D>): Promise<R | undefined>;
  remove(id: string): Promise<boolean>;
}

interface Options<R> {
  table: typeof collections | typeof retrievers | typeof alerts;
  plot: Plot;
  /** The ids the key may see; null for all. */
  only: readonly string[] | null;
  remembered(config: Config): Map<string, R>;
}

export function catalog<R extends { id: string }, D>(source: Source<R, D>, options: Options<R>): Catalog<R, D> {
  const { table, plot, only, remembered } = options;
  const { cell } = plot;
  const visible = only ? isAmong(table.id, only) : undefined;
  const called = (ref: string) => or(sql`${table.id} = ${ref}`, eq(table.name, ref));
  /** What D1 alone could answer still asks the cell first: it knows of a revocation or a deletion before any cache. */
  const admitted = () => served(cell.admit(barePass(plot)));
  const change = async <T>(work: () => Promise<T>): Promise<T> => {
    await admitted();
    const result = await work();
    await served(cell.reconfigure(barePass(plot)));
    forgetConfig(plot.id);
    return result;
  };
  return {
    async find(ref) {
      const config = await configOf(plot.id, plot.now, admitted);
      plot.planned = config.version;
      const rows = remembered(config);
      const row = rows.get(ref) ?? (await source.find(called(ref)));
      if (row) rows.set(ref, row);
      return row && (!only || only.includes(row.id)) ? row : undefined;
    },
    async get(ref) {
      await admitted();
      return source.find(and(called(ref), visible));
    },
    async all() {
      await admitted();
      return source.all(visible, [asc(table.createdAt), asc(table.id)]);
    },
    change: (id, changes) => change(() => source.change(id, changes)),
    add(draft, taken) {
      if (only) throw new Problem("forbidden", "This key is not authorized for what the request asks.");
      return change(() => source.add(draft, taken));
    },
    remove: (id) => change(() => source.remove(id)),
  };
}
