import { sha256 } from "../kit/hash";
import { newId } from "../kit/id";
import { iso, isoOrNull } from "../kit/iso";
import { Problem } from "../kit/problem";
import { newSecret, type SecretKind, secretPrefix } from "../kit/secret";
import type { KeyRow } from "../store/keyring";
import type { Organization } from "../store/organization";
import { type KeyScope, type Permission, permits, within } from "../store/permits";

export interface KeyDraft {
  name: string;
  description?: string | null;
  permissions?: Permission[] | null;
  scopes?: KeyScope[] | null;
  rate_limit_override?: number | null;
  expires_at?: string | null;
}

/** As published: without a word on permissions, a key reads, writes and deletes. */
const usualPermissions: Permission[] = ["read", "write", "delete"];

/** A key as the API shows it; never its text. */
export function presentKey(key: KeyRow, now: number) {
  return {
    key_id: key.id,
    key_hash: key.hash,
    key_prefix: key.prefix,
    key_type: key.type,
    subscription_id: null,
    // Clients of the published dialect refuse a key without this field. It is no second identity: it says only what
    // organization_id says.
    internal_id: `int_${key.organizationId.slice("org_".length)}`,
    organization_id: key.organizationId,
    user_id: key.userId,
    name: key.name,
    description: key.description,
    permissions: key.permissions,
    scopes: key.scopes,
    rate_limit_override: key.rateLimitOverride,
    status: statusOf(key, now),
    expires_at: isoOrNull(key.expiresAt),
    last_used_at: isoOrNull(key.lastUsedAt),
    created_at: iso(key.createdAt),
    created_by: key.createdBy,
    revoked_at: isoOrNull(key.revokedAt),
    revoked_by: key.revokedBy,
    allowed_origins: key.allowedOrigins,
    principal_id: null,
  };
}

function statusOf(key: KeyRow, now: number): "active" | "revoked" | "expired" {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt <= now ? "expired" : "active";
}

/** A new key text and the columns that follow from it. The text is in no column. */
export async function mintSecret(kind: SecretKind) {
  const secret = newSecret(kind);
  return { secret, columns: { id: newId("key"), hash: await sha256(secret), prefix: secretPrefix(secret) } };
}

/** Milliseconds of a moment that has to lie ahead. */
export function futureMoment(text: string | null | undefined, now: number): number | null {
  if (!text) return null;
  const moment = Date.parse(text);
  if (moment > now) return moment;
  const message = "expires_at has to lie in the future.";
  throw new Problem("invalid", message, {
    validation_errors: [{ type: "value_error", location: ["body", "expires_at"], message }],
  });
}

/** Makes a key for the caller's own user, no stronger and no wider than the caller's. */
export async function createKey(organization: Organization, draft: KeyDraft) {
  const { key: maker, now } = organization;
  if (draft.name === protectedName) throw new Problem("conflict", "The name admin-key is taken for ever.");
  const permissions = draft.permissions ?? usualPermissions;
  const scopes = draft.scopes ?? [];
  const expiresAt = futureMoment(draft.expires_at, now);
  refuseWider(maker, { permissions, scopes, expiresAt, rateLimitOverride: draft.rate_limit_override ?? null });
  const { secret, columns } = await mintSecret("sk");
  const row = await organization.keys.add({
    ...columns,
    type: "standard",
    userId: maker.userId,
    name: draft.name,
    description: draft.description ?? "",
    permissions,
    scopes,
    rateLimitOverride: draft.rate_limit_override ?? null,
    expiresAt,
    createdAt: now,
    createdBy: maker.userId,
  });
  return { ...presentKey(row, now), key: secret };
}

type Strength = Pick<KeyRow, "permissions" | "scopes" | "expiresAt" | "rateLimitOverride">;

function refuseWider(maker: KeyRow, wanted: Strength): void {
  const refuse = (what: string) => {
    throw new Problem("forbidden", `A key cannot make a key ${what} than itself.`);
  };
  if (!wanted.permissions.every((permission) => permits(maker.permissions, permission)))
    refuse("with more permissions");
  if (maker.expiresAt !== null && (wanted.expiresAt ?? Number.POSITIVE_INFINITY) > maker.expiresAt)
    refuse("that lives longer");
  if (
    maker.rateLimitOverride !== null &&
    (wanted.rateLimitOverride ?? Number.POSITIVE_INFINITY) > maker.rateLimitOverride
  )
    refuse("with a higher rate limit");
  if (!contains(maker, wanted)) refuse("with a wider scope");
}

/** Whether everything the second key's scopes name lies inside the first one's. No scopes name everything. */
function contains(outer: Pick<KeyRow, "scopes">, inner: Pick<KeyRow, "scopes">): boolean {
  if (outer.scopes.length === 0) return true;
  return inner.scopes.length > 0 && inner.scopes.every((scope) => outer.scopes.some((mine) => within(scope, mine)));
}

/** The keys the caller may manage: all, or those that lie inside its own scopes. */
export async function listKeys(organization: Organization, options: { includeRevoked: boolean }) {
  const { key: asker, now } = organization;
  const mine = (await organization.keys.all()).filter(
    (key) => contains(asker, key) && (options.includeRevoked || key.revokedAt === null),
  );
  return { results: mine.map((key) => presentKey(key, now)), total: mine.length };
}

/** As published, the first key of an installation can be neither changed nor revoked: it is the way back in. */
const protectedName = "admin-key";

export async function revokeKey(organization: Organization, idOrName: string) {
  const all = await organization.keys.all();
  const found =
    all.find((key) => key.id === idOrName) ?? all.find((key) => key.name === idOrName && key.revokedAt === null);
  if (!found || !contains(organization.key, found)) throw new Problem("not_found", "There is no such key.");
  if (!found.permissions.every((permission) => permits(organization.key.permissions, permission)))
    throw new Problem("forbidden", "A key cannot revoke a stronger one.");
  if (found.name === protectedName) throw new Problem("forbidden", "The admin-key is protected and cannot be revoked.");
  if (found.revokedAt === null) await organization.keys.revoke(found);
  return { message: "The key is revoked.", success: true };
}
