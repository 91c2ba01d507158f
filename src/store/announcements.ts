import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import { cellOf } from "./cells";
import { namespaces } from "./schema";

/** How many cells are told in the request that changed who listens; the rest in the next sweep. */
const perCall = 100;

/** Types that are listened to in a namespace: by its webhooks, by its organization's, and by its alerts. */
const patterns = sql<string>`(SELECT json_group_array(DISTINCT pattern) FROM (
  SELECT p.value AS pattern FROM webhooks w, json_each(w.events) p
  WHERE w.organization_id = "namespaces"."organization_id" AND w.is_active = 1
    AND (w.namespace_id IS NULL OR w.namespace_id = "namespaces"."id")
  UNION SELECT 'document.created' FROM alerts a
  WHERE a.namespace_id = "namespaces"."id" AND a.enabled = 1 AND a.mode = 'on_ingest'))`;

/**
 * Tells cells what is listened to. Which cells have not been told stands in their rows: a trigger raises the revision
 * with every change, and a cell that was told something older meanwhile is told again.
 */
export async function announce(
  env: Env,
  organizationId: Id<"organization"> | undefined,
  namespaceId: Id<"namespace"> | undefined,
  limit = perCall,
): Promise<number> {
  const db = drizzle(env.DB);
  const untold = await db
    .select({
      id: namespaces.id,
      organizationId: namespaces.organizationId,
      revision: namespaces.hooksRevision,
      patterns,
    })
    .from(namespaces)
    .where(
      and(
        sql`hooks_told < hooks_revision`,
        eq(namespaces.status, "active"),
        organizationId && eq(namespaces.organizationId, organizationId),
        namespaceId && eq(namespaces.id, namespaceId),
      ),
    )
    .limit(limit);
  if (untold.length === 0) return 0;
  await Promise.all(
    untold.map((one) => cellOf(env, one.id).subscribe(one.organizationId, one.revision, JSON.parse(one.patterns))),
  );
  const done = JSON.stringify(untold.map(({ id, revision }) => [id, revision]));
  await db.run(
    sql`UPDATE namespaces SET hooks_told = done.value ->> 1 FROM json_each(${done}) AS done
        WHERE namespaces.id = done.value ->> 0`,
  );
  return untold.length;
}
