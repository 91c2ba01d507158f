import type { D1Database } from "@cloudflare/workers-types/experimental";
import { and, eq, isNull } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { sha256 } from "../../src/kit/hash.ts";
import { newId } from "../../src/kit/id.ts";
import { secretPrefix } from "../../src/kit/secret.ts";
import { keys, organizations, users } from "../../src/store/schema.ts";
import { mintKey, readKey } from "./keyfile.ts";

export interface Founding {
  adminKey: string;
  /** What was done about the key, which decides what to say of it. */
  did: "founded" | "minted" | "kept" | "left revoked";
}

/**
 * Sees to it that the installation has an organization and that the key in STATE_DIR opens it. The file is written
 * first and read again by the next run, so a crash at any point leaves a key that the next run puts into the database.
 */
export async function found(d1: D1Database, stateDir: string): Promise<Founding> {
  const db = drizzle(d1);
  const stored = await readKey(stateDir);
  const [row] = stored
    ? await db
        .select({ revokedAt: keys.revokedAt })
        .from(keys)
        .where(eq(keys.hash, await sha256(stored)))
    : [];
  // A key revoked on purpose is not replaced behind its owner's back.
  if (stored && row) return { adminKey: stored, did: row.revokedAt === null ? "kept" : "left revoked" };
  const adminKey = stored ?? (await mintKey(stateDir));
  const [admin] = await db.select().from(users).where(eq(users.role, "admin")).orderBy(users.createdAt).limit(1);
  const owner = admin ? { organizationId: admin.organizationId, userId: admin.id } : newOwner();
  const keyRow = await adminKeyRow(adminKey, owner);
  if (admin) await db.batch([retireAdminKeys(db, owner), db.insert(keys).values(keyRow)]);
  else await db.batch([...foundingRows(db, owner), db.insert(keys).values(keyRow)]);
  return { adminKey, did: admin ? "minted" : "founded" };
}

/** There is one admin-key at a time: a new one takes the place of one whose text is lost. */
const retireAdminKeys = (db: ReturnType<typeof drizzle>, { organizationId, userId }: Owner) =>
  db
    .update(keys)
    .set({ revokedAt: Date.now(), revokedBy: userId })
    .where(and(eq(keys.organizationId, organizationId), eq(keys.name, "admin-key"), isNull(keys.revokedAt)));

type Owner = ReturnType<typeof newOwner>;
export const newOwner = () => ({ organizationId: newId("organization"), userId: newId("user") });

export function foundingRows(db: ReturnType<typeof drizzle>, { organizationId, userId }: Owner) {
  const createdAt = Date.now();
  const times = { createdAt, updatedAt: createdAt };
  return [
    db.insert(organizations).values({ id: organizationId, name: "My organization", ...times }),
    db.insert(users).values({
      organizationId,
      id: userId,
      email: "admin@localhost",
      name: "Admin",
      role: "admin",
      status: "active",
      ...times,
    }),
  ] as const;
}

export async function adminKeyRow(
  secret: string,
  { organizationId, userId }: Owner,
): Promise<typeof keys.$inferInsert> {
  return {
    organizationId,
    id: newId("key"),
    hash: await sha256(secret),
    prefix: secretPrefix(secret),
    type: "standard",
    userId,
    name: "admin-key",
    permissions: ["admin"],
    scopes: [],
    createdAt: Date.now(),
    createdBy: userId,
  };
}
