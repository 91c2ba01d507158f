import { z } from "zod";
import { deleteDocuments, updateAll, updateDocuments } from "../domain/documents/batches";
import {
  changeDocument,
  createDocument,
  createDocuments,
  deleteDocument,
  getDocument,
} from "../domain/documents/documents";
import { listDocuments } from "../domain/documents/lists";
import { route } from "./route";
import { Done, Flag, ListFields, PageQuery, Pagination, Ref, Sent } from "./shapes";

export const Document = z
  .looseObject({
    document_id: z.string(),
    collection_id: z.string(),
    _internal: z.object({
      namespace_id: z.string(),
      collection_id: z.string(),
      document_id: z.string(),
      created_at: z.string(),
      updated_at: z.string(),
    }),
  })
  .meta({ id: "Document" });

/** A batch is told from a document that happens to have a field `documents` by having nothing else. */
const Batch = z.strictObject({ documents: z.array(Sent).min(1).max(1000), collection_id: z.string().optional() });

const Written = z.object({ document_id: z.string(), collection_id: z.string() });
const WrittenBatch = z.object({
  documents: z.array(Written),
  results: z.array(Written),
  created_count: z.int(),
  success: z.boolean(),
});

const List = z.object({
  results: z.array(Document),
  pagination: Pagination,
  total_documents: z.int(),
  stats: z.object({ total_documents: z.int(), total_groups: z.int().optional() }),
  groups: z.array(z.object({ group_key: z.unknown(), count: z.int(), documents: z.array(Document) })).optional(),
  group_by_field: z.string().nullish(),
});

/** What a list of documents may be asked; paging may stand in the body too, and there it wins. */
const DocumentListBody = z
  .object({
    ...ListFields,
    limit: z.int().min(1).max(1000).optional(),
    offset: z.int().min(0).max(10_000).optional(),
    cursor: z.string().max(2048).nullish(),
    select: z.array(z.string().min(1).max(255)).max(100).nullish(),
    group_by: z.string().min(1).max(255).nullish(),
    return_vectors: z.boolean().optional(),
    return_vector_names: z.union([z.boolean(), z.array(z.string())]).nullish(),
  })
  .optional()
  .transform((body) => ({ ...body, sort: body?.sort ?? body?.sorts?.[0] ?? null }));

const Ids = z.array(z.string().min(1).max(128)).min(1).max(1000);

const BatchDelete = z
  .strictObject({ document_ids: Ids.nullish(), filters: z.unknown().optional() })
  .refine((body) => (body.document_ids == null) !== (body.filters == null), "Give either document_ids or filters.");

const BatchUpdate = z
  .strictObject({
    updates: z
      .array(z.looseObject({ document_id: z.string().min(1).max(128) }))
      .min(1)
      .max(1000)
      .nullish(),
    filters: z.unknown().optional(),
    update_data: Sent.nullish(),
  })
  .refine(
    (body) => (body.updates == null) !== (body.filters == null && body.update_data == null),
    "Give either updates, or filters with update_data.",
  );

const BulkUpdate = z.strictObject({ filters: z.unknown().optional(), update_data: Sent });

const OneResult = z.object({ document_id: z.string(), success: z.boolean(), error: z.string().optional() });
const Counted = { failed_count: z.int(), results: z.array(OneResult).optional(), message: z.string() };

const WithVectors = z.object({ return_vectors: Flag.default(false) });

const InCollection = z.object({ collection_identifier: Ref });
const OneInCollection = z.object({ collection_identifier: Ref, document_id: Ref });
const One = z.object({ document_id: Ref });

const isBatch = (body: Record<string, unknown>) =>
  Array.isArray(body.documents) && Object.keys(body).every((key) => key === "documents" || key === "collection_id");

export const documents = [
  route("POST /v1/collections/{collection_identifier}/documents", {
    does: 'Create a document (the body is the document), or up to 1,000 of them (`{"documents": [...]}`), all or none.',
    needs: "write",
    params: InCollection,
    body: Sent,
    returns: z.union([WrittenBatch, Document]),
    run: (ns, { params, body }) =>
      isBatch(body)
        ? createDocuments(ns, params.collection_identifier, Batch.parse(body).documents)
        : createDocument(ns, params.collection_identifier, body),
  }),
  route("POST /v1/collections/{collection_identifier}/documents/list", {
    does: "List a collection's documents in the order they came.",
    params: InCollection,
    query: PageQuery,
    body: DocumentListBody,
    returns: List,
    run: (ns, { params, query, body }) => listDocuments(ns, params.collection_identifier, { ...query, ...body }),
  }),
  route("PUT /v1/collections/{collection_identifier}/documents/{document_id}", {
    does: "Put a document: all of it replaced, or created when it is not there.",
    needs: "write",
    params: OneInCollection,
    body: Sent,
    returns: Document,
    run: (ns, { params, body }) => changeDocument(ns, params.collection_identifier, params.document_id, "put", body),
  }),
  route("POST /v1/collections/{collection_identifier}/documents/batch", {
    does: "Change up to 1,000 named documents, each in its own way, or all that a filter meets in one way.",
    needs: "write",
    params: InCollection,
    body: BatchUpdate,
    returns: z.object({ updated_count: z.int(), ...Counted }),
    run: (ns, { params, body }) => updateDocuments(ns, params.collection_identifier, body),
  }),
  route("DELETE /v1/collections/{collection_identifier}/documents/batch", {
    does: "Delete up to 1,000 named documents, or all that a filter meets.",
    needs: "delete",
    params: InCollection,
    body: BatchDelete,
    returns: z.object({ deleted_count: z.int(), ...Counted }),
    run: (ns, { params, body }) => deleteDocuments(ns, params.collection_identifier, body),
  }),
  route("PATCH /v1/collections/{collection_identifier}/documents/bulk", {
    does: "Change all documents that a filter meets in one way; without a filter, the whole collection.",
    needs: "write",
    params: InCollection,
    body: BulkUpdate,
    returns: z.object({ updated_count: z.int(), message: z.string() }),
    run: (ns, { params, body }) => updateAll(ns, params.collection_identifier, body),
  }),
  route("GET /v1/collections/{collection_identifier}/documents/{document_id}", {
    does: "Read one document of a collection.",
    params: OneInCollection,
    query: WithVectors,
    returns: Document,
    run: (ns, { params, query }) =>
      getDocument(ns, params.collection_identifier, params.document_id, query.return_vectors),
  }),
  route("PATCH /v1/collections/{collection_identifier}/documents/{document_id}", {
    does: "Change the named fields of a document; null takes a field away (RFC 7396).",
    needs: "write",
    params: OneInCollection,
    body: Sent,
    returns: Document,
    run: (ns, { params, body }) => changeDocument(ns, params.collection_identifier, params.document_id, "merge", body),
  }),
  route("DELETE /v1/collections/{collection_identifier}/documents/{document_id}", {
    does: "Delete one document of a collection.",
    needs: "delete",
    params: OneInCollection,
    returns: Done,
    run: (ns, { params }) => deleteDocument(ns, params.collection_identifier, params.document_id),
  }),
  route("GET /v1/documents/{document_id}", {
    does: "Read one document.",
    params: One,
    query: WithVectors,
    returns: Document,
    run: (ns, { params, query }) => getDocument(ns, undefined, params.document_id, query.return_vectors),
  }),
  route("PATCH /v1/documents/{document_id}", {
    does: "Change the named fields of a document; null takes a field away (RFC 7396).",
    needs: "write",
    params: One,
    body: Sent,
    returns: Document,
    run: (ns, { params, body }) => changeDocument(ns, undefined, params.document_id, "merge", body),
  }),
  route("PUT /v1/documents/{document_id}", {
    does: "Replace all of a document.",
    needs: "write",
    params: One,
    body: Sent,
    returns: Document,
    run: (ns, { params, body }) => changeDocument(ns, undefined, params.document_id, "replace", body),
  }),
  route("DELETE /v1/documents/{document_id}", {
    does: "Delete one document.",
    needs: "delete",
    params: One,
    returns: Done,
    run: (ns, { params }) => deleteDocument(ns, undefined, params.document_id),
  }),
];
