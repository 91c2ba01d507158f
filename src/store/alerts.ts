import { desc, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Id, newId } from "../kit/id";
import { isAmong } from "./among";
import { announce } from "./announcements";
import { inOneBatch } from "./batch";
import type { Catalog } from "./catalog";
import { nudge } from "./nudges";
import { type PageOf, rows } from "./rows";
import { alertRuns, type alerts, events } from "./schema-hooks";

export type AlertRow = typeof alerts.$inferSelect;
export type AlertRunRow = typeof alertRuns.$inferSelect;
export type AlertDraft = Omit<typeof alerts.$inferInsert, "namespaceId">;

/** A namespace's alerts, and what came of their runs. */
export interface Alerts extends Pick<Catalog<AlertRow, AlertDraft>, "get" | "all" | "add" | "change" | "remove"> {
  /** Of these alerts, the newest first. */
  runs(alertIds: string[], page: { limit: number; offset: number }): Promise<PageOf<AlertRunRow>>;
  /** Writes a run down and, if it found something, tells of it: both or neither, and once for one run id. */
  record(
    alert: AlertRow,
    run: Omit<AlertRunRow, "namespaceId" | "alertId">,
    told: { data: Record<string, unknown>; webhookIds: string[] } | undefined,
  ): Promise<void>;
}

export function alertsOf(
  env: Env,
  owner: { organizationId: Id<"organization">; namespaceId: Id<"namespace"> },
  catalog: Catalog<AlertRow, AlertDraft>,
): Alerts {
  const db = drizzle(env.DB);
  const { organizationId, namespaceId } = owner;
  const mine = rows(db, alertRuns, { namespaceId });
  /** The cell is told, should it have to note other events than before. */
  const heard = async <T>(changed: Promise<T>): Promise<T> => {
    const result = await changed;
    await announce(env, organizationId, namespaceId);
    return result;
  };
  return {
    get: catalog.get,
    all: catalog.all,
    add: (draft, taken) => heard(catalog.add(draft, taken)),
    change: (id, changes) => heard(catalog.change(id, changes)),
    remove: (id) => heard(catalog.remove(id)),
    runs: (alertIds, page) =>
      mine.list({
        where: isAmong(alertRuns.alertId, alertIds),
        order: [desc(alertRuns.executedAt), desc(alertRuns.id)],
        ...page,
      }),
    async record(alert, run, told) {
      const written = db
        .insert(alertRuns)
        .values({ ...run, alertId: alert.id, namespaceId })
        .onConflictDoNothing();
      if (!told) {
        await written;
        return;
      }
      // Told under an id made from the run's, so that a run that is written twice is told once.
      const eventId: Id<"event"> = `evt_${run.id.slice("exec_".length)}`;
      const now = run.executedAt;
      const type = "alert.triggered";
      const directed = sql`INSERT INTO deliveries (organization_id, id, event_id, webhook_id, channel, namespace_id, event_type, due_at, created_at)
        SELECT w.organization_id, 'dlv_' || lower(hex(randomblob(12))), ${eventId}, w.id, c.key, ${namespaceId}, ${type}, ${now}, ${now}
        FROM webhooks w, json_each(w.channels) c
        WHERE w.organization_id = ${organizationId} AND w.namespace_id = ${namespaceId} AND w.is_active = 1
          AND w.id IN (SELECT value FROM json_each(${JSON.stringify(told.webhookIds)})) ON CONFLICT DO NOTHING`;
      await inOneBatch(env, [
        written,
        db
          .insert(events)
          .values({
            organizationId,
            id: eventId,
            namespaceId,
            type,
            subjectType: "alert",
            subjectId: alert.id,
            occurredAt: now,
            data: told.data,
          })
          .onConflictDoNothing(),
        directed,
      ]);
      await nudge(env, { events: true });
    },
  };
}

/** Makes a task for each alert whose time has come, and says when the next is. Of every organization: for sweeps. */
export async function startAlerts(env: Env, now: number): Promise<number> {
  const due = sql`due_at <= ${now} AND enabled = 1 AND mode = 'scheduled'`;
  const [started] = await inOneBatch<{ id: Id<"task"> }>(env, [
    sql`INSERT INTO tasks (organization_id, id, namespace_id, key_id, kind, input, due_at, created_at, updated_at)
          SELECT organization_id, 'task_' || lower(hex(randomblob(12))), namespace_id, key_id, 'alert_run',
            json_object('alert_id', id), ${now}, ${now}, ${now} FROM alerts WHERE ${due} RETURNING id`,
    sql`UPDATE alerts SET due_at = ${now} + every_ms WHERE ${due}`,
  ]);
  for (const { id } of started?.results ?? []) await nudge(env, { task_id: id });
  return started?.results.length ?? 0;
}

export const runIdOf = (taskId: Id<"task"> | undefined): Id<"execution"> =>
  taskId ? `exec_${taskId.slice("task_".length)}` : newId("execution");
