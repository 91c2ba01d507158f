import { and, asc, desc, eq, gt, gte, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Id, isId, newId } from "../kit/id";
import { announce } from "./announcements";
import { forgetListening } from "./listeners";
import { nudge } from "./nudges";
import { type PageOf, rows } from "./rows";
import { type DeliveryStatus, deliveries, events, webhooks } from "./schema-hooks";
import { targetsOf } from "./targets";
import { vaultOf } from "./vault";

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;
export type EventRow = typeof events.$inferSelect;
type Draft = Omit<typeof webhooks.$inferInsert, "organizationId">;

/** What a webhook keeps sealed: texts that open something elsewhere. */
export interface Endpoint {
  kind: "webhook" | "slack";
  url: string;
  headers: Record<string, string>;
  /** What goes along with every message to Slack. */
  extra: Record<string, string>;
  timeoutMs: number;
}
export interface Sealed {
  endpoints: Endpoint[];
  secret: string;
  /** Signs along until then. */
  previous: { secret: string; until: number } | null;
}

export interface DeliveryQuestion {
  status?: DeliveryStatus;
  eventType?: string;
  limit: number;
  offset: number;
}

export const hookVault = (env: Env) => vaultOf(env, "webhooks");

/** One organization's webhooks, what became of their deliveries, and the way to have them made again. */
export function webhooksOf(env: Env, organizationId: Id<"organization">, now: number) {
  const db = drizzle(env.DB);
  const mine = rows(db, webhooks, { organizationId });
  const sent = rows(db, deliveries, { organizationId });
  const told = rows(db, events, { organizationId });
  const changed = async () => {
    forgetListening(organizationId);
    await announce(env, organizationId, undefined);
  };
  const again = async (where: SQL | undefined) => {
    const found = await db
      .update(deliveries)
      .set({ status: "pending", tries: 0, dueAt: now, leasedUntil: 0, finishedAt: null })
      .where(and(eq(deliveries.organizationId, organizationId), where))
      .returning({ webhookId: deliveries.webhookId });
    for (const id of new Set(found.map(({ webhookId }) => webhookId))) await nudge(env, { deliver: id });
    return found.length;
  };
  return {
    targets: targetsOf(env),
    vault: hookVault(env),
    all: (namespaceId?: Id<"namespace">) =>
      mine.all(namespaceId && eq(webhooks.namespaceId, namespaceId), [asc(webhooks.createdAt), asc(webhooks.id)]),
    find: async (id: string) => (isId("webhook", id) ? mine.find(eq(webhooks.id, id)) : undefined),
    named: (name: string, namespaceId: Id<"namespace"> | null) =>
      mine.find(
        and(
          eq(webhooks.name, name),
          namespaceId ? eq(webhooks.namespaceId, namespaceId) : isNull(webhooks.namespaceId),
        ),
      ),
    async add(draft: Draft) {
      const row = await mine.add(draft, "There is a webhook like this already.");
      await changed();
      return row;
    },
    async change(id: Id<"webhook">, changes: Partial<Omit<WebhookRow, "organizationId">>) {
      const row = await mine.change(id, changes);
      await changed();
      return row;
    },
    /** Its deliveries go with it. */
    async remove(id: Id<"webhook">) {
      await db.batch([
        db.delete(deliveries).where(and(eq(deliveries.organizationId, organizationId), eq(deliveries.webhookId, id))),
        db.delete(webhooks).where(and(eq(webhooks.organizationId, organizationId), eq(webhooks.id, id))),
      ]);
      await changed();
    },
    deliveries: (
      id: Id<"webhook">,
      { status, eventType, limit, offset }: DeliveryQuestion,
    ): Promise<PageOf<DeliveryRow>> =>
      sent.list({
        where: and(
          eq(deliveries.webhookId, id),
          status && eq(deliveries.status, status),
          eventType ? eq(deliveries.eventType, eventType) : undefined,
        ),
        order: [desc(deliveries.createdAt), desc(deliveries.id)],
        limit,
        offset,
      }),
    delivery: async (id: string) => (isId("delivery", id) ? sent.find(eq(deliveries.id, id)) : undefined),
    event: (id: Id<"event">) => told.find(eq(events.id, id)),
    resend: (id: Id<"delivery">) => again(eq(deliveries.id, id)),
    /** Since a moment, at once: everything that failed for good, and what failed and waits for its next attempt. */
    recover: (id: Id<"webhook">, since: number) =>
      again(
        and(
          eq(deliveries.webhookId, id),
          gte(deliveries.createdAt, since),
          lte(deliveries.leasedUntil, now),
          or(eq(deliveries.status, "failed"), and(eq(deliveries.status, "pending"), gt(deliveries.tries, 0))),
        ),
      ),
    /** An event that is for this webhook alone. */
    async test({ id, namespaceId, channels }: WebhookRow): Promise<Id<"event">> {
      const eventId = newId("event");
      const event = { organizationId, id: eventId, namespaceId, type: "webhook.test", occurredAt: now, routedAt: now };
      const rowsOf = channels.map((_, channel) => ({
        organizationId,
        id: newId("delivery"),
        eventId,
        webhookId: id,
        channel,
        namespaceId,
        eventType: event.type,
        dueAt: now,
        createdAt: now,
      }));
      await db.batch([
        db.insert(events).values({ ...event, subjectType: "webhook", subjectId: id }),
        db.insert(deliveries).values(rowsOf),
      ]);
      await nudge(env, { deliver: id });
      return eventId;
    },
    pending: async (id: Id<"webhook">) =>
      sent.count(and(eq(deliveries.webhookId, id), sql`${deliveries.dueAt} IS NOT NULL`)),
  };
}
