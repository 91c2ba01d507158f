import type { KeyRow } from "../../store/keyring";
import { grantsOf, namespacesOf, scopeOf } from "./grants";

const seconds = (moment: number) => Math.floor(moment / 1000);

const shownOnce = "Store this key now: its text is not shown again.";

/** A key as the memory dialect shows it; moments are seconds since 1970. */
export const keyInfo = (key: KeyRow, now: number) => ({
  key_id: key.id,
  name: key.name,
  scope: scopeOf(key),
  namespaces: namespacesOf(key),
  grants: grantsOf(key),
  created_at: seconds(key.createdAt),
  expires_at: key.expiresAt === null ? null : seconds(key.expiresAt),
  last_used_at: key.lastUsedAt === null ? null : seconds(key.lastUsedAt),
  active: key.revokedAt === null && (key.expiresAt ?? Number.POSITIVE_INFINITY) > now,
  grants_version: 1,
  inert_namespaces: [],
});

export const newKeyInfo = (key: KeyRow, secret: string, now: number) => ({
  ...keyInfo(key, now),
  key: secret,
  warning: shownOnce,
});

export const rotatedKeyInfo = (row: KeyRow, old: KeyRow, { secret, until }: { secret: string; until: number }) => ({
  new_key: secret,
  key: secret,
  key_id: row.id,
  old_key_id: old.id,
  old_key_expires_at: seconds(until),
  warning: shownOnce,
});
