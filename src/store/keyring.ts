import { and, eq, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { Cache } from "../kit/cache";
import { sha256 } from "../kit/hash";
import type { Id } from "../kit/id";
import { isSecret } from "../kit/secret";
import { keys, users } from "./schema";

export type KeyRow = typeof keys.$inferSelect;

/** Why a key text opens nothing. */
export type KeyRefusal = "malformed" | "unknown" | "revoked" | "expired";

/**
 * Keys seen by this isolate, by their text: it is in this memory anyway, and in no storage. The life is the bound for
 * keys that reach many namespaces; a revoked key is refused sooner by every cell that was told of it.
 */
const seen = new Cache<KeyRow>({ lifeMs: 10_000, size: 10_000 });

/** The key of a text. A text with a wrong checksum costs no read; a warm one costs no hop. */
export function findKey(env: Env, secret: string, now: number): KeyRow | KeyRefusal | Promise<KeyRow | KeyRefusal> {
  const known = seen.get(secret, now);
  if (known) return living(known, now);
  if (!isSecret(secret)) return "malformed";
  return readKey(env, secret, now).then((key) => (key ? living(key, now) : "unknown"));
}

/** The key of an id, as it stands now: for what is done for a key when nobody shows its text. */
export async function findKeyById(
  env: Env,
  organizationId: Id<"organization">,
  id: Id<"key">,
  now: number,
): Promise<KeyRow | KeyRefusal> {
  const [key] = await ownedKeys(env, and(eq(keys.organizationId, organizationId), eq(keys.id, id)));
  return key ? living(key, now) : "unknown";
}

function living(key: KeyRow, now: number): KeyRow | KeyRefusal {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt <= now ? "expired" : key;
}

/** Reads the primary: a replica might not know yet that a key was revoked. Unknown keys are not remembered. */
async function readKey(env: Env, secret: string, now: number): Promise<KeyRow | undefined> {
  const [key] = await ownedKeys(env, eq(keys.hash, await sha256(secret)));
  if (key) readAt.set(key, now);
  return key && seen.set(secret, key, now);
}

/** When a remembered key was read, in milliseconds since 1970. */
const readAt = new WeakMap<KeyRow, number>();

/**
 * Whether a key was read before a namespace was founded. What it says of a name may then be meant for a namespace that
 * had the name before and took its grants along.
 */
export const isOlder = (key: KeyRow, { createdAt }: { createdAt: number }) =>
  createdAt > (readAt.get(key) ?? Number.POSITIVE_INFINITY);

/** Keys of a user who is suspended or gone are as unknown. */
async function ownedKeys(env: Env, where: SQL | undefined): Promise<KeyRow[]> {
  const owner = and(eq(users.organizationId, keys.organizationId), eq(users.id, keys.userId));
  const found = await drizzle(env.DB)
    .select({ key: keys })
    .from(keys)
    .innerJoin(users, owner)
    .where(and(where, eq(users.status, "active")))
    .limit(1);
  return found.map(({ key }) => key);
}

export function forgetKeysOf(userId: Id<"user">): void {
  seen.deleteWhere((key) => key.userId === userId);
}

/** This isolate's next use of the key reads it anew. */
export function forgetKey(id: Id<"key">): void {
  seen.deleteWhere((key) => key.id === id);
}
