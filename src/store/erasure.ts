import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { isId } from "../kit/id";
import { answersPrefix } from "./answers";
import { cellOf } from "./cells";
import { redisOf } from "./redis";
import { rows } from "./rows";
import { collections, keys, namespaces, retrievers } from "./schema";
import { alertRuns, alerts, deliveries, events, webhooks } from "./schema-hooks";
import { placements, vectorIndexes } from "./schema-vectors";
import { tasks } from "./schema-work";
import { signReceipt } from "./signing";
import { spacesOf } from "./spaces";
import type { TaskRow } from "./tasks";

/** How many there are, by store and by what they are. */
export type Census = Record<string, Record<string, number>>;

/** What is left of one namespace, and the means to take it away. Everything here is safe to do again. */
export interface Erasure {
  /** Closes the cell, should whoever deleted the namespace have died before. */
  retire(): Promise<void>;
  count(): Promise<Census>;
  wipeCell(): Promise<void>;
  /** Removes up to 1,000 objects; true when there may be more. */
  wipeObjects(): Promise<boolean>;
  /** Takes away vectors that are outside, and the places they had. */
  wipeVectors(): Promise<void>;
  /** Takes away answers that Redis keeps; those in an isolate's memory die with it, and nothing finds them. */
  wipeAnswers(): Promise<void>;
  /** The last step: the rows, and the namespace's own among them. */
  wipeRows(): Promise<void>;
  sign(receipt: Record<string, unknown>): Promise<string>;
}

/** Every table whose rows belong to one namespace. A test reads D1's own list and knows when one is missing here. */
export const ownedTables = {
  ...{ placements, vector_indexes: vectorIndexes },
  ...{ deliveries, events, webhooks, alert_runs: alertRuns, alerts, retrievers, collections },
};

/** @throws TypeError for a task that is not a deletion: nothing else erases */
export function erasureOf(env: Env, task: TaskRow, now: number): Erasure {
  const { organizationId, namespaceId } = task;
  if (task.kind !== "namespace_delete" || !isId("namespace", namespaceId)) throw new TypeError("not a deletion");
  const db = drizzle(env.DB);
  const cell = cellOf(env, namespaceId);
  const prefix = `${namespaceId}/`;
  const placed = rows(db, placements, { namespaceId });
  const spaces = spacesOf(env, namespaceId, () => now);
  const sweepAnswers = (remove: boolean) => redisOf(env, now)?.sweep(answersPrefix(namespaceId), remove);
  const owned = Object.entries(ownedTables).map(([name, table]) => [name, rows(db, table, { namespaceId })] as const);
  const ownKeys = rows(db, keys, { organizationId, namespaceId });
  const itself = rows(db, namespaces, { organizationId, id: namespaceId });
  return {
    retire: () => cell.retire(namespaceId, organizationId),
    async count() {
      const metadata = await Promise.all(
        [...owned, ["keys", ownKeys] as const].map(async ([name, mine]) => [name, await mine.count()]),
      );
      const cellRows = await cell.census();
      const answers = await sweepAnswers(false);
      const isOutside = (await placed.count()) > 0;
      return {
        cell: { ...cellRows },
        metadata: Object.fromEntries(metadata),
        objects: { objects: await objects() },
        // By the cell's own word: a service that does not answer keeps nothing from being erased here.
        ...(isOutside && { vectors: { vectors: cellRows.remote_entries ?? 0 } }),
        ...(answers !== undefined && { cache: { answers } }),
      };
    },
    wipeCell: () => cell.wipe(),
    async wipeObjects() {
      const listed = await env.BLOBS.list({ prefix });
      if (listed.objects.length > 0) await env.BLOBS.delete(listed.objects.map(({ key }) => key));
      return listed.truncated;
    },
    wipeVectors: () => spaces.clearAll(),
    async wipeAnswers() {
      await sweepAnswers(true);
    },
    async wipeRows() {
      await ownKeys.removeAll();
      // What was done in the namespace's own time names what is in it; that it was deleted stays told.
      await db
        .delete(tasks)
        .where(
          and(
            eq(tasks.organizationId, organizationId),
            eq(tasks.namespaceId, namespaceId),
            eq(tasks.kind, "alert_run"),
          ),
        );
      for (const [, mine] of owned) await mine.removeAll();
      await itself.removeAll();
    },
    sign: (receipt) => signReceipt(env, receipt, now),
  };

  async function objects(): Promise<number> {
    let listed = await env.BLOBS.list({ prefix });
    let count = listed.objects.length;
    while (listed.truncated) {
      listed = await env.BLOBS.list({ prefix, cursor: listed.cursor });
      count += listed.objects.length;
    }
    return count;
  }
}
