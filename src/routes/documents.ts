import { z } from "zod";
import {
  createDocument,
  createDocuments,
  deleteDocument,
  getDocument,
  listDocuments,
  patchDocument,
} from "../domain/documents/documents";
import { route } from "./route";
import { Done, Fields, PageQuery, Pagination, Ref } from "./shapes";

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
const Batch = z.strictObject({ documents: z.array(Fields).min(1).max(1000), collection_id: z.string().optional() });

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
  stats: z.object({ total_documents: z.int() }),
});

/** Paging may stand in the body too; there it wins. */
const ListBody = z
  .object({
    limit: z.int().min(1).max(1000).optional(),
    offset: z.int().min(0).max(10_000).optional(),
    cursor: z.string().max(512).nullish(),
  })
  .optional();

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
    body: Fields,
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
    body: ListBody,
    returns: List,
    run: (ns, { params, query, body }) => listDocuments(ns, params.collection_identifier, { ...query, ...body }),
  }),
  route("GET /v1/collections/{collection_identifier}/documents/{document_id}", {
    does: "Read one document of a collection.",
    params: OneInCollection,
    returns: Document,
    run: (ns, { params }) => getDocument(ns, params.collection_identifier, params.document_id),
  }),
  route("PATCH /v1/collections/{collection_identifier}/documents/{document_id}", {
    does: "Change the named fields of a document; null takes a field away (RFC 7396).",
    needs: "write",
    params: OneInCollection,
    body: Fields,
    returns: Document,
    run: (ns, { params, body }) => patchDocument(ns, params.collection_identifier, params.document_id, body),
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
    returns: Document,
    run: (ns, { params }) => getDocument(ns, undefined, params.document_id),
  }),
  route("PATCH /v1/documents/{document_id}", {
    does: "Change the named fields of a document; null takes a field away (RFC 7396).",
    needs: "write",
    params: One,
    body: Fields,
    returns: Document,
    run: (ns, { params, body }) => patchDocument(ns, undefined, params.document_id, body),
  }),
  route("DELETE /v1/documents/{document_id}", {
    does: "Delete one document.",
    needs: "delete",
    params: One,
    returns: Done,
    run: (ns, { params }) => deleteDocument(ns, undefined, params.document_id),
  }),
];
