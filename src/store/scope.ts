import type { KeyRow } from "./keyring";
import { covers, type Need, names, need, suffices } from "./permits";

/** The part of a namespace that a key may see for one need; null where it may see all of a kind. */
export interface Reach {
  collections: readonly string[] | null;
  retrievers: readonly string[] | null;
}

const everything: Reach = { collections: null, retrievers: null };

/** A namespace, by what a scope may call it. */
interface Named {
  id: string;
  name: string;
}

/** Whether the key may do such a thing anywhere. A retriever key executes, and does nothing else. */
export const mayAtAll = (key: KeyRow, need: Need) =>
  key.type === "retriever"
    ? need.operation === "execute_retriever"
    : suffices(key.permissions, need) &&
      (key.scopes.length === 0 || key.scopes.some((scope) => covers(scope, need.operation)));

/** Whether the key has the run of its organization for this need: no scopes, or one for the organization itself. */
export function reachesOrganization(key: KeyRow, need: Need): boolean {
  const wide = key.scopes.some(
    (scope) =>
      scope.resource_type === "organization" && names(scope, key.organizationId) && covers(scope, need.operation),
  );
  if (key.namespaceId) return false;
  return key.type === "standard" && suffices(key.permissions, need) && (key.scopes.length === 0 || wide);
}

/** To found or delete a namespace, and to see it as a thing. */
export const provisioning = need("admin", "provision");
export const seeing = need("read", "list_namespaces");

/** Whether the key may found a namespace of this name: the run of the organization, or a scope whose glob matches it. */
export function mayFound(key: KeyRow, name: string): boolean {
  const wanted = provisioning;
  if (reachesOrganization(key, wanted)) return true;
  const matching = key.scopes.some(
    (scope) =>
      scope.resource_type === "namespace" &&
      scope.resource_id.includes("*") &&
      names(scope, name) &&
      covers(scope, wanted.operation),
  );
  return matching && suffices(key.permissions, wanted);
}

export function reachesNamespace(key: KeyRow, need: Need, namespace: Named): boolean {
  if (key.namespaceId && key.namespaceId !== namespace.id) return false;
  if (reachesOrganization(key, need)) return true;
  return (
    suffices(key.permissions, need) &&
    key.scopes.some(
      (scope) =>
        scope.resource_type === "namespace" &&
        names(scope, namespace.id, namespace.name) &&
        covers(scope, need.operation),
    )
  );
}

/** Whether a key is scoped to collections or retrievers, of whichever namespaces those are. */
export const isForParts = (key: KeyRow) =>
  key.type !== "retriever" &&
  key.scopes.some(({ resource_type: kind }) => kind === "collection" || kind === "retriever");

/** Whether what is remembered of a namespace is enough to open it; for a part of it, what it holds is read. */
export const mayEnter = (key: KeyRow, need: Need, namespace: Named): boolean =>
  key.type === "retriever" ? key.namespaceId === namespace.id : reachesNamespace(key, need, namespace);

/**
 * What the key reaches inside a namespace; undefined for nothing. `inside` finds the namespace's collections or
 * retrievers that globs name, and is asked only for a key that is scoped to such.
 */
export function reachOf(
  key: KeyRow,
  need: Need,
  namespace: Named,
  inside: Inside,
): Reach | undefined | Promise<Reach | undefined> {
  if (reachesNamespace(key, need, namespace)) return everything;
  return mayAtAll(key, need) ? partsOf(key, need, inside) : undefined;
}

type Inside = (kind: "collection" | "retriever", globs: string[]) => Promise<Named[]>;

async function partsOf(key: KeyRow, need: Need, inside: Inside): Promise<Reach | undefined> {
  const among = async (kind: "collection" | "retriever"): Promise<string[]> => {
    const globs = key.scopes
      .filter((scope) => scope.resource_type === kind && covers(scope, need.operation))
      .map((scope) => scope.resource_id);
    if (globs.length === 0) return [];
    return (await inside(kind, globs)).map(({ id }) => id);
  };
  // A retriever searches the collections it was made for, whichever those are.
  const retrievers = await among("retriever");
  if (retrievers.length > 0 && need.operation === "execute_retriever") return { collections: null, retrievers };
  const collections = await among("collection");
  return retrievers.length + collections.length > 0 ? { collections, retrievers } : undefined;
}
