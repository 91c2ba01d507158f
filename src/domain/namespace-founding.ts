import { newId } from "../kit/id";
import { invalid, Problem, unauthorized } from "../kit/problem";
import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";
import { mayFound, provisioning, reachesNamespace, seeing } from "../store/scope";
import { knownExtractor } from "./extractors";
import { vectorsWanted } from "./infrastructure";
import { presentNamespace, uncounted } from "./namespace-shape";
import { changeNamespace, describe, type NamespaceChange, parentOf } from "./namespaces";
import { declaredIndexes } from "./payload-indexes";

export interface NamespaceDraft extends NamespaceChange {
  feature_extractors?:
    | { feature_extractor_name: string; version: string; params?: Record<string, unknown> | null | undefined }[]
    | null
    | undefined;
  template?: string | null | undefined;
}

/** A namespace without a word on extractors can search text. */
const usualExtractors: NonNullable<NamespaceDraft["feature_extractors"]> = [
  { feature_extractor_name: "text_extractor", version: "v1" },
];

/** A name nobody can guess, for a namespace that was given none. */
const opaqueName = () => `tenant-${crypto.randomUUID()}`;

/** Founds a namespace. Of many that ask at once for a name one founds it, and the others are told which one it is. */
export async function foundNamespace(organization: Organization, draft: NamespaceDraft) {
  const name = draft.name ?? opaqueName();
  if (!mayFound(organization.key, name)) throw unauthorized({ namespace: name });
  const row = await found(organization, name, draft);
  if (row.created) return { ...presentNamespace(row.row, uncounted), created: true };
  throw new Problem("conflict", "There is a namespace of this name already.", existing(organization, row.row));
}

/** Which one has the name, for whoever may see it. */
const existing = ({ key }: Organization, { id, name }: NamespaceRow) =>
  reachesNamespace(key, seeing, { id, name }) ? { namespace_id: id, namespace_name: name } : undefined;

/**
 * The same, but a namespace that is there already is what was asked for, and is changed to what the body says.
 * `named` gives the name that a new one would have, or throws what is wrong with it.
 */
export async function putNamespace(
  organization: Organization,
  ref: string,
  named: () => string,
  draft: NamespaceDraft,
) {
  const known = await organization.namespaces.find(ref, provisioning);
  const mine = known && reachesNamespace(organization.key, provisioning, known) ? known : undefined;
  if (!mine && !mayFound(organization.key, ref)) throw unauthorized({ namespace: ref });
  const { row, created } = mine ? { row: mine, created: false } : await found(organization, named(), draft);
  if (created) return { ...presentNamespace(row, uncounted), created };
  if (draft.name !== undefined && draft.name !== row.name)
    throw invalid("The path says another name.", ["body", "name"]);
  const change = changeOf(row, draft);
  const asks = Object.values(change).some((value) => value !== undefined);
  const model = asks ? await changeNamespace(organization, row.id, change) : await describe(organization, row);
  return { ...model, created };
}

/** What a body asks to be otherwise; to say again what stands is no change, and needs no right to make one. */
function changeOf(
  row: NamespaceRow,
  { feature_extractors, template, name, dimension, distance, ...change }: NamespaceDraft,
) {
  return {
    ...change,
    ...(dimension !== row.dimension && { dimension }),
    ...(distance !== row.distance && { distance }),
  };
}

async function found(
  organization: Organization,
  name: string,
  draft: NamespaceDraft,
): Promise<{ row: NamespaceRow; created: boolean }> {
  if (draft.template)
    throw invalid(
      "There are no templates here. Found the namespace without one, then make its collections and retrievers.",
      ["body", "template"],
    );
  const asked = draft.feature_extractors?.length ? draft.feature_extractors : usualExtractors;
  const { namespaces, now } = organization;
  const wanted = {
    name,
    description: draft.description ?? null,
    status: "active" as const,
    featureExtractors: asked.map(({ feature_extractor_name, version, params }) => {
      const { name } = knownExtractor(feature_extractor_name, version);
      return { name, version, ...(params && { params }) };
    }),
    payloadIndexes: declaredIndexes(draft.payload_indexes ?? []),
    parentId: await parentOf(organization, draft.parent_namespace_id),
    metadata: draft.metadata ?? {},
    dimension: draft.dimension ?? null,
    distance: draft.distance ?? null,
    ...vectorsWanted(organization, draft.infrastructure),
    createdAt: now,
    updatedAt: now,
  };
  for (let attempt = 1; ; attempt++) {
    try {
      return { row: await namespaces.found({ id: newId("namespace"), ...wanted }, "taken"), created: true };
    } catch (error) {
      if (!(error instanceof Problem && error.code === "conflict")) throw error;
      const row = await namespaces.named(name);
      if (row?.status === "cloning")
        throw new Problem("conflict", "A clone is being made under this name.", existing(organization, row));
      if (row) return { row, created: false };
      // It was deleted in between: the name is free again, or taken once more.
      if (attempt === 3)
        throw new Problem("unavailable", "The name is being founded and deleted. Try again in a moment.");
    }
  }
}
