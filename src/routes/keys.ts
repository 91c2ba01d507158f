import { z } from "zod";
import { aboutKey, changeKey, createKey, listKeys, revokeKey, rotateKey } from "../domain/keys/keys";
import { whoami } from "../domain/keys/whoami";
import { held, keyTypes, operations, permissions } from "../store/permits";
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

const Key = z
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
    permissions: z.array(z.enum(held)),
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
    permissions: z.array(z.enum(held)).nullish(),
    scopes: z.array(Scope).max(100).nullish(),
    rate_limit_override: z.int().min(1).nullish(),
    expires_at: Moment.nullish(),
  })
  .meta({ id: "KeyDraft" });

const KeyChange = KeyDraft.partial()
  .extend({ status: z.enum(["active", "revoked"]).optional() })
  .refine((change) => Object.keys(change).length > 0, "Name at least one thing to change.");

/** How long the old key goes on working, at most a week; `grace_secs` is another published word for it. */
export const Rotation = z
  .strictObject({
    overlap_seconds: z.int().min(0).max(604_800).optional(),
    grace_secs: z.int().min(0).max(604_800).optional(),
  })
  .optional()
  .transform((body) => body?.overlap_seconds ?? body?.grace_secs ?? 0);

const RotatedKey = NewKey.extend({ old_key_id: z.string(), old_key_expires_at: Moment }).meta({ id: "RotatedKey" });

/** The same routes twice: for the organization's keys by id or name, and, as published, for one user's by name. */
const managing = (base: `/${string}`, ref: "key_id" | "key_name", whose: string) => {
  const whoseKeys: Record<string, z.ZodString> = base.includes("{user_email}") ? { user_email: Ref } : {};
  const Owner = z.object(whoseKeys);
  const KeyPath = z.object({ ...whoseKeys, [ref]: Ref });
  const one = (params: Record<string, string | undefined>) => [params.user_email, params[ref] ?? ""] as const;
  return [
    route(`POST ${base}`, {
      does: `Make a key for ${whose}. Its text is shown once, here.`,
      on: "organization",
      needs: "admin",
      params: Owner,
      body: KeyDraft,
      returns: NewKey,
      run: (organization, { params, body }) => createKey(organization, params.user_email, body),
    }),
    route(`GET ${base}`, {
      does: "List the keys that lie inside the caller's own.",
      on: "organization",
      needs: "admin",
      params: Owner,
      query: RevokedToo,
      returns: KeyList,
      run: (organization, { params, query }) =>
        listKeys(organization, params.user_email, { includeRevoked: query.include_revoked }),
    }),
    route(`GET ${base}/{${ref}}`, {
      does: "Read one key.",
      on: "organization",
      needs: "admin",
      params: KeyPath,
      returns: Key,
      run: (organization, { params }) => aboutKey(organization, ...one(params)),
    }),
    route(`PATCH ${base}/{${ref}}`, {
      does: "Change a key: its name, permissions, scopes (an empty list is everything), limit or expiry.",
      on: "organization",
      needs: "admin",
      params: KeyPath,
      body: KeyChange,
      returns: Key,
      run: (organization, { params, body }) => changeKey(organization, ...one(params), body),
    }),
    route(`POST ${base}/{${ref}}/rotate`, {
      does: "Give a key a new text. The old one works for `overlap_seconds` more.",
      on: "organization",
      needs: "admin",
      params: KeyPath,
      body: Rotation,
      returns: RotatedKey,
      run: (organization, { params, body }) => rotateKey(organization, ...one(params), body),
    }),
    route(`DELETE ${base}/{${ref}}`, {
      does: "Revoke a key. From the answer on it opens nothing.",
      on: "organization",
      needs: "admin",
      params: KeyPath,
      returns: Done,
      run: (organization, { params }) => revokeKey(organization, ...one(params)),
    }),
  ];
};

export const keys = [
  ...managing("/v1/organizations/api-keys", "key_id", "the caller's own user"),
  ...managing("/v1/organizations/users/{user_email}/api-keys", "key_name", "a user"),
  route("GET /v1/auth/whoami", {
    does: "Say what the key is and what it may do.",
    on: "key",
    returns: Key.omit({ key_hash: true, internal_id: true }).extend({
      scope: z.string(),
      namespaces: z.array(z.string()).nullable(),
      grants: z.array(z.object({ name: z.string(), scope: z.string() })),
      unrestricted: z.boolean(),
      grants_version: z.int(),
      inert_namespaces: z.array(z.string()),
      auth_enabled: z.literal(true),
    }),
    run: whoami,
  }),
];
