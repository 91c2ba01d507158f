import { Problem } from "../../kit/problem";
import type { KeyRow } from "../../store/keyring";
import type { Organization } from "../../store/organization";
import { mintSecret } from "./mint";
import { mayManage, protectedName, refuseWider } from "./width";

/** What can be changed of a key's row. */
export type KeyChanges = Partial<
  Pick<KeyRow, "name" | "description" | "permissions" | "scopes" | "expiresAt" | "rateLimitOverride" | "namespaceId">
>;

/** @throws Problem `forbidden` for a key that the manager may see and not change */
export function refuseUnmanageable(manager: KeyRow, key: KeyRow): void {
  if (!mayManage(manager, key)) throw new Problem("forbidden", "A key cannot manage a stronger one.");
  if (key.name === protectedName) throw new Problem("forbidden", "The admin-key is protected.");
}

/** Adds a key that is no stronger and no wider than the one that makes it. Gives its text, which is shown once. */
export async function addKey(
  organization: Organization,
  maker: KeyRow,
  draft: Required<Pick<KeyRow, "name" | "permissions" | "scopes" | "expiresAt" | "rateLimitOverride">> &
    Partial<Pick<KeyRow, "description" | "namespaceId" | "userId">>,
) {
  if (draft.name === protectedName) throw new Problem("conflict", "The name admin-key is taken for ever.");
  refuseWider(maker, draft);
  const { secret, columns } = await mintSecret("sk");
  const row = await organization.keys.add({
    userId: maker.userId,
    ...draft,
    ...columns,
    type: "standard",
    createdAt: organization.now,
    createdBy: maker.userId,
  });
  return { row, secret };
}

/** Changes a key into one that the manager could have made. Only what is named is written. */
export async function alterKey(organization: Organization, manager: KeyRow, key: KeyRow, changes: KeyChanges) {
  if (key.revokedAt !== null) throw new Problem("conflict", "A revoked key stays as it is.");
  // Its end was told to the cells, which never take it back.
  if (key.replacedBy !== null) throw new Problem("conflict", "A key that was rotated can only be revoked.");
  if (changes.name === protectedName) throw new Problem("conflict", "The name admin-key is taken for ever.");
  refuseWider(manager, { ...key, ...changes });
  return (await organization.keys.change(key.id, changes)) ?? key;
}

/**
 * Gives a key a new text under its old name. The old text works for `overlapSeconds` more, and with none it is revoked.
 * Whoever is shown the new text has to be as strong, or rotating would be a way to a longer life.
 */
export async function replaceKey(organization: Organization, manager: KeyRow, old: KeyRow, overlapSeconds: number) {
  const { now } = organization;
  if (old.revokedAt !== null || old.replacedBy !== null)
    throw new Problem("conflict", "This key has been replaced or revoked.");
  if (old.expiresAt !== null && old.expiresAt <= now) throw new Problem("conflict", "This key has expired.");
  refuseWider(manager, old);
  const until = Math.min(now + overlapSeconds * 1000, old.expiresAt ?? Number.POSITIVE_INFINITY);
  const { secret, columns } = await mintSecret("sk");
  const { lastUsedAt, ...same } = old;
  const row = await organization.keys.replace(old, until, {
    ...same,
    ...columns,
    createdAt: now,
    createdBy: manager.userId,
  });
  return { row, secret, until };
}
