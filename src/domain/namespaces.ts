import { newestSchema } from "../cell/migrations";
import { newId } from "../kit/id";
import { iso } from "../kit/iso";
import { Problem } from "../kit/problem";
import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";
import { type Need, need } from "../store/permits";
import type { PayloadIndex } from "../store/schema";
import { mayFound, reachesNamespace, reachesOrganization } from "../store/scope";
import { knownExtractor } from "./extractors";
import { isPlain, type ListRequest, pageOf, pagination } from "./page";

export interface NamespaceDraft {
  name: string;
  description?: string | null;
  feature_extractors?:
    | { feature_extractor_name: string; version: string; params?: Record<string, unknown> | null }[]
    | null;
  payload_indexes?: { field_name: string; type: PayloadIndex["type"] }[] | null;
}

/** A namespace without a word on extractors can search text. */
const usualExtractors: NonNullable<NamespaceDraft["feature_extractors"]> = [
  { feature_extractor_name: "text_extractor", version: "v1" },
];

export async function foundNamespace(organization: Organization, draft: NamespaceDraft) {
  if (!mayFound(organization.key, draft.name))
    throw new Problem("forbidden", "This key is not authorized to found a namespace of that name.");
  const asked = draft.feature_extractors?.length ? draft.feature_extractors : usualExtractors;
  const { now } = organization;
  const row = await organization.namespaces.found(
    {
      id: newId("namespace"),
      name: draft.name,
      description: draft.description ?? null,
      status: "active",
      featureExtractors: asked.map(({ feature_extractor_name, version, params }) => {
        const { name } = knownExtractor(feature_extractor_name, version);
        return { name, version, ...(params && { params }) };
      }),
      payloadIndexes: (draft.payload_indexes ?? []).map(({ field_name, type }) => ({ field: field_name, type })),
      createdAt: now,
      updatedAt: now,
    },
    "There is a namespace of this name already.",
  );
  return present(row, none);
}

/** What a key reaches of the account's namespaces, as things. */
async function find(organization: Organization, ref: string, wanted: Need): Promise<NamespaceRow> {
  const { key } = organization;
  const row = await organization.namespaces.find(ref);
  if (row && reachesNamespace(key, wanted, row)) return row;
  throw reachesOrganization(key, wanted)
    ? new Problem("not_found", "There is no such namespace.")
    : new Problem("forbidden", "This key is not authorized for what the request asks.");
}

export async function aboutNamespace(organization: Organization, ref: string) {
  const row = await find(organization, ref, need("read"));
  return present(row, await organization.namespaces.counts(row));
}

/** A page in the usual order is one page of D1; only what asks for more than that looks at every namespace. */
export async function listNamespaces(organization: Organization, request: ListRequest) {
  const wanted = need("read");
  const wide = reachesOrganization(organization.key, wanted);
  const page = wide && isPlain(request) ? await firstPage() : await chosenPage();
  const results = await Promise.all(
    page.rows.map(async (row) => present(row, await organization.namespaces.counts(row))),
  );
  const names = results.map((model) => model.namespace_name);
  return { results, pagination: page.pagination, total_count: page.total, namespaces: names };

  async function firstPage() {
    const { results: rows, total } = await organization.namespaces.list(request);
    return { rows, total, pagination: pagination(request, total) };
  }

  async function chosenPage() {
    const seen = (await organization.namespaces.all()).filter((row) => reachesNamespace(organization.key, wanted, row));
    const rows = new Map(seen.map((row) => [row.id, row]));
    const chosen = pageOf(
      `namespaces ${organization.id}`,
      "namespace_id",
      seen.map((row) => present(row, none)),
      request,
    );
    const found = chosen.results.flatMap((model) => rows.get(model.namespace_id) ?? []);
    return { rows: found, total: chosen.total_count, pagination: chosen.pagination };
  }
}

/** From the answer on, nothing in the namespace can be read or written. */
export async function deleteNamespace(organization: Organization, ref: string, { force }: { force: boolean }) {
  const row = await find(organization, ref, need("admin"));
  const task_id = await organization.namespaces.erase(row, force);
  return { message: "The namespace is deleted.", success: true, namespace_id: row.id, task_id };
}

const none = { documents: 0, bytes: 0, collections: 0 };

function present(row: NamespaceRow, counts: { documents: number; bytes: number; collections: number }) {
  return {
    namespace_id: row.id,
    namespace_name: row.name,
    namespace_type: "standard",
    description: row.description,
    feature_extractors: row.featureExtractors.map(({ name, version, params }) => ({
      feature_extractor_name: name,
      version,
      params: params ?? {},
    })),
    payload_indexes: row.payloadIndexes.map(({ field, type }) => ({ field_name: field, type, is_protected: false })),
    document_count: counts.documents,
    collection_count: counts.collections,
    bucket_count: 0,
    object_count: 0,
    size_bytes: counts.bytes,
    schema_version: newestSchema,
    auto_create_indexes: false,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
  };
}
