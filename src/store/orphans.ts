import { and, eq, inArray, isNotNull, notExists, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Id, isId, newId } from "../kit/id";
import { namespaces } from "./schema";
import { tasks } from "./schema-work";

const perSweep = 100;

/** What nobody owns any more. Bounded, and the next time goes on. */
export async function sweepOrphans(env: Env, now: number): Promise<Record<string, number>> {
  const clones_abandoned = await abandonClones(env, now);
  return {
    clones_abandoned,
    deletions_resumed: await resumeDeletions(env, now),
    objects_removed: await removeObjects(env),
  };
}

/** What was copied for a clone that nobody works on any more goes the way of what is deleted. */
async function abandonClones(env: Env, now: number): Promise<number> {
  const db = drizzle(env.DB);
  const isItsTask = sql`${tasks.input} ->> 'namespace_id' = ${namespaces.id}`;
  const open = db
    .select({ one: sql`1` })
    .from(tasks)
    .where(and(eq(tasks.kind, "namespace_clone"), isNotNull(tasks.dueAt), isItsTask));
  const gone = await db
    .update(namespaces)
    .set({ status: "deleted", deletedAt: now, updatedAt: now })
    .where(and(eq(namespaces.status, "cloning"), notExists(open)))
    .returning({ id: namespaces.id });
  return gone.length;
}

/** A deleted namespace whose row is still there has a task that will not rest, or gets one. */
async function resumeDeletions(env: Env, now: number): Promise<number> {
  const db = drizzle(env.DB);
  const open = db
    .select({ one: sql`1` })
    .from(tasks)
    .where(and(eq(tasks.namespaceId, namespaces.id), eq(tasks.kind, "namespace_delete"), isNotNull(tasks.dueAt)));
  const left = await db
    .select()
    .from(namespaces)
    .where(and(eq(namespaces.status, "deleted"), notExists(open)))
    .limit(perSweep);
  for (const { organizationId, id, deletedAt } of left) {
    const times = { dueAt: now, createdAt: deletedAt ?? now, updatedAt: now };
    const task = { organizationId, id: newId("task"), namespaceId: id, kind: "namespace_delete", ...times } as const;
    await db.insert(tasks).values(task).onConflictDoNothing();
  }
  return left.length;
}

/** Objects lie under the id of their namespace; those of one that has no row are nobody's. */
async function removeObjects(env: Env): Promise<number> {
  const { delimitedPrefixes } = await env.BLOBS.list({ prefix: "ns_", delimiter: "/", limit: perSweep });
  const ids = delimitedPrefixes.map((prefix) => prefix.slice(0, -1)).filter((id) => isId("namespace", id));
  const living = await knownAmong(env, ids);
  let removed = 0;
  for (const id of ids.filter((id) => !living.has(id))) {
    const { objects } = await env.BLOBS.list({ prefix: `${id}/` });
    await env.BLOBS.delete(objects.map(({ key }) => key));
    removed += objects.length;
  }
  return removed;
}

async function knownAmong(env: Env, ids: Id<"namespace">[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const known = await drizzle(env.DB).select({ id: namespaces.id }).from(namespaces).where(inArray(namespaces.id, ids));
  return new Set(known.map(({ id }) => id));
}
