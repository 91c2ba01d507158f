import { featureName } from "../engine/features";
import { newId } from "../kit/id";
import { iso } from "../kit/iso";
import { invalid, Problem } from "../kit/problem";
import type { CollectionRow } from "../store/config";
import type { Namespace } from "../store/door";
import { knownExtractor, vectorIndexes } from "./extractors";
import { type ListRequest, pageOf } from "./page";

type Home = Pick<Namespace, "row" | "now" | "collections" | "documents">;

export interface CollectionDraft {
  collection_name: string;
  description?: string | null;
  source?: Record<string, unknown> | null;
  feature_extractor?: ExtractorDraft | null;
  metadata?: Record<string, unknown> | null;
}

interface ExtractorDraft {
  feature_extractor_name: string;
  version: string;
  input_mappings?: Record<string, string | string[]> | null;
  parameters?: Record<string, unknown> | null;
  params?: Record<string, unknown> | null;
}

export async function createCollection(home: Home, draft: CollectionDraft) {
  const { now } = home;
  const row = await home.collections.add(
    {
      id: newId("collection"),
      name: draft.collection_name,
      description: draft.description ?? null,
      source: draft.source ?? null,
      featureExtractor: extractorOf(home, draft.feature_extractor ?? undefined),
      metadata: draft.metadata ?? {},
      createdAt: now,
      updatedAt: now,
    },
    "There is a collection of this name already.",
  );
  return present(row, 0);
}

/** The one asked for, which the namespace must have; without a word, the first that the namespace has. */
function extractorOf({ row }: Pick<Home, "row">, draft: ExtractorDraft | undefined) {
  const [first] = row.featureExtractors;
  const name = draft?.feature_extractor_name ?? first?.name ?? "text_extractor";
  const version = draft?.version ?? first?.version ?? "v1";
  const extractor = knownExtractor(name, version);
  if (!row.featureExtractors.some((one) => one.name === name && one.version === version))
    throw invalid(`This namespace was founded without ${featureName(extractor)}.`, ["body", "feature_extractor"]);
  const params = draft?.parameters ?? draft?.params ?? {};
  return { name, version, params, inputMappings: draft?.input_mappings ?? {} };
}

/** @throws Problem `not_found` */
export async function findCollection(home: Pick<Home, "collections">, ref: string): Promise<CollectionRow> {
  const row = await home.collections.find(ref);
  if (!row) throw new Problem("not_found", "There is no such collection.");
  return row;
}

export async function aboutCollection(home: Home, ref: string) {
  const row = await findCollection(home, ref);
  const { byCollection } = await home.documents.count();
  return present(row, byCollection[row.id] ?? 0);
}

export async function listCollections(home: Home, request: ListRequest) {
  const [rows, { byCollection }] = await Promise.all([home.collections.all(), home.documents.count()]);
  const shown = rows.map((row) => present(row, byCollection[row.id] ?? 0));
  return pageOf(`collections ${home.row.id}`, "collection_id", shown, request);
}

/** The documents go first: a crash in between leaves an empty collection, which can be deleted again. */
export async function deleteCollection(home: Home, ref: string) {
  const row = await findCollection(home, ref);
  const deleted = await home.documents.dropCollection(row.id);
  await home.collections.remove(row.id);
  return { message: "The collection and its documents are deleted.", success: true, deleted_documents: deleted };
}

function present(row: CollectionRow, documentCount: number) {
  const { name, version, params, inputMappings } = row.featureExtractor;
  return {
    collection_id: row.id,
    collection_name: row.name,
    description: row.description,
    input_schema: { properties: {} },
    output_schema: { properties: {} },
    feature_extractor: {
      feature_extractor_name: name,
      version,
      parameters: params ?? {},
      input_mappings: inputMappings,
    },
    source: row.source,
    vector_indexes: vectorIndexes(knownExtractor(name, version)),
    payload_indexes: [],
    enabled: true,
    metadata: row.metadata,
    lifecycle_state: "active",
    document_count: documentCount,
    schema_version: 1,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
  };
}
