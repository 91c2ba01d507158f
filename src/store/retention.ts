import { sql } from "drizzle-orm";
import { inOneBatch } from "./batch";

const dayMs = 86_400_000;
/** What was delivered is kept for a month, what could not be for three. */
const [deliveredMs, failedMs] = [30 * dayMs, 90 * dayMs];
const perTable = 1_000;

/** Takes away what is old, a bounded number at a time. Deletions' tasks stay: their receipts are in them. */
export async function removeOld(env: Env, now: number): Promise<Record<string, number>> {
  const old = (table: string, where: ReturnType<typeof sql>) =>
    sql`DELETE FROM ${sql.identifier(table)} WHERE rowid IN
        (SELECT rowid FROM ${sql.identifier(table)} WHERE ${where} LIMIT ${perTable})`;
  const results = await inOneBatch(env, [
    old(
      "deliveries",
      sql`finished_at IS NOT NULL AND (finished_at < ${now - failedMs}
          OR (status = 'delivered' AND finished_at < ${now - deliveredMs}))`,
    ),
    old(
      "events",
      sql`routed_at < ${now - deliveredMs} AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = events.id)`,
    ),
    old("tasks", sql`kind <> 'namespace_delete' AND finished_at < ${now - deliveredMs}`),
    old("alert_runs", sql`executed_at < ${now - deliveredMs}`),
  ]);
  const [deliveries = 0, events = 0, tasks = 0, alertRuns = 0] = results.map(({ meta }) => meta.changes);
  return { deliveries, events, tasks, alert_runs: alertRuns };
}
