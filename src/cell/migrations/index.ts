import { v1 } from "./v1";
import { v2 } from "./v2";
import { v3 } from "./v3";
import { v4 } from "./v4";

/** The steps from an empty cell to the newest schema, in order. A landed step is never edited. */
const steps: readonly string[] = [v1, v2, v3, v4];

export const newestSchema = steps.length;

/** Brings a cell's tables from one schema version to the newest, in one transaction. */
export function migrate(storage: DurableObjectStorage, from: number, note: (version: number) => void): void {
  if (from === newestSchema) return;
  storage.transactionSync(() => {
    for (const step of steps.slice(from)) storage.sql.exec(step);
    note(newestSchema);
  });
}
