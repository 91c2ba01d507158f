import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Id } from "../kit/id";
import { organizationId } from "./schema";

/** What Cordon does in its own time. Each kind has its steps in `domain/`. */
export const taskKinds = ["namespace_delete", "namespace_clone", "vectors_move", "alert_run"] as const;
export type TaskKind = (typeof taskKinds)[number];

export const taskStatuses = ["PENDING", "IN_PROGRESS", "COMPLETED", "FAILED", "CANCELED"] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/**
 * The truth of pending work: whatever is not finished is found here again, whoever dies meanwhile. A task outlives its
 * namespace, which is why that is an id and no foreign key.
 */
export const tasks = sqliteTable(
  "tasks",
  {
    organizationId: organizationId(),
    id: text("id").$type<Id<"task">>().notNull(),
    namespaceId: text("namespace_id").$type<Id<"namespace">>().notNull(),
    /** The key that asked: what the task may touch is what this key may. Null for a task that a sweep made. */
    keyId: text("key_id").$type<Id<"key">>(),
    kind: text("kind").$type<TaskKind>().notNull(),
    status: text("status").$type<TaskStatus>().notNull().default("PENDING"),
    input: text("input", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}),
    /** Where the next step goes on; of the task's own kind. */
    state: text("state", { mode: "json" }).$type<unknown>(),
    done: integer("done").notNull().default(0),
    total: integer("total"),
    result: text("result", { mode: "json" }).$type<Record<string, unknown>>(),
    /** Why the last attempt failed, in a sentence for the caller. */
    error: text("error"),
    /** How often somebody took it on: tells one claim from the next. */
    attempts: integer("attempts").notNull().default(0),
    /** Attempts in a row that failed. */
    failures: integer("failures").notNull().default(0),
    /** When it is to be worked on; null when nothing is left to do. */
    dueAt: integer("due_at"),
    /** Until when whoever works on it is believed to be alive. */
    leasedUntil: integer("leased_until").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index("tasks_of_namespace").on(table.organizationId, table.namespaceId, table.createdAt),
    index("tasks_due").on(table.dueAt),
    uniqueIndex("tasks_deletion")
      .on(table.organizationId, table.namespaceId)
      .where(sql`kind = 'namespace_delete' AND due_at IS NOT NULL`),
  ],
);

/** When each sweep last ran and what it did. One row a sweep, so that a missed or doubled tick converges. */
export const sweeps = sqliteTable("sweeps", {
  name: text("name").primaryKey(),
  startedAt: integer("started_at").notNull(),
  finishedAt: integer("finished_at"),
  report: text("report", { mode: "json" }).$type<Record<string, number>>(),
  error: text("error"),
});

/** Keys that sign receipts. A retired one signs nothing and is published for as long as there are receipts of it. */
export const signingKeys = sqliteTable("signing_keys", {
  id: text("id").primaryKey(),
  publicKey: text("public_key", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  /** The private key, sealed with CORDON_SECRET. */
  sealed: text("sealed").notNull(),
  createdAt: integer("created_at").notNull(),
  retiredAt: integer("retired_at"),
});
