import { iso, isoOrNull } from "../../kit/iso";
import type { KeyRow } from "../../store/keyring";

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
