import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Id } from "../kit/id";
import { namespaces, organizationId, type retrievers } from "./schema";

export type ChannelKind = "webhook" | "slack";

/** Whoever wants to be told. Without a namespace it hears of all of the organization's. */
export const webhooks = sqliteTable(
  "webhooks",
  {
    organizationId: organizationId(),
    id: text("id").$type<Id<"webhook">>().notNull(),
    namespaceId: text("namespace_id").$type<Id<"namespace">>(),
    name: text("name").notNull(),
    /** What each of its channels is: a delivery is made through every one. */
    channels: text("channels", { mode: "json" }).$type<ChannelKind[]>().notNull(),
    /** Types of events, `document.*`, or `*`. */
    events: text("events", { mode: "json" }).$type<string[]>().notNull(),
    /** Ids of collections whose events are meant; null for all. */
    collections: text("collections", { mode: "json" }).$type<string[]>(),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    /** Where to and signed with what, sealed with CORDON_SECRET: JSON of `Sealed`. */
    sealed: text("sealed").notNull(),
    /** Since when nothing was delivered but failures were seen; null after a success. */
    failingSince: integer("failing_since"),
    /** Nothing is sent before: a receiver asked for quiet. */
    pausedUntil: integer("paused_until").notNull().default(0),
    disabledAt: integer("disabled_at"),
    disabledReason: text("disabled_reason"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("webhooks_id").on(table.id),
    index("webhooks_of_namespace").on(table.organizationId, table.namespaceId),
  ],
);

/** What happened. Written with the change itself: by a trigger here, or taken over from the outbox of a cell. */
export const events = sqliteTable(
  "events",
  {
    organizationId: organizationId(),
    id: text("id").$type<Id<"event">>().notNull(),
    namespaceId: text("namespace_id").$type<Id<"namespace">>(),
    type: text("type").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    collectionId: text("collection_id"),
    /** The place among the events of a namespace's contents; null for those of its configuration. */
    sequence: integer("sequence"),
    /** Null for what a trigger saw go: then the moment of its routing. */
    occurredAt: integer("occurred_at"),
    data: text("data", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}),
    /** Null until a delivery was written for everyone who listens. */
    routedAt: integer("routed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index("events_unrouted").on(table.organizationId).where(sql`routed_at IS NULL`),
    index("events_of_namespace").on(table.namespaceId),
    index("events_routed").on(table.routedAt),
  ],
);

export const deliveryStatuses = ["pending", "delivered", "failed"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export interface Attempt {
  at: number;
  status_code: number | null;
  latency_ms: number;
  error: string | null;
}

/** One event on its way to one endpoint. There is one row for the two, however often the event is routed. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    organizationId: organizationId(),
    id: text("id").$type<Id<"delivery">>().notNull(),
    eventId: text("event_id").$type<Id<"event">>().notNull(),
    webhookId: text("webhook_id").$type<Id<"webhook">>().notNull(),
    /** Which of the webhook's channels. */
    channel: integer("channel").notNull(),
    namespaceId: text("namespace_id").$type<Id<"namespace">>(),
    eventType: text("event_type").notNull(),
    status: text("status").$type<DeliveryStatus>().notNull().default("pending"),
    /** Attempts of the present series, which say how long to wait for the next. */
    tries: integer("tries").notNull().default(0),
    /** How often somebody took it on: tells one claim from the next. */
    claims: integer("claims").notNull().default(0),
    attempts: text("attempts", { mode: "json" }).$type<Attempt[]>().notNull().default([]),
    dueAt: integer("due_at"),
    leasedUntil: integer("leased_until").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("deliveries_once").on(table.eventId, table.webhookId, table.channel),
    index("deliveries_due").on(table.dueAt).where(sql`due_at IS NOT NULL`),
    index("deliveries_of_webhook").on(table.webhookId, table.dueAt),
    index("deliveries_of_namespace").on(table.namespaceId),
  ],
);

export const alertModes = ["on_ingest", "scheduled", "on_demand"] as const;
export type AlertMode = (typeof alertModes)[number];

/** A retriever that is run again and again, and tells when it finds something. */
export const alerts = sqliteTable(
  "alerts",
  {
    namespaceId: text("namespace_id")
      .$type<Id<"namespace">>()
      .notNull()
      .references(() => namespaces.id),
    id: text("id").$type<Id<"alert">>().notNull(),
    organizationId: organizationId(),
    name: text("name").notNull(),
    description: text("description"),
    retrieverId: text("retriever_id").$type<(typeof retrievers.$inferSelect)["id"]>().notNull(),
    mode: text("mode").$type<AlertMode>().notNull(),
    inputs: text("inputs", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    /** Only for `scheduled`: how often, and when next. */
    everyMs: integer("every_ms"),
    dueAt: integer("due_at"),
    notification: text("notification", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull(),
    metadata: text("metadata", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    /** Whose rights it runs with. */
    keyId: text("key_id").$type<Id<"key">>().notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.namespaceId, table.id] }),
    uniqueIndex("alerts_name").on(table.namespaceId, table.name),
    index("alerts_due").on(table.dueAt).where(sql`due_at IS NOT NULL`),
  ],
);

/** What came of each run of an alert. */
export const alertRuns = sqliteTable(
  "alert_runs",
  {
    namespaceId: text("namespace_id").$type<Id<"namespace">>().notNull(),
    id: text("id").$type<Id<"execution">>().notNull(),
    alertId: text("alert_id").$type<Id<"alert">>().notNull(),
    matches: text("matches", { mode: "json" }).$type<{ document_id: string; score: number | null }[]>().notNull(),
    documentIds: text("document_ids", { mode: "json" }).$type<string[]>().notNull(),
    executedAt: integer("executed_at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    error: text("error"),
  },
  (table) => [
    primaryKey({ columns: [table.namespaceId, table.id] }),
    index("alert_runs_of_alert").on(table.namespaceId, table.alertId, table.executedAt),
  ],
);
