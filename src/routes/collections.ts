import { z } from "zod";
import { aboutCollection, createCollection, deleteCollection, listCollections } from "../domain/collections";
import { listExtractors } from "../domain/extractors";
import { route } from "./route";
import { Description, Done, Fields, ListBody, Moment, Name, PageQuery, Pagination, Ref, Sent } from "./shapes";

const Extractor = z.object({
  feature_extractor_name: z.string().min(1).max(100),
  version: z.string().min(1).max(20),
  input_mappings: z.record(z.string(), z.union([z.string().max(255), z.array(z.string().max(255)).max(50)])).nullish(),
  parameters: Sent.nullish(),
  params: Sent.nullish(),
});

const CollectionDraft = z.object({
  collection_name: Name,
  description: Description,
  source: Sent.nullish(),
  feature_extractor: Extractor.nullish(),
  metadata: Sent.nullish(),
});

const Collection = z
  .object({
    collection_id: z.string(),
    collection_name: z.string(),
    description: z.string().nullable(),
    input_schema: Fields,
    output_schema: Fields,
    feature_extractor: z.object({
      feature_extractor_name: z.string(),
      version: z.string(),
      parameters: Fields,
      input_mappings: Fields,
    }),
    source: Fields.nullable(),
    vector_indexes: z.array(Fields),
    payload_indexes: z.array(Fields),
    enabled: z.boolean(),
    metadata: Fields,
    lifecycle_state: z.string(),
    document_count: z.int(),
    schema_version: z.int(),
    created_at: Moment,
    updated_at: Moment,
  })
  .meta({ id: "Collection" });

const CollectionList = z.object({ results: z.array(Collection), pagination: Pagination, total_count: z.int() });

const CollectionPath = z.object({ collection_identifier: Ref });

export const collections = [
  route("POST /v1/collections", {
    does: "Create a collection. Without a source it holds what is written to it.",
    needs: "write",
    body: CollectionDraft,
    returns: Collection,
    run: (ns, { body }) => createCollection(ns, body),
  }),
  route("GET /v1/collections/features/extractors", {
    does: "List the feature extractors there are.",
    on: "key",
    returns: z.array(z.looseObject({ feature_extractor_name: z.string(), version: z.string() })),
    run: listExtractors,
  }),
  route("GET /v1/collections", {
    does: "List the collections.",
    query: PageQuery,
    returns: CollectionList,
    run: (ns, { query }) => listCollections(ns, query),
  }),
  route("POST /v1/collections/list", {
    does: "List the collections.",
    query: PageQuery,
    body: ListBody,
    returns: CollectionList,
    run: (ns, { query, body }) => listCollections(ns, { ...query, ...body }),
  }),
  route("GET /v1/collections/{collection_identifier}", {
    does: "Read one collection, by id or name.",
    params: CollectionPath,
    returns: Collection,
    run: (ns, { params }) => aboutCollection(ns, params.collection_identifier),
  }),
  route("DELETE /v1/collections/{collection_identifier}", {
    does: "Delete a collection with its documents.",
    needs: "delete",
    params: CollectionPath,
    returns: Done.extend({ deleted_documents: z.int() }),
    run: (ns, { params }) => deleteCollection(ns, params.collection_identifier),
  }),
];
