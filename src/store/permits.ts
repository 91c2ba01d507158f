/** What a key may do at all, weakest first; each implies those before it. */
export const permissions = ["read", "write", "delete", "admin"] as const;
export type Permission = (typeof permissions)[number];

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
}

/** A word in a scope's operations, spelled out: `read` is reading and searching, `write` is that and writing, … */
const meaning: Record<string, readonly Operation[]> = {
  read: operations.slice(0, 2),
  write: operations.slice(0, 4),
  delete: operations.slice(0, 6),
  admin: operations,
  // Whoever may read every document gains nothing from being kept from searching them.
  read_data: ["read_data", "execute_retriever"],
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

export function permits(held: readonly Permission[], wanted: Permission): boolean {
  return held.some((permission) => permissions.indexOf(permission) >= permissions.indexOf(wanted));
}

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
export function globMatches(glob: string, candidate: string): boolean {
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
