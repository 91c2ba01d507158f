import { newestSchema } from "../cell/migrations";
import { TEXT_DIMENSIONS } from "../engine/latent/size";
import { iso, isoOrNull } from "../kit/iso";
import type { NamespaceCounts } from "../store/account/namespaces";
import type { NamespaceRow } from "../store/namespaces";
import { presentIndexes } from "./payload-indexes";

export const uncounted: NamespaceCounts = { documents: 0, memories: 0, bytes: 0, collections: 0 };

/** A namespace as the API shows it, in the words of both dialects. */
export function presentNamespace(row: NamespaceRow, counts: NamespaceCounts, lastActivityAt: number | null = null) {
  return {
    namespace_id: row.id,
    namespace_name: row.name,
    namespace: row.name,
    name: row.name,
    namespace_type: "standard",
    kind: "data",
    description: row.description,
    parent_namespace_id: row.parentId,
    metadata: row.metadata,
    feature_extractors: row.featureExtractors.map(({ name, version, params }) => ({
      feature_extractor_name: name,
      version,
      params: params ?? {},
    })),
    payload_indexes: presentIndexes(row.payloadIndexes),
    document_count: counts.documents,
    collection_count: counts.collections,
    memory_count: counts.memories,
    bucket_count: 0,
    object_count: 0,
    vector_count: counts.documents + counts.memories,
    size_bytes: counts.bytes,
    dimension: counts.dimension ?? row.dimension ?? TEXT_DIMENSIONS,
    distance: row.distance ?? "cosine",
    index_type: "exact",
    schema_version: counts.schema ?? newestSchema,
    auto_create_indexes: false,
    infrastructure: { vectors: row.vectors, by_size: row.vectorsBySize },
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
    last_activity_at: isoOrNull(lastActivityAt),
  };
}

/** The same for an audit of the whole account, where moments are seconds since 1970. */
export const presentForAudit = (row: NamespaceRow, counts: NamespaceCounts, lastActivityAt: number | null) => ({
  name: row.name,
  namespace_id: row.id,
  vector_count: counts.documents + counts.memories,
  document_count: counts.documents,
  dimension: counts.dimension ?? row.dimension ?? TEXT_DIMENSIONS,
  index_type: "exact",
  storage_bytes: counts.bytes,
  created_at: Math.floor(row.createdAt / 1000),
  updated_at: Math.floor(row.updatedAt / 1000),
  last_activity_at: lastActivityAt === null ? null : Math.floor(lastActivityAt / 1000),
  index_stats: {},
});

/** What a list says of every namespace without asking its cell. */
export const presentDetail = (row: NamespaceRow) => ({
  name: row.name,
  namespace_id: row.id,
  parent_namespace_id: row.parentId,
  created_at: iso(row.createdAt),
  updated_at: iso(row.updatedAt),
});
