import { and, eq, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { Cache } from "../kit/cache";
import { type Id, isId } from "../kit/id";
import { matchedBy } from "./globs";
import type { KeyRow } from "./keyring";
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
  return seen.get(keyOf(organizationId, ref), now) ?? readNamespace(env, organizationId, ref, now);
}

/**
 * The namespace that a request means, if its key may be told of it. One that is remembered is given when `opens` says
 * that it opens; for every other one the database is asked, and only for what the key's scopes name. So a namespace that
 * is not the caller's costs what one costs that never was: one statement that finds nothing.
 */
export async function findGranted(
  env: Env,
  key: KeyRow,
  ref: string,
  now: number,
  opens: (row: NamespaceRow) => boolean,
): Promise<NamespaceRow | undefined> {
  const known = seen.get(keyOf(key.organizationId, ref), now);
  return known && opens(known) ? known : readNamespace(env, key.organizationId, ref, now, grantsOf(key));
}

async function readNamespace(
  env: Env,
  organizationId: Id<"organization">,
  ref: string,
  now: number,
  granted?: SQL,
): Promise<NamespaceRow | undefined> {
  const mine = rows(drizzle(env.DB), namespaces, { organizationId });
  // A name never has the form of an id, so a text means one or the other.
  const called = isId("namespace", ref) ? eq(namespaces.id, ref) : eq(namespaces.name, ref);
  const row = await mine.find(and(eq(namespaces.status, "active"), called, granted));
  return row && seen.set(keyOf(organizationId, ref), row, now);
}

/** What a key's scopes name, as a condition; undefined for a key that may be told of any namespace of its account. */
function grantsOf(key: KeyRow): SQL | undefined {
  if (key.namespaceId) return eq(namespaces.id, key.namespaceId);
  // A scope for a part of a namespace does not say which one that is in.
  if (key.scopes.length === 0 || key.scopes.some(({ resource_type }) => resource_type !== "namespace"))
    return undefined;
  const globs = key.scopes.map(({ resource_id }) => resource_id);
  return matchedBy(globs, namespaces.id, namespaces.name);
}

export const forgetNamespace = (id: Id<"namespace">) => seen.deleteWhere((row) => row.id === id);
