import { invalid } from "../../kit/problem";
import type { KeyRow } from "../../store/keyring";
import { covers, type Held, type KeyScope, nowhere, permits } from "../../store/permits";

/**
 * The memory dialect's ladder. `write` includes forgetting, since nothing stands between it and `admin` there.
 * `provision` is ours: it founds, lists and deletes namespaces, and reads nothing inside them.
 */
export const grantScopes = ["provision", "read", "write", "admin", "super_admin"] as const;
export type GrantScope = (typeof grantScopes)[number];

const permissionsOf: Record<GrantScope, Held[]> = {
  provision: ["provision"],
  read: ["read"],
  write: ["read", "write", "delete"],
  admin: ["admin"],
  super_admin: ["admin"],
};

/** The same as an operation of one of our scopes; `delete` there is all of what `write` is here. */
const operationOf: Record<GrantScope, string> = {
  provision: "provision",
  read: "read",
  write: "delete",
  admin: "admin",
  super_admin: "admin",
};

/** A namespace's name, id or glob; with a scope of its own, that holds there whatever the key's is. */
export type NamespaceGrant = string | { name: string; scope?: GrantScope | undefined };

/** Every namespace for null, none for an empty list. @throws Problem `invalid` for an unrestricted scope in some only */
export function strengthOf(scope: GrantScope, namespaces: readonly NamespaceGrant[] | null) {
  if (namespaces === null) return { permissions: permissionsOf[scope], scopes: [] };
  const grants = namespaces.map((grant) => (typeof grant === "string" ? { name: grant } : grant));
  const each = grants.map((grant) => grant.scope ?? scope);
  if (each.includes("super_admin"))
    throw invalid("super_admin is for every namespace. Say admin for some of them.", ["body", "scope"]);
  const mixed = each.some((own) => own !== scope);
  const scopes = grants.map(({ name }, i): KeyScope => {
    const operations = mixed ? [operationOf[each[i] ?? scope]] : undefined;
    return { ...namespaceScope(name), ...(operations && { operations }) };
  });
  const permissions = [...new Set((each.length > 0 ? each : [scope]).flatMap((own) => permissionsOf[own]))];
  return { permissions, scopes: scopes.length > 0 ? scopes : [nowhere] };
}

/**
 * Other namespaces for a key that keeps its permissions. What it was granted somewhere it keeps there when that is named
 * again without a scope: a list that was read as names and sent back with one more must not widen the rest.
 * @throws Problem `invalid` for a new name without a scope where the key's grants differ, and for a scope beyond the key
 */
export function regranted(key: KeyRow, namespaces: readonly NamespaceGrant[] | null | undefined) {
  if (namespaces === undefined) return {};
  const isMixed = key.scopes.some(({ operations }) => operations?.length);
  if (namespaces === null && isMixed)
    throw invalid("This key's grants differ. Say which namespaces it is for.", ["body", "namespaces"]);
  const scopes = (namespaces ?? []).map((grant, i): KeyScope => {
    const { name, scope } = typeof grant === "string" ? { name: grant, scope: undefined } : grant;
    const where = ["body", "namespaces", i];
    const known = key.scopes.find(
      ({ resource_type, resource_id }) => isNamespace(resource_type) && resource_id === name,
    );
    if (!scope && known) return known;
    if (!scope && isMixed) throw invalid("This key's grants differ. Say the scope of a new one.", where);
    if (scope && !permissionsOf[scope].every((one) => permits(key.permissions, one)))
      throw invalid("This key does not hold as much. Make another one.", where);
    return { ...namespaceScope(name), ...(scope && { operations: [operationOf[scope]] }) };
  });
  // A key for one namespace goes with it, as long as that is the one it is for.
  const same = scopes.length === 1 && key.scopes.length === 1 && scopes[0]?.resource_id === key.scopes[0]?.resource_id;
  return { scopes: namespaces?.length === 0 ? [nowhere] : scopes, ...(!same && { namespaceId: null }) };
}

const isNamespace = (kind: string) => kind === "namespace";
const namespaceScope = (name: string): KeyScope => ({ resource_type: "namespace", resource_id: name });

const strongest: readonly Held[] = ["admin", "delete", "write", "read", "provision"];

/** A key's strength as one word. */
export function scopeOf({ permissions, scopes }: Pick<KeyRow, "permissions" | "scopes">): GrantScope | "none" {
  const held = strongest.find((one) => permissions.includes(one));
  if (held === "admin") return scopes.length === 0 ? "super_admin" : "admin";
  return held === "delete" ? "write" : (held ?? "none");
}

/** The names and globs a key is for; null for every namespace. */
export function namespacesOf({ scopes }: Pick<KeyRow, "scopes">): string[] | null {
  if (scopes.length === 0) return null;
  const named = scopes.filter(
    ({ resource_type, resource_id }) => resource_type === "namespace" && resource_id !== nowhere.resource_id,
  );
  return [...new Set(named.map(({ resource_id }) => resource_id))];
}

/** What a key may do in each: as far as its permissions go, and its scope there. */
export function grantsOf(key: Pick<KeyRow, "permissions" | "scopes">) {
  return key.scopes
    .filter(({ resource_type, resource_id }) => resource_type === "namespace" && resource_id !== nowhere.resource_id)
    .map((scope) => ({ name: scope.resource_id, scope: scopeIn(key, scope) }));
}

function scopeIn({ permissions }: Pick<KeyRow, "permissions">, scope: KeyScope): GrantScope | "none" {
  if (covers(scope, "manage_permissions") && permits(permissions, "admin")) return "admin";
  if (covers(scope, "write_data") && permits(permissions, "write")) return "write";
  if (covers(scope, "read_data") && permits(permissions, "read")) return "read";
  return covers(scope, "provision") && permits(permissions, "provision") ? "provision" : "none";
}
