import { and, asc, eq, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Id, newId } from "../kit/id";
import { isAmong } from "./among";
import { inOneBatch } from "./batch";
import { type Attempt, type DeliveryStatus, deliveries, events, webhooks } from "./schema-hooks";
import type { DeliveryRow, EventRow, WebhookRow } from "./webhooks";

/** How long a claim lasts: longer than all of it can take, so that nobody sends what another is sending. */
const leaseMs = 180_000;

export interface Claimed {
  webhook: WebhookRow;
  due: { delivery: DeliveryRow; event: EventRow }[];
}

/** What an attempt came to. */
export interface Outcome {
  delivery: DeliveryRow;
  attempt: Attempt;
  status: DeliveryStatus;
  dueAt: number | null;
}

/** Webhooks with deliveries that are due and nobody is making. Of every organization: for sweeps. */
export async function dueWebhooks(env: Env, now: number, limit: number): Promise<Id<"webhook">[]> {
  const found = await drizzle(env.DB)
    .selectDistinct({ id: deliveries.webhookId })
    .from(deliveries)
    .innerJoin(webhooks, eq(webhooks.id, deliveries.webhookId))
    .where(
      and(
        lte(deliveries.dueAt, now),
        lte(deliveries.leasedUntil, now),
        eq(webhooks.isActive, true),
        lte(webhooks.pausedUntil, now),
      ),
    )
    .limit(limit);
  return found.map(({ id }) => id);
}

/** Takes on the deliveries of one webhook that have waited longest; none when it is off or paused. */
export async function claimDeliveries(
  env: Env,
  webhookId: Id<"webhook">,
  now: number,
  limit: number,
): Promise<Claimed | undefined> {
  const db = drizzle(env.DB);
  const open = db
    .select({ one: sql`1` })
    .from(webhooks)
    .where(and(eq(webhooks.id, webhookId), eq(webhooks.isActive, true), lte(webhooks.pausedUntil, now)));
  const due = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.webhookId, webhookId),
        lte(deliveries.dueAt, now),
        lte(deliveries.leasedUntil, now),
        sql`EXISTS ${open}`,
      ),
    )
    .orderBy(asc(deliveries.dueAt))
    .limit(limit);
  const claimed = await db
    .update(deliveries)
    .set({ leasedUntil: now + leaseMs, claims: sql`${deliveries.claims} + 1` })
    .where(inArray(deliveries.id, due))
    .returning();
  if (claimed.length === 0) return undefined;
  const ids = claimed.map(({ eventId }) => eventId);
  const [[webhook], told] = await db.batch([
    db.select().from(webhooks).where(eq(webhooks.id, webhookId)),
    db.select().from(events).where(isAmong(events.id, ids)),
  ]);
  const byId = new Map(told.map((event) => [event.id, event]));
  if (!webhook) return undefined;
  return {
    webhook,
    due: claimed.flatMap((delivery) => {
      const event = byId.get(delivery.eventId);
      return event ? [{ delivery, event }] : [];
    }),
  };
}

/** Writes what became of claimed deliveries. One that was taken over meanwhile is left to whoever has it. */
export async function settleDeliveries(env: Env, outcomes: Outcome[], now: number): Promise<void> {
  const settled = JSON.stringify(
    outcomes.map(({ delivery: { organizationId, id, claims }, attempt, status, dueAt }) => ({
      organizationId,
      id,
      claims,
      attempt,
      status,
      dueAt,
      finishedAt: status === "pending" ? null : now,
    })),
  );
  await drizzle(env.DB).run(
    sql`UPDATE deliveries SET status = s.value ->> 'status', due_at = s.value ->> 'dueAt', finished_at = s.value ->> 'finishedAt',
          tries = tries + 1, leased_until = 0, attempts = json_insert(attempts, '$[#]', json(s.value -> 'attempt'))
        FROM json_each(${settled}) AS s
        WHERE deliveries.organization_id = s.value ->> 'organizationId' AND deliveries.id = s.value ->> 'id'
          AND deliveries.claims = s.value ->> 'claims'`,
  );
}

/** Notes how an endpoint does: null after a success, the moment of the first failure since otherwise. */
export async function noteHealth(env: Env, webhook: WebhookRow, failingSince: number | null): Promise<void> {
  if (webhook.failingSince === failingSince) return;
  const changes = failingSince === null ? isNotNull(webhooks.failingSince) : isNull(webhooks.failingSince);
  await drizzle(env.DB)
    .update(webhooks)
    .set({ failingSince })
    .where(and(eq(webhooks.organizationId, webhook.organizationId), eq(webhooks.id, webhook.id), changes));
}

export async function pauseWebhook(env: Env, { organizationId, id }: WebhookRow, until: number): Promise<void> {
  await drizzle(env.DB)
    .update(webhooks)
    .set({ pausedUntil: until })
    .where(and(eq(webhooks.organizationId, organizationId), eq(webhooks.id, id)));
}

/** Turns a webhook off, lays its deliveries aside as failed, and tells of it. A second time does nothing. */
export async function disableWebhook(env: Env, webhook: WebhookRow, reason: string, now: number): Promise<void> {
  const { organizationId, id, namespaceId, name } = webhook;
  const db = drizzle(env.DB);
  const on = and(eq(webhooks.organizationId, organizationId), eq(webhooks.id, id), eq(webhooks.isActive, true));
  const data = JSON.stringify({ alert: "webhook_disabled", webhook_name: name, reason });
  await inOneBatch(env, [
    sql`INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, occurred_at, data)
          SELECT organization_id, ${newId("event")}, ${namespaceId}, 'alert.triggered', 'webhook', id, ${now}, ${data}
          FROM webhooks WHERE ${on}`,
    db.update(webhooks).set({ isActive: false, disabledAt: now, disabledReason: reason, updatedAt: now }).where(on),
    db
      .update(deliveries)
      .set({ status: "failed", dueAt: null, finishedAt: now })
      .where(
        and(eq(deliveries.organizationId, organizationId), eq(deliveries.webhookId, id), isNotNull(deliveries.dueAt)),
      ),
  ]);
}
