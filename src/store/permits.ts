/** What a key may do at all, weakest first; each implies those before it. */
export const permissions = ["read", "write", "delete", "admin"] as const;
export type Permission = (typeof permissions)[number];

/**
 * What a key may hold: rungs of that ladder, and `provision`, which stands beside it. A key with `provision` alone
 * founds, lists and deletes namespaces, reads nothing inside them, and makes no keys: a key is a way inside.
 */
export const held = [...permissions, "provision"] as const;
export type Held = (typeof held)[number];

export const keyTypes = ["standard", "retriever", "user_scoped"] as const;
export type KeyType = (typeof keyTypes)[number];

/** What one request does, in the published vocabulary. */
export const operations = [
  "read_data",
  "execute_retriever",
  "write_data",
  "create_retriever",
  "delete_data",
  "delete_retriever",
  "manage_permissions",
  "list_namespaces",
  "provision",
] as const;
export type Operation = (typeof operations)[number];

/** Narrows a key to resources; several scopes add up. Without operations it allows whatever the permissions do. */
export interface KeyScope {
  resource_type: string;
  /** A literal id or name, or a glob (`ns_customer_*`) that has to match it whole. */
  resource_id: string;
  operations?: string[];
}

/** What a request needs of its key. */
export interface Need {
  permission: Permission;
  operation: Operation;
  /** All of the namespace: what is not in its collections cannot be seen in part. */
  whole?: boolean;
}

/** A word in a scope's operations, spelled out: `read` is reading and searching, `write` is that and writing, … */
const meaning: Record<string, readonly Operation[]> = {
  read: [...operations.slice(0, 2), "list_namespaces"],
  write: [...operations.slice(0, 4), "list_namespaces"],
  delete: [...operations.slice(0, 6), "list_namespaces"],
  admin: operations,
  // Whoever may read every document gains nothing from being kept from searching them.
  read_data: ["read_data", "execute_retriever", "list_namespaces"],
  manage_permissions: ["manage_permissions", "list_namespaces", "provision"],
  provision: ["list_namespaces", "provision"],
};

const usual: Record<Permission, Operation> = {
  read: "read_data",
  write: "write_data",
  delete: "delete_data",
  admin: "manage_permissions",
};

export const need = (permission: Permission, operation?: Operation): Need => ({
  permission,
  operation: operation ?? usual[permission],
});

/** Whether what is held includes a permission. `admin` includes `provision`. */
export function permits(held: readonly Held[], wanted: Held): boolean {
  if (wanted === "provision") return held.includes("provision") || held.includes("admin");
  return held.some((one) => one !== "provision" && permissions.indexOf(one) >= permissions.indexOf(wanted));
}

/** Whether what is held is enough for a request, as far as permissions go. */
export const suffices = (held: readonly Held[], { permission, operation }: Need): boolean =>
  permits(held, permission) || (held.includes("provision") && (meaning.provision ?? []).includes(operation));

/** Whether a scope's own operations, where it has any, include this one. */
export function covers(scope: KeyScope, operation: Operation): boolean {
  if (!scope.operations?.length) return true;
  return scope.operations.some((word) => word === operation || meaning[word]?.includes(operation));
}

/** Whether a scope's resource is this one, by any of its names. */
export function names(scope: KeyScope, ...candidates: string[]): boolean {
  return candidates.some((candidate) => globMatches(scope.resource_id, candidate));
}

/** `*` stands for any run of characters; the whole candidate has to match. */
function globMatches(glob: string, candidate: string): boolean {
  const [head = "", ...rest] = glob.split("*");
  if (rest.length === 0) return glob === candidate;
  const tail = rest.pop() ?? "";
  if (!candidate.startsWith(head) || candidate.length < head.length + tail.length) return false;
  let from = head.length;
  const end = candidate.length - tail.length;
  for (const part of rest) {
    const at = candidate.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return candidate.endsWith(tail);
}

/** What a key that was granted no namespace at all is scoped to: a name that no namespace can have. */
export const nowhere: KeyScope = { resource_type: "namespace", resource_id: "-" };

/**
 * Whether one scope lies inside another: same kind, every resource it names, every operation it gives.
 * A glob lies inside another when the other matches it letter for letter, since `*` is matched only by `*`.
 */
export function within(inner: KeyScope, outer: KeyScope): boolean {
  const same = inner.resource_type === outer.resource_type || outer.resource_type === "organization";
  const resource = outer.resource_type === "organization" || globMatches(outer.resource_id, inner.resource_id);
  if (!same || !resource) return false;
  if (!outer.operations?.length) return true;
  if (!inner.operations?.length) return operations.every((operation) => covers(outer, operation));
  return operations.every((operation) => !covers(inner, operation) || covers(outer, operation));
}
