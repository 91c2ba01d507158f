import { and, asc, desc, eq, inArray, isNotNull, lte, ne, notInArray, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Id, isId, newId } from "../kit/id";
import type { KeyRow } from "./keyring";
import { rows } from "./rows";
import { type TaskKind, tasks } from "./schema-work";

export type TaskRow = typeof tasks.$inferSelect;

/** How long a step may take before somebody else takes the task over. */
const leaseMs = 60_000;

/** How far one step has brought a task: to where the next goes on, or to its end. */
export type Step = { done: number; total: number | null; state: unknown } | { result: Record<string, unknown> };

/** A task that is due at once, ready to be written in the batch of the change that causes it. */
export const taskDraft = (
  key: KeyRow,
  now: number,
  task: { kind: TaskKind; namespaceId: Id<"namespace">; input?: Record<string, unknown> },
) => ({
  ...task,
  organizationId: key.organizationId,
  id: newId("task"),
  keyId: key.id,
  dueAt: now,
  createdAt: now,
  updatedAt: now,
});

/** One organization's tasks. */
export function tasksOf(env: Env, organizationId: Id<"organization">) {
  const db = drizzle(env.DB);
  const mine = rows(db, tasks, { organizationId });
  const cancel = (which: SQL, now: number) =>
    db
      .update(tasks)
      .set({ status: "CANCELED", state: null, dueAt: null, finishedAt: now, updatedAt: now })
      .where(
        and(
          eq(tasks.organizationId, organizationId),
          which,
          isNotNull(tasks.dueAt),
          ne(tasks.kind, "namespace_delete"),
        ),
      )
      .returning({ id: tasks.id });
  return {
    all: () => mine.all(undefined, [desc(tasks.createdAt), desc(tasks.id)]),
    find: (id: string) => (isId("task", id) ? mine.find(eq(tasks.id, id)) : Promise.resolve(undefined)),
    /** Takes a task off the list of what is to be done; false when it was done, or is beyond recall. */
    cancel: async (id: Id<"task">, now: number) => (await cancel(eq(tasks.id, id), now)).length > 0,
    /** As a statement for a batch: whatever is under way in a namespace is taken off the list. */
    cancelAll: (namespaceId: Id<"namespace">, now: number, kind?: TaskKind) => {
      const which = eq(tasks.namespaceId, namespaceId);
      return cancel(kind ? sql`${which} AND ${eq(tasks.kind, kind)}` : which, now);
    },
    /** Whether anything but its deletion is under way in a namespace. */
    async busy(namespaceId: Id<"namespace">): Promise<boolean> {
      const open = and(eq(tasks.namespaceId, namespaceId), isNotNull(tasks.dueAt));
      return (
        (await mine.count(and(open, notInArray(tasks.kind, ["namespace_delete", "vectors_move", "alert_run"])))) > 0
      );
    },
  };
}

/** Ids of what is to be done now and nobody is doing, the longest waiting first. Of every organization: for sweeps. */
export async function dueTasks(env: Env, now: number, limit: number): Promise<Id<"task">[]> {
  const found = await drizzle(env.DB)
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(lte(tasks.dueAt, now), lte(tasks.leasedUntil, now)))
    .orderBy(asc(tasks.dueAt))
    .limit(limit);
  return found.map(({ id }) => id);
}

/** Takes a task on for one minute; undefined when it is done, not due, or somebody's already. */
export async function claimTask(env: Env, id: Id<"task">, now: number): Promise<TaskRow | undefined> {
  const [row] = await drizzle(env.DB)
    .update(tasks)
    .set({
      status: "IN_PROGRESS",
      attempts: sql`${tasks.attempts} + 1`,
      leasedUntil: now + leaseMs,
      updatedAt: now,
    })
    .where(and(eq(tasks.id, id), lte(tasks.dueAt, now), lte(tasks.leasedUntil, now)))
    .returning();
  return row;
}

/**
 * Writes how far a claimed task has come; false when it was cancelled or taken over meanwhile, and whoever works on it
 * has to stop. Attempts tell one claim from another.
 */
export async function saveTask(env: Env, task: TaskRow, changes: Partial<TaskRow>, now: number): Promise<boolean> {
  const saved = await drizzle(env.DB)
    .update(tasks)
    .set({ leasedUntil: now + leaseMs, ...changes, updatedAt: now })
    .where(
      and(
        eq(tasks.organizationId, task.organizationId),
        eq(tasks.id, task.id),
        eq(tasks.attempts, task.attempts),
        isNotNull(tasks.dueAt),
        inArray(tasks.status, ["IN_PROGRESS"]),
      ),
    )
    .returning({ id: tasks.id });
  return saved.length > 0;
}
