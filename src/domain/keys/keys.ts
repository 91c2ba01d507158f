import { Problem } from "../../kit/problem";
import type { KeyRow } from "../../store/keyring";
import type { Organization } from "../../store/organization";
import type { Held, KeyScope } from "../../store/permits";
import { findUser } from "../users";
import { addKey, alterKey, refuseUnmanageable, replaceKey } from "./changes";
import { futureMoment } from "./mint";
import { presentKey } from "./present";
import { contains } from "./width";

export interface KeyDraft {
  name: string;
  description?: string | null;
  permissions?: Held[] | null;
  scopes?: KeyScope[] | null;
  rate_limit_override?: number | null;
  expires_at?: string | null;
}

export type KeyChange = Partial<KeyDraft> & { status?: "active" | "revoked" };

/** As published: without a word on permissions, a key reads, writes and deletes. */
const usualPermissions: Held[] = ["read", "write", "delete"];

/** Whose keys are meant: a user's, by e-mail address; the caller's own organization's without one. */
type Whose = string | undefined;

/** Makes a key for a user (the caller's own, unless another is named), no stronger and no wider than the caller's. */
export async function createKey(organization: Organization, whose: Whose, draft: KeyDraft) {
  const { key: maker, now } = organization;
  const { row, secret } = await addKey(organization, maker, {
    userId: whose === undefined ? maker.userId : (await findUser(organization, whose)).id,
    name: draft.name,
    description: draft.description ?? "",
    permissions: draft.permissions ?? usualPermissions,
    scopes: draft.scopes ?? [],
    expiresAt: futureMoment(draft.expires_at, now),
    rateLimitOverride: draft.rate_limit_override ?? null,
  });
  return { ...presentKey(row, now), key: secret };
}

/** The keys that lie inside the caller's own. */
export async function listKeys(organization: Organization, whose: Whose, options: { includeRevoked: boolean }) {
  const { key: asker, now } = organization;
  const keys = (await keysOf(organization, whose)).filter(
    (key) => contains(asker, key) && (options.includeRevoked || key.revokedAt === null),
  );
  return { results: keys.map((key) => presentKey(key, now)), total: keys.length };
}

async function keysOf(organization: Organization, whose: Whose): Promise<KeyRow[]> {
  const user = whose === undefined ? undefined : await findUser(organization, whose);
  return (await organization.keys.all()).filter((key) => !user || key.userId === user.id);
}

/**
 * By id, or by the name of a key that is in force. One outside the caller's own is as good as none. A name is one user's:
 * where nobody says whose is meant it is the caller's own, or the only one.
 */
export async function findKey(organization: Organization, whose: Whose, ref: string): Promise<KeyRow> {
  const keys = (await keysOf(organization, whose)).filter((key) => contains(organization.key, key));
  const named = keys.filter(
    (key) => key.name === ref && key.namespaceId === null && key.revokedAt === null && key.replacedBy === null,
  );
  const found =
    keys.find((key) => key.id === ref) ?? named.find((key) => key.userId === organization.key.userId) ?? named[0];
  if (!found) throw new Problem("not_found", "There is no such key.");
  if (found.id !== ref && found.userId !== organization.key.userId && named.length > 1)
    throw new Problem("conflict", "Several users have a key of this name. Say which one by its id.");
  return found;
}

/** One that the caller may change. */
export async function manageable(organization: Organization, whose: Whose, ref: string): Promise<KeyRow> {
  const key = await findKey(organization, whose, ref);
  refuseUnmanageable(organization.key, key);
  return key;
}

export const aboutKey = async (organization: Organization, whose: Whose, ref: string) =>
  presentKey(await findKey(organization, whose, ref), organization.now);

export async function changeKey(organization: Organization, whose: Whose, ref: string, change: KeyChange) {
  const key = await manageable(organization, whose, ref);
  const { now } = organization;
  if (change.status === "revoked") {
    if (key.revokedAt !== null) throw new Problem("conflict", "A revoked key stays as it is.");
    await organization.keys.revoke(key);
    return presentKey({ ...key, revokedAt: now, revokedBy: organization.key.userId }, now);
  }
  // Only what is named is written: what another request changes meanwhile, a rotation's end above all, stays.
  const changes = {
    ...(change.name !== undefined && { name: change.name }),
    ...(change.description !== undefined && { description: change.description ?? "" }),
    ...(change.permissions && { permissions: change.permissions }),
    ...(change.scopes !== undefined && { scopes: change.scopes ?? [] }),
    ...(change.expires_at !== undefined && { expiresAt: futureMoment(change.expires_at, now) }),
    ...(change.rate_limit_override !== undefined && { rateLimitOverride: change.rate_limit_override }),
  };
  return presentKey(await alterKey(organization, organization.key, key, changes), now);
}

export async function rotateKey(organization: Organization, whose: Whose, ref: string, overlapSeconds: number) {
  const old = await manageable(organization, whose, ref);
  const { row, secret, until } = await replaceKey(organization, organization.key, old, overlapSeconds);
  const ends = new Date(until).toISOString();
  return { ...presentKey(row, organization.now), key: secret, old_key_id: old.id, old_key_expires_at: ends };
}

export async function revokeKey(organization: Organization, whose: Whose, ref: string) {
  const key = await manageable(organization, whose, ref);
  await organization.keys.revoke(key);
  return { message: "The key is revoked.", success: true };
}
