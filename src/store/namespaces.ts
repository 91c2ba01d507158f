import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { Cache } from "../kit/cache";
import { type Id, isId } from "../kit/id";
import { rows } from "./rows";
import { namespaces } from "./schema";

export type NamespaceRow = typeof namespaces.$inferSelect;

/** Live namespaces seen by this isolate. Its cell refuses for one that was deleted since, and then it is read anew. */
const seen = new Cache<NamespaceRow>({ lifeMs: 10_000, size: 10_000 });

const keyOf = (organizationId: Id<"organization">, ref: string) => `${organizationId} ${ref}`;

/** An organization's live namespace, by id or name. */
export async function findNamespace(
  env: Env,
  organizationId: Id<"organization">,
  ref: string,
  now: number,
): Promise<NamespaceRow | undefined> {
  const known = seen.get(keyOf(organizationId, ref), now);
  if (known) return known;
  const mine = rows(drizzle(env.DB), namespaces, { organizationId });
  // A name never has the form of an id, so a text means one or the other.
  const called = isId("namespace", ref) ? eq(namespaces.id, ref) : eq(namespaces.name, ref);
  const row = await mine.find(and(eq(namespaces.status, "active"), called));
  return row && seen.set(keyOf(organizationId, ref), row, now);
}

export const forgetNamespace = (id: Id<"namespace">) => seen.deleteWhere((row) => row.id === id);
