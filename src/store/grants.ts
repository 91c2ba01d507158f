import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import { forgetKey, type KeyRow } from "./keyring";
import { forgetNamespace } from "./namespaces";
import { keys } from "./schema";

/**
 * Takes a namespace's grants away, in the batch of its deletion: a namespace that is founded under the same name later
 * must not be opened by a key that was given the old one. A key of which nothing is left is revoked, since one without
 * scopes would open everything. Globs stay: they were given for whatever will match.
 */
export function grantsRemoved(env: Env, key: KeyRow, now: number) {
  const db = drizzle(env.DB);
  const mine = eq(keys.organizationId, key.organizationId);
  return {
    statements: (namespace: { id: Id<"namespace">; name: string }) => {
      const isThis = sql`(value ->> 'resource_type' = 'namespace' AND value ->> 'resource_id' IN (${namespace.id}, ${namespace.name}))`;
      const named = sql`EXISTS (SELECT 1 FROM json_each(${keys.scopes}) WHERE ${isThis})`;
      const another = sql`EXISTS (SELECT 1 FROM json_each(${keys.scopes}) WHERE NOT ${isThis})`;
      const gone = sql`(${keys.namespaceId} = ${namespace.id} OR (${named} AND NOT ${another}))`;
      const left = sql`(SELECT json_group_array(json(value)) FROM json_each(${keys.scopes}) WHERE NOT ${isThis})`;
      const nameless = sql`(SELECT json_group_array(json(json_set(value, '$.resource_id', ${namespace.id}))) FROM json_each(${keys.scopes}))`;
      return [
        db
          .update(keys)
          .set({ revokedAt: now, revokedBy: key.userId })
          .where(and(mine, sql`${keys.revokedAt} IS NULL`, gone))
          .returning({ id: keys.id }),
        db
          .update(keys)
          .set({ scopes: left })
          .where(and(mine, named, another))
          .returning({ id: keys.id }),
        // What is left are keys for this namespace alone, which are revoked: they keep its id, and its name is erased.
        db.update(keys).set({ scopes: nameless }).where(and(mine, named)),
      ] as const;
    },
    /** This isolate reads the keys anew. */
    forget(namespaceId: Id<"namespace">, changed: { id: Id<"key"> }[]) {
      forgetNamespace(namespaceId);
      for (const { id } of changed) forgetKey(id);
    },
  };
}
