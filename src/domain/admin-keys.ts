import type { Organization } from "../store/organization";
import { addKey, alterKey, replaceKey } from "./keys/changes";
import { type GrantScope, type NamespaceGrant, regranted, strengthOf } from "./keys/grants";
import { keyInfo, newKeyInfo, rotatedKeyInfo } from "./keys/key-info";
import { findKey, manageable } from "./keys/keys";
import { endOf, type Life } from "./keys/mint";
import { keyUsage } from "./keys/usage";
import { contains } from "./keys/width";

export interface AdminKeyDraft extends Life {
  name: string;
  description?: string | null | undefined;
  scope: GrantScope;
  namespaces: NamespaceGrant[] | null;
}

export interface AdminKeyChange {
  name?: string | undefined;
  namespaces?: NamespaceGrant[] | null | undefined;
}

/** The memory dialect's keys: the same rows as everybody's. A limit or an end that the maker has, what it makes has too. */
export async function createAdminKey(organization: Organization, draft: AdminKeyDraft) {
  const { key: maker, now } = organization;
  const { row, secret } = await addKey(organization, maker, {
    name: draft.name,
    description: draft.description ?? "",
    ...strengthOf(draft.scope, draft.namespaces),
    expiresAt: endOf(draft, now) ?? maker.expiresAt,
    rateLimitOverride: maker.rateLimitOverride,
  });
  return newKeyInfo(row, secret, now);
}

/** Those inside the caller's own, in force or expired; a key that was deactivated opens nothing ever again. */
export async function listAdminKeys({ keys: all, key: asker, now }: Organization) {
  const keys = (await all.all()).filter((key) => contains(asker, key) && key.revokedAt === null);
  return { keys: keys.map((key) => keyInfo(key, now)), total: keys.length };
}

export const aboutAdminKey = async (organization: Organization, ref: string) =>
  keyInfo(await findKey(organization, undefined, ref), organization.now);

export async function changeAdminKey(organization: Organization, ref: string, change: AdminKeyChange) {
  const key = await manageable(organization, undefined, ref);
  const changes = { ...(change.name !== undefined && { name: change.name }), ...regranted(key, change.namespaces) };
  return keyInfo(await alterKey(organization, organization.key, key, changes), organization.now);
}

export async function rotateAdminKey(organization: Organization, ref: string, graceSeconds: number) {
  const old = await manageable(organization, undefined, ref);
  const { row, ...rest } = await replaceKey(organization, organization.key, old, graceSeconds);
  return rotatedKeyInfo(row, old, rest);
}

export async function revokeAdminKey(organization: Organization, ref: string) {
  const key = await manageable(organization, undefined, ref);
  await organization.keys.revoke(key);
  return { message: "The key is revoked.", success: true };
}

export const adminKeyUsage = async (organization: Organization, ref: string) =>
  keyUsage(organization, await findKey(organization, undefined, ref));
