import { isNull, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { NotedEvent } from "../cell/contract";
import type { Id } from "../kit/id";
import { inOneBatch } from "./batch";
import { cellOf } from "./cells";
import { nudge } from "./nudges";
import { events } from "./schema-hooks";

const perFetch = 500;
const perRoute = 1_000;

/** Takes over what a cell has to tell. Taken over twice it is there once: an event's id was given with the change. */
export async function fetchOutbox(env: Env, namespaceId: Id<"namespace">): Promise<number> {
  const cell = cellOf(env, namespaceId);
  let [fetched, arrived] = [0, 0];
  for (;;) {
    const outgoing = await cell.outgoing(arrived, perFetch);
    const last = outgoing?.events.at(-1);
    if (!outgoing || !last) return fetched;
    await keep(env, outgoing.organizationId, namespaceId, outgoing.events);
    arrived = last.sequence;
    fetched += outgoing.events.length;
  }
}

async function keep(env: Env, organizationId: Id<"organization">, namespaceId: Id<"namespace">, all: NotedEvent[]) {
  const noted = JSON.stringify(all);
  // Not for a namespace that was deleted meanwhile: its rows are being taken away.
  await drizzle(env.DB).run(
    sql`INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, sequence, occurred_at, data)
        SELECT n.organization_id, e.value ->> 'id', n.id, e.value ->> 'type', e.value ->> 'subjectType',
          e.value ->> 'subjectId', e.value ->> 'collectionId', e.value ->> 'sequence', e.value ->> 'occurredAt', e.value ->> 'data'
        FROM json_each(${noted}) e JOIN namespaces n
        WHERE n.organization_id = ${organizationId} AND n.id = ${namespaceId} AND n.status = 'active'
        ON CONFLICT DO NOTHING`,
  );
}

/** Whether a webhook (w) means an event (e). The same as `eventMatches`, for all of them at once. */
const means = sql`w.organization_id = e.organization_id AND w.is_active = 1
  AND (w.namespace_id IS NULL OR w.namespace_id = e.namespace_id)
  AND w.created_at <= coalesce(e.occurred_at, w.created_at)
  AND (w.collections IS NULL OR e.collection_id IN (SELECT value FROM json_each(w.collections)))
  AND EXISTS (SELECT 1 FROM json_each(w.events) p WHERE p.value = '*' OR p.value = e.type
    OR (p.value LIKE '%.*' AND substr(e.type, 1, length(p.value) - 1) = substr(p.value, 1, length(p.value) - 1)))`;

/**
 * Writes a delivery for everybody who listens to each event, and a task for each alert that looks at new documents. One
 * batch is one transaction, and an event is routed in it once: two that route at a time write nothing twice.
 */
export async function routeEvents(env: Env, now: number): Promise<number> {
  const db = drizzle(env.DB);
  const waiting = await db.select({ id: events.id }).from(events).where(isNull(events.routedAt)).limit(perRoute);
  if (waiting.length === 0) return 0;
  const ids = JSON.stringify(waiting.map(({ id }) => id));
  const these = sql`e.routed_at IS NULL AND e.id IN (SELECT value FROM json_each(${ids}))`;
  await inOneBatch(env, [
    sql`INSERT INTO deliveries (organization_id, id, event_id, webhook_id, channel, namespace_id, event_type, due_at, created_at)
          SELECT e.organization_id, 'dlv_' || lower(hex(randomblob(12))), e.id, w.id, c.key, e.namespace_id, e.type, ${now}, ${now}
          FROM events e, webhooks w, json_each(w.channels) c WHERE ${these} AND ${means} ON CONFLICT DO NOTHING`,
    sql`INSERT INTO tasks (organization_id, id, namespace_id, key_id, kind, input, due_at, created_at, updated_at)
          SELECT a.organization_id, 'task_' || lower(hex(randomblob(12))), a.namespace_id, a.key_id, 'alert_run',
            json_object('alert_id', a.id, 'document_ids', json_group_array(e.subject_id)), ${now}, ${now}, ${now}
          FROM events e JOIN alerts a ON a.namespace_id = e.namespace_id
          WHERE ${these} AND e.type = 'document.created' AND a.enabled = 1 AND a.mode = 'on_ingest'
          GROUP BY a.namespace_id, a.id`,
    sql`UPDATE events AS e SET routed_at = ${now}, occurred_at = coalesce(e.occurred_at, ${now}) WHERE ${these}`,
    // What nobody listens to is not kept.
    sql`DELETE FROM events WHERE id IN (SELECT value FROM json_each(${ids}))
          AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = events.id)`,
  ]);
  const due = await db.all<{ webhook_id: Id<"webhook"> }>(
    sql`SELECT DISTINCT webhook_id FROM deliveries WHERE event_id IN (SELECT value FROM json_each(${ids}))`,
  );
  for (const { webhook_id } of due) await nudge(env, { deliver: webhook_id });
  const tasks = await db.all<{ id: Id<"task"> }>(
    sql`SELECT id FROM tasks WHERE kind = 'alert_run' AND due_at = ${now} LIMIT 100`,
  );
  for (const { id } of tasks) await nudge(env, { task_id: id });
  return waiting.length;
}
