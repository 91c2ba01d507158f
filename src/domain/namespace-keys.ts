import { Problem } from "../kit/problem";
import type { KeyRow } from "../store/keyring";
import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";
import { need } from "../store/permits";
import { addKey, alterKey, refuseUnmanageable } from "./keys/changes";
import { type GrantScope, type NamespaceGrant, regranted, strengthOf } from "./keys/grants";
import { keyInfo, newKeyInfo } from "./keys/key-info";
import { endOf, type Life } from "./keys/mint";
import { keyUsage } from "./keys/usage";
import { contains } from "./keys/width";
import { findNamespace } from "./namespaces";

export interface NamespaceKeyDraft extends Life {
  name: string;
  description?: string | null | undefined;
  scope: GrantScope;
  extra_namespaces: NamespaceGrant[];
}

/** A namespace whose keys the caller may manage, and the caller's key with its scopes spelt as this namespace's keys spell theirs. */
async function opened(organization: Organization, ref: string) {
  const row = await findNamespace(organization, ref, need("admin"));
  const spelt = organization.key.scopes.map((scope) =>
    scope.resource_type === "namespace" && scope.resource_id === row.id ? { ...scope, resource_id: row.name } : scope,
  );
  const manager: KeyRow = { ...organization.key, scopes: spelt };
  return { row, manager };
}

/** Keys made for the namespace, and those for several that name it; inside the manager's own scopes only. */
async function keysOf(organization: Organization, row: NamespaceRow, manager: KeyRow): Promise<KeyRow[]> {
  const names = (key: KeyRow) =>
    key.scopes.some(
      ({ resource_type: kind, resource_id: id }) => kind === "namespace" && (id === row.name || id === row.id),
    );
  const mine = (key: KeyRow) => (key.namespaceId ? key.namespaceId === row.id : names(key));
  return (await organization.keys.all()).filter((key) => mine(key) && contains(manager, key));
}

async function findIn(organization: Organization, ref: string, keyId: string) {
  const { row, manager } = await opened(organization, ref);
  const key = (await keysOf(organization, row, manager)).find(({ id }) => id === keyId);
  if (!key) throw new Problem("not_found", "There is no such key.");
  return { row, manager, key };
}

/** Makes a key for one namespace, which goes with it: under the same name again it opens nothing. */
export async function createNamespaceKey(organization: Organization, ref: string, draft: NamespaceKeyDraft) {
  const { row, manager } = await opened(organization, ref);
  const { now } = organization;
  const key = await addKey(organization, manager, {
    name: draft.name,
    description: draft.description ?? "",
    ...strengthOf(draft.scope, [row.name, ...draft.extra_namespaces]),
    namespaceId: draft.extra_namespaces.length > 0 ? null : row.id,
    expiresAt: endOf(draft, now) ?? manager.expiresAt,
    rateLimitOverride: manager.rateLimitOverride,
  });
  return { ...newKeyInfo(key.row, key.secret, now), namespace: row.name };
}

export async function listNamespaceKeys(organization: Organization, ref: string) {
  const { row, manager } = await opened(organization, ref);
  const keys = (await keysOf(organization, row, manager)).filter((key) => key.revokedAt === null);
  return { namespace: row.name, keys: keys.map((key) => keyInfo(key, organization.now)), total: keys.length };
}

export async function aboutNamespaceKey(organization: Organization, ref: string, keyId: string) {
  return keyInfo((await findIn(organization, ref, keyId)).key, organization.now);
}

export async function changeNamespaceKey(
  organization: Organization,
  ref: string,
  keyId: string,
  change: { name?: string | undefined; namespaces?: NamespaceGrant[] | null | undefined },
) {
  const { manager, key } = await findIn(organization, ref, keyId);
  refuseUnmanageable(manager, key);
  const changes = { ...(change.name !== undefined && { name: change.name }), ...regranted(key, change.namespaces) };
  return keyInfo(await alterKey(organization, manager, key, changes), organization.now);
}

export async function revokeNamespaceKey(organization: Organization, ref: string, keyId: string) {
  const { manager, key } = await findIn(organization, ref, keyId);
  refuseUnmanageable(manager, key);
  await organization.keys.revoke(key);
  return { message: "The key is revoked.", success: true };
}

export async function namespaceKeyUsage(organization: Organization, ref: string, keyId: string) {
  const { row, key } = await findIn(organization, ref, keyId);
  const { by_endpoint, by_namespace, ...usage } = await keyUsage(organization, key, row.id);
  return { ...usage, namespace: row.name };
}
