import type { Opened, RowsPage } from "../cell/snapshots";
import type { Value } from "../cell/tables";
import { barePass, type Plot } from "./plot";
import { served } from "./refused";

/** A namespace's contents as they were at one moment, while writes go on. Kept for an hour after it was last read. */
export interface Snapshot {
  /** Opens it, or finds it open; null when too many of the namespace's are, or its schema knows none. */
  open(): Promise<Opened | null>;
  /** The next rows of a table, about a megabyte; null when the snapshot was given up. */
  page(table: string, after: Value[] | null): Promise<RowsPage | null>;
  close(): Promise<void>;
}

export function snapshot(plot: Plot, name: string): Snapshot {
  const pass = () => barePass(plot);
  return {
    open: async () => (await served(plot.cell.snapshot(pass(), { name, ask: "open" }))).opened,
    page: async (table, after) => (await served(plot.cell.snapshot(pass(), { name, ask: "page", table, after }))).page,
    close: async () => {
      await served(plot.cell.snapshot(pass(), { name, ask: "close" }));
    },
  };
}
