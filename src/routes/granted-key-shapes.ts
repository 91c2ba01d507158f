import { z } from "zod";
import { type GrantScope, grantScopes } from "../domain/keys/grants";
import { Description, Moment } from "./shapes";

/** Names, ids and globs of namespaces; with a scope of its own where the key's is not to hold. */
const Grants = z
  .array(
    z.union([
      z.string().min(1).max(255),
      z.strictObject({ name: z.string().min(1).max(255), scope: z.enum(grantScopes).optional() }),
    ]),
  )
  .max(100);

const KeyName = z.string().trim().min(1).max(128);
const Days = z.int().min(1).max(3650);

/** How long a key is to live, as clients of this dialect say it: by days, by a moment, or in seconds since 1970. */
const life = {
  expires_in_days: Days.nullish(),
  expires_at: z.union([Moment, z.int().min(0).max(32_503_680_000)]).nullish(),
};

/** Strict: a member that is not known may have been meant to narrow the key. */
export const GrantedKeyDraft = z
  .strictObject({
    name: KeyName,
    scope: z.enum(grantScopes).optional(),
    /** As one client's types have it; the strongest counts. */
    permissions: z.array(z.enum([...grantScopes, "delete"])).optional(),
    namespaces: Grants.nullish(),
    description: Description,
    ...life,
  })
  .transform((draft) => ({
    ...draft,
    scope: draft.scope ?? strongest(draft.permissions),
    namespaces: draft.namespaces ?? null,
  }));

/** Without a word on what it may do, a key reads and writes. */
function strongest(permissions: readonly string[] | undefined): GrantScope {
  if (!permissions) return "write";
  if (permissions.includes("delete")) return permissions.includes("admin") ? "admin" : "write";
  return grantScopes.findLast((scope) => permissions.includes(scope)) ?? "read";
}

export const GrantedKeyChange = z
  .strictObject({ name: KeyName.optional(), namespaces: Grants.nullish() })
  .refine((change) => Object.keys(change).length > 0, "Name at least one thing to change.");

/** Every namespace is not to be had here. */
const OfNamespace = z.enum(grantScopes).exclude(["super_admin"]);

export const NamespaceKeyDraft = z
  .strictObject({
    name: KeyName,
    scope: OfNamespace.default("write"),
    extra_namespaces: Grants.nullish(),
    description: Description,
    ...life,
  })
  .transform((draft) => ({ ...draft, extra_namespaces: draft.extra_namespaces ?? [] }));

export const GrantedKey = z
  .object({
    key_id: z.string(),
    name: z.string(),
    scope: z.string(),
    namespaces: z.array(z.string()).nullable(),
    grants: z.array(z.object({ name: z.string(), scope: z.string() })),
    created_at: z.int(),
    expires_at: z.int().nullable(),
    last_used_at: z.int().nullable(),
    active: z.boolean(),
    grants_version: z.int(),
    inert_namespaces: z.array(z.string()),
  })
  .meta({ id: "GrantedKey" });

export const NewGrantedKey = GrantedKey.extend({ key: z.string(), warning: z.string() }).meta({ id: "NewGrantedKey" });

const totals = {
  total_requests: z.int(),
  successful_requests: z.int(),
  failed_requests: z.int(),
  rate_limited_requests: z.int(),
  bytes_transferred: z.int(),
  avg_latency_ms: z.number(),
};

export const NamespaceKeyUsage = z.object({ key_id: z.string(), namespace: z.string(), ...totals });

export const KeyUsage = z
  .object({
    key_id: z.string(),
    ...totals,
    by_endpoint: z.array(z.object({ endpoint: z.string(), ...totals })),
    by_namespace: z.array(z.object({ namespace: z.string(), ...totals })),
  })
  .meta({ id: "KeyUsage" });
