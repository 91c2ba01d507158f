import { z } from "zod";
import { createKey, listKeys, presentKey, revokeKey } from "../domain/keys";
import { keyTypes, operations, permissions } from "../store/permits";
import { route } from "./route";
import { Description, Done, Flag, Moment, Name, Ref } from "./shapes";

const resourceTypes = [
  "organization",
  "user",
  "api_key",
  "namespace",
  "collection",
  "bucket",
  "retriever",
  "cluster",
  "taxonomy",
  "storage_connection",
  "alert",
] as const;

/** Published operations that nothing of ours asks for yet are kept, so that a client's scope comes back as it was. */
const otherOperations = [
  "execute_job",
  "cancel_job",
  "create_cluster",
  "delete_cluster",
  "modify_cluster",
  "modify_infrastructure",
] as const;

const Scope = z
  .strictObject({
    resource_type: z.enum(resourceTypes),
    resource_id: z.string().min(1).max(128),
    operations: z.array(z.enum([...operations, ...permissions, ...otherOperations])).optional(),
  })
  .meta({ id: "ResourceScope" });

export const Key = z
  .object({
    key_id: z.string(),
    key_hash: z.string(),
    key_prefix: z.string(),
    key_type: z.enum(keyTypes),
    subscription_id: z.null(),
    internal_id: z.string(),
    organization_id: z.string(),
    user_id: z.string(),
    name: z.string(),
    description: z.string(),
    permissions: z.array(z.enum(permissions)),
    scopes: z.array(
      z.object({ resource_type: z.string(), resource_id: z.string(), operations: z.array(z.string()).optional() }),
    ),
    rate_limit_override: z.int().nullable(),
    status: z.enum(["active", "revoked", "expired"]),
    expires_at: Moment.nullable(),
    last_used_at: Moment.nullable(),
    created_at: Moment,
    created_by: z.string().nullable(),
    revoked_at: Moment.nullable(),
    revoked_by: z.string().nullable(),
    allowed_origins: z.array(z.string()).nullable(),
    principal_id: z.string().nullable(),
  })
  .meta({ id: "Key" });

/** The only answer that ever holds a key's text. */
export const NewKey = Key.extend({ key: z.string() }).meta({ id: "NewKey" });

export const KeyList = z.object({ results: z.array(Key), total: z.int() });

export const RevokedToo = z.object({ include_revoked: Flag.default(false) });

const KeyDraft = z
  .strictObject({
    name: Name,
    description: Description,
    permissions: z.array(z.enum(permissions)).nullish(),
    scopes: z.array(Scope).max(100).nullish(),
    rate_limit_override: z.int().min(1).nullish(),
    expires_at: Moment.nullish(),
  })
  .meta({ id: "KeyDraft" });

const KeyPath = z.object({ key_id: Ref });

export const keys = [
  route("POST /v1/organizations/api-keys", {
    does: "Make a key for the caller's own user. Its text is shown once, here.",
    on: "organization",
    needs: "admin",
    body: KeyDraft,
    returns: NewKey,
    run: (organization, { body }) => createKey(organization, body),
  }),
  route("GET /v1/organizations/api-keys", {
    does: "List the keys that lie inside the caller's own.",
    on: "organization",
    needs: "admin",
    query: RevokedToo,
    returns: KeyList,
    run: (organization, { query }) => listKeys(organization, { includeRevoked: query.include_revoked }),
  }),
  route("DELETE /v1/organizations/api-keys/{key_id}", {
    does: "Revoke a key, by id or name. From the answer on it opens nothing.",
    on: "organization",
    needs: "admin",
    params: KeyPath,
    returns: Done,
    run: (organization, { params }) => revokeKey(organization, params.key_id),
  }),
  route("GET /v1/auth/whoami", {
    does: "Say what the key is and what it may do.",
    on: "key",
    returns: Key.omit({ key_hash: true, internal_id: true }).extend({
      scope: z.string(),
      auth_enabled: z.literal(true),
    }),
    run: (key) => ({
      ...presentKey(key, key.createdAt),
      scope: key.permissions.at(-1) ?? "read",
      auth_enabled: true as const,
    }),
  }),
];
