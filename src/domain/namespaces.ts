import { invalid, noNamespace, Problem, unauthorized } from "../kit/problem";
import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";
import { type Need, need } from "../store/permits";
import type { Distance } from "../store/schema";
import { provisioning, reachesNamespace, reachesOrganization, seeing } from "../store/scope";
import { type Infrastructure, vectorsWanted } from "./infrastructure";
import { presentNamespace } from "./namespace-shape";
import { descendants } from "./namespace-tree";
import { declaredIndexes, type IndexDraft } from "./payload-indexes";

/** What may be said of a namespace when it is founded, and later. */
export interface NamespaceChange {
  name?: string | undefined;
  description?: string | null | undefined;
  payload_indexes?: IndexDraft[] | null | undefined;
  parent_namespace_id?: string | null | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  dimension?: number | null | undefined;
  distance?: Distance | null | undefined;
  infrastructure?: Infrastructure | null | undefined;
}

/** What a key reaches of the account's namespaces, as things. */
export async function findNamespace(organization: Organization, ref: string, wanted: Need): Promise<NamespaceRow> {
  const { key } = organization;
  const row = await organization.namespaces.find(ref, wanted);
  if (row && reachesNamespace(key, wanted, row)) return row;
  throw reachesOrganization(key, wanted) ? noNamespace(ref) : unauthorized({ namespace: ref });
}

/** The namespace under which another is to be; null for none. */
export const parentOf = async (organization: Organization, ref: string | null | undefined) =>
  ref ? (await findNamespace(organization, ref, seeing)).id : null;

export async function aboutNamespace(organization: Organization, ref: string) {
  return describe(organization, await findNamespace(organization, ref, seeing));
}

export async function describe(organization: Organization, row: NamespaceRow) {
  const { namespaces } = organization;
  const [counts, activity] = await Promise.all([namespaces.counts(row), namespaces.lastActivity([row])]);
  return presentNamespace(row, counts, activity.get(row.id) ?? null);
}

/** Changes what a namespace says of itself. An index that is new is made in the background. */
export async function changeNamespace(organization: Organization, ref: string, change: NamespaceChange) {
  const row = await findNamespace(organization, ref, need("admin"));
  if (change.name !== undefined && change.name !== row.name)
    throw invalid("A namespace keeps its name: keys are granted by it.", ["body", "namespace_name"]);
  for (const fixed of ["dimension", "distance"] as const)
    if (change[fixed] != null && row[fixed] !== null && change[fixed] !== row[fixed])
      throw invalid(`A namespace keeps its ${fixed}.`, ["body", fixed], "DIMENSION_MISMATCH");
  const parentId = await parentOf(organization, change.parent_namespace_id);
  if (parentId) await refuseCycle(organization, row, parentId);
  const changes = {
    ...(change.description !== undefined && { description: change.description }),
    ...(change.metadata !== undefined && { metadata: change.metadata ?? {} }),
    ...(change.payload_indexes && { payloadIndexes: declaredIndexes(change.payload_indexes) }),
    ...(change.parent_namespace_id !== undefined && { parentId }),
    ...(change.dimension != null && { dimension: change.dimension }),
    ...(change.distance != null && { distance: change.distance }),
  };
  const moving = vectorsWanted(organization, change.infrastructure, row);
  // The cell knows of a revocation or a deletion before any cache: it is asked before the row is changed.
  const { dimension } = await organization.namespaces.counts(row);
  if (change.dimension != null && dimension && dimension !== change.dimension)
    throw invalid("Its vectors have another dimension.", ["body", "dimension"], "DIMENSION_MISMATCH");
  const changed = Object.keys(changes).length > 0 ? await organization.namespaces.change(row, changes) : row;
  if (!moving) return describe(organization, changed);
  const task_id = await organization.namespaces.moveVectors(changed, moving);
  const model = await describe(organization, { ...changed, ...moving });
  return { ...model, infrastructure: { ...model.infrastructure, task_id } };
}

async function refuseCycle(organization: Organization, row: NamespaceRow, parentId: string): Promise<void> {
  const below = await descendants(organization, row.id);
  if (parentId === row.id || below.some(({ id }) => id === parentId))
    throw invalid("A namespace cannot lie under itself.", ["body", "parent_namespace_id"]);
}

/**
 * From the answer on, nothing in the namespace can be read or written. With `cascade` all that lie under it go first,
 * the lowest before those above them, so that a deletion that is cut short can be sent again.
 */
export async function deleteNamespace(
  organization: Organization,
  ref: string,
  { cascade, force }: { cascade: boolean; force: boolean },
) {
  const row = await findNamespace(organization, ref, provisioning);
  const below = await descendants(organization, row.id);
  if (below.length > 0 && !cascade)
    throw new Problem(
      "conflict",
      `${below.length} namespaces lie under this one. Say cascade=true to delete them too.`,
    );
  if (!below.every((one) => reachesNamespace(organization.key, provisioning, one)))
    throw unauthorized({ namespace: ref });
  const erased: { namespace_id: string; task_id: string }[] = [];
  for (const one of below)
    erased.push({ namespace_id: one.id, task_id: await organization.namespaces.erase(one, force) });
  const itself = { namespace_id: row.id, task_id: await organization.namespaces.erase(row, force) };
  return { message: "The namespace is deleted.", success: true, ...itself, deleted_namespaces: [...erased, itself] };
}
