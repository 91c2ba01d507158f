import { z } from "zod";
import {
  countVectors,
  deleteVectors,
  exportVectors,
  fetchVectors,
  queryVectors,
  updateVectors,
  upsertColumns,
  upsertVectors,
  vectorStats,
} from "../domain/records";
import { Filter, Id, Ids, Metric, own, putFields, QueryAnswer, TopK, Ttl, Values, VectorRecord } from "./record-shapes";
import { route } from "./route";
import { Sent } from "./shapes";

const Query = z.strictObject({
  vector: Values,
  top_k: TopK,
  filter: Filter.nullish(),
  include_values: z.boolean().default(false),
  include_metadata: z.boolean().default(true),
  distance_metric: Metric.nullish(),
  // Every read sees every write that was answered before: whatever is asked for here is kept.
  consistency: z.enum(["strong", "eventual", "bounded_staleness"]).nullish(),
  staleness_config: z.object({ max_staleness_ms: z.number().min(0) }).nullish(),
});

const Upserted = z.object({ upserted_count: z.int() });
const Done = z.object({ status: z.string(), message: z.string() });
const data = { ...own, category: "data" } as const;

export const records = [
  route("POST /v1/namespaces/{namespace_identifier}/vectors", {
    ...data,
    does: "Put vectors in, each beside the text of its id; all are as long as the namespace's first.",
    needs: "write",
    body: z.strictObject({
      vectors: z
        .array(z.strictObject({ ...putFields, values: Values }))
        .min(1)
        .max(1000),
    }),
    returns: Upserted,
    run: async (ns, { body }) => ({ upserted_count: await upsertVectors(ns, body.vectors) }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/upsert-columns", {
    ...data,
    does: "The same as columns: ids, vectors, and a list for each member of the metadata.",
    needs: "write",
    body: z.strictObject({
      ids: z.array(Id).min(1).max(1000),
      vectors: z.array(Values).max(1000),
      attributes: z.record(z.string(), z.array(z.unknown())).nullish(),
      ttl_seconds: Ttl,
      dimension: z.int().min(1).max(4096).nullish(),
    }),
    returns: Upserted,
    run: async (ns, { body }) => ({ upserted_count: await upsertColumns(ns, body) }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/query", {
    ...own,
    does: "Find the vectors nearest to one: by cosine, dot product, or 1 / (1 + distance) for euclidean.",
    category: "search",
    body: Query,
    returns: QueryAnswer,
    run: async (ns, { body }) => {
      const [found] = await queryVectors(ns, [body], () => ["body", "vector"]);
      return found ?? { results: [] };
    },
  }),
  route("POST /v1/namespaces/{namespace_identifier}/batch-query", {
    ...own,
    does: "The same for up to 100 vectors, all at one moment.",
    category: "search",
    body: z.strictObject({ queries: z.array(Query).min(1).max(100) }),
    returns: z.object({ results: z.array(QueryAnswer) }),
    run: async (ns, { body: { queries } }) => ({
      results: await queryVectors(ns, queries, (i) => ["body", "queries", i, "vector"]),
    }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/fetch", {
    ...data,
    does: "Read vectors and texts by id, in the order asked for; what is not there is left out.",
    body: z.strictObject({
      ids: Ids,
      include_values: z.boolean().default(true),
      include_metadata: z.boolean().default(true),
    }),
    returns: z.object({ vectors: z.array(VectorRecord) }),
    run: async (ns, { body }) => ({
      vectors: await fetchVectors(ns, body.ids, { values: body.include_values, metadata: body.include_metadata }),
    }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/export", {
    ...data,
    does: "Read all vectors and texts, page by page, in the order they came; pages are short where vectors are long.",
    body: z.strictObject({
      top_k: z.int().min(1).max(10_000).default(1000),
      cursor: z.string().max(2048).nullish(),
      include_vectors: z.boolean().default(true),
      include_metadata: z.boolean().default(true),
    }),
    returns: z.object({
      vectors: z.array(VectorRecord),
      next_cursor: z.string().nullable(),
      total_count: z.int(),
      returned_count: z.int(),
    }),
    run: (ns, { body: { top_k: limit, cursor = null, include_vectors: values, include_metadata: metadata } }) =>
      exportVectors(ns, { limit, cursor, values, metadata }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/vectors/delete", {
    ...data,
    does: "Delete by id, by filter, or with `delete_all: true` everything: the vector and the text of an id go together.",
    needs: "delete",
    body: z.strictObject({ ids: Ids.nullish(), filter: Filter.nullish(), delete_all: z.boolean().optional() }),
    returns: z.object({ deleted_count: z.int() }),
    run: async (ns, { body }) => ({ deleted_count: await deleteVectors(ns, body) }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/vectors/bulk-delete", {
    ...data,
    does: "Delete all that a filter meets.",
    needs: "delete",
    body: z.strictObject({ filter: Filter }),
    returns: z.object({ deleted: z.int(), failed: z.int(), errors: z.array(z.string()) }),
    run: async (ns, { body }) => ({ deleted: await deleteVectors(ns, body), failed: 0, errors: [] }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/vectors/bulk-update", {
    ...data,
    does: "Merge (RFC 7396) a change into the metadata of all that a filter meets.",
    needs: "write",
    body: z.strictObject({ filter: Filter, update: Sent }),
    returns: z.object({ updated: z.int(), failed: z.int(), errors: z.array(z.string()) }),
    run: (ns, { body }) => updateVectors(ns, body.filter, body.update),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/vectors/count", {
    ...data,
    does: "Count vectors and texts, all or those that a filter meets.",
    body: z.strictObject({ filter: Filter.nullish() }),
    returns: z.object({ count: z.int(), namespace: z.string() }),
    run: async (ns, { body }) => ({ count: await countVectors(ns, body.filter ?? null), namespace: ns.row.name }),
  }),
  route("GET /v1/namespaces/{namespace_identifier}/stats", {
    ...data,
    does: "Say how many vectors there are, how long they are, and what room they take.",
    returns: z.object({
      index_type: z.literal("exact"),
      is_built: z.literal(true),
      indexed_vectors: z.int(),
      dimension: z.int().nullable(),
      size_bytes: z.int(),
      document_count: z.int(),
    }),
    run: async (ns) => {
      const { vectors, dimension, bytes, documents } = await vectorStats(ns);
      const size = { indexed_vectors: vectors, dimension, size_bytes: bytes, document_count: documents };
      return { index_type: "exact" as const, is_built: true as const, ...size };
    },
  }),
  ...(["flush", "compact"] as const).map((work) =>
    route(`POST /v1/namespaces/{namespace_identifier}/${work}`, {
      ...data,
      does: `Nothing: there is never anything to ${work}. Published clients ask for it.`,
      needs: "write",
      returns: Done,
      run: async (ns) => {
        await countVectors(ns, null);
        return { status: "ok", message: "Every write was on disk, and could be found, when it was answered." };
      },
    }),
  ),
];
