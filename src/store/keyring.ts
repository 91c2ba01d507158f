import { and, eq } from "drizzle-orm";
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
 * Keys seen by this isolate, by their text: it is in this memory anyway, and in no storage. The life is the bound for keys that reach many namespaces; a revoked key is
 * refused sooner by every cell that was told of it.
 */
const seen = new Cache<KeyRow>({ lifeMs: 10_000, size: 10_000 });

/** The key of a text. A text with a wrong checksum costs no read; a warm one costs no hop. */
export async function findKey(env: Env, secret: string, now: number): Promise<KeyRow | KeyRefusal> {
  if (!isSecret(secret)) return "malformed";
  const key = seen.get(secret, now) ?? (await readKey(env, secret, now));
  if (!key) return "unknown";
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt <= now ? "expired" : key;
}

/**
 * Reads the primary: a replica might not know yet that a key was revoked. Unknown keys are not remembered, and those of
 * a user who is suspended or gone are as unknown.
 */
async function readKey(env: Env, secret: string, now: number): Promise<KeyRow | undefined> {
  const owner = and(eq(users.organizationId, keys.organizationId), eq(users.id, keys.userId));
  const [found] = await drizzle(env.DB)
    .select({ key: keys, status: users.status })
    .from(keys)
    .innerJoin(users, owner)
    .where(eq(keys.hash, await sha256(secret)))
    .limit(1);
  if (found?.status !== "active") return undefined;
  return seen.set(secret, found.key, now);
}

export function forgetKeysOf(userId: Id<"user">): void {
  seen.deleteWhere((key) => key.userId === userId);
}

/** This isolate's next use of the key reads it anew. */
export function forgetKey(id: Id<"key">): void {
  seen.deleteWhere((key) => key.id === id);
}
