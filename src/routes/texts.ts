import { z } from "zod";
import { type Channel, deleteTexts, searchTexts, upsertTexts } from "../domain/texts";
import { route } from "./route";
import { Fields, Ref, Sent } from "./shapes";

/** Of a namespace's own path, in the dialect that memory clients speak. */
const own = {
  dialect: "memory",
  namespaceIn: "path",
  params: z.object({ namespace_identifier: Ref }),
} as const;

const Id = z.string().min(1).max(128);
const TopK = z.int().min(1).max(1000).default(10);
const Query = z.string().min(1).max(10_000);

const Documents = z.object({
  documents: z
    .array(z.strictObject({ id: Id, text: z.string().min(1).max(100_000), metadata: Sent.optional() }))
    .min(1)
    .max(1000),
  model: z.string().max(100).optional(),
});

const Result = z.object({ id: z.string(), score: z.number(), text: z.string().optional(), metadata: Fields });

/** Filters are not understood here yet, and are refused rather than passed over: they would let too much through. */
const unfiltered = { filter: z.null().optional(), model: z.string().max(100).optional() };

type Found = Awaited<ReturnType<typeof searchTexts>>;

const shown = (found: Found, withText: boolean) =>
  found.map(({ text, ...one }) => ({ ...one, ...(withText && { text }) }));

/** Vectors alone, words alone, or both. */
const channelOf = (vectorWeight: number): Channel =>
  vectorWeight === 0 ? "full_text" : vectorWeight === 1 ? "dense" : "text_embedding";

export const texts = [
  route("POST /v1/namespaces/{namespace_identifier}/upsert-text", {
    ...own,
    does: "Put texts into the collection `texts`, in the place of those with the same id.",
    needs: "write",
    body: Documents,
    returns: z.object({
      upserted_count: z.int(),
      tokens_processed: z.int(),
      model: z.string(),
      embedding_time_ms: z.number(),
    }),
    run: async (ns, { body: { documents } }) => ({
      upserted_count: await upsertTexts(ns, documents),
      tokens_processed: documents.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0),
      model: "text_extractor@v1",
      embedding_time_ms: 0,
    }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/query-text", {
    ...own,
    does: "Find the texts that a text is most like, by words and vectors.",
    category: "search",
    body: z.object({
      text: Query,
      top_k: TopK,
      include_text: z.boolean().default(true),
      include_vectors: z.boolean().optional(),
      ...unfiltered,
    }),
    returns: z.object({ results: z.array(Result), model: z.string() }),
    run: async (ns, { body }) => ({
      results: shown(await searchTexts(ns, body.text, body.top_k, "text_embedding"), body.include_text),
      model: "text_extractor@v1",
    }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/batch-query-text", {
    ...own,
    does: "The same for up to 100 texts.",
    category: "search",
    body: z.object({
      queries: z.array(Query).min(1).max(100),
      top_k: TopK,
      include_vectors: z.boolean().optional(),
      ...unfiltered,
    }),
    returns: z.object({ results: z.array(z.array(Result)), model: z.string() }),
    run: async (ns, { body: { queries, top_k } }) => {
      const results = [];
      for (const query of queries) results.push(shown(await searchTexts(ns, query, top_k, "text_embedding"), true));
      return { results, model: "text_extractor@v1" };
    },
  }),
  route("POST /v1/namespaces/{namespace_identifier}/fulltext/index", {
    ...own,
    does: "Put texts into the collection `texts`.",
    needs: "write",
    body: Documents,
    returns: z.object({ indexed_count: z.int() }),
    run: async (ns, { body }) => ({ indexed_count: await upsertTexts(ns, body.documents) }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/fulltext/search", {
    ...own,
    does: "Find texts by their words (BM25).",
    category: "search",
    body: z.object({ query: Query, top_k: TopK, ...unfiltered }),
    returns: z.object({ results: z.array(Result) }),
    run: async (ns, { body }) => ({
      results: shown(await searchTexts(ns, body.query, body.top_k, "full_text"), true),
    }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/fulltext/delete", {
    ...own,
    does: "Delete texts by id.",
    needs: "delete",
    body: z.object({ ids: z.array(Id).min(1).max(1000) }),
    returns: z.object({ deleted_count: z.int() }),
    run: async (ns, { body }) => ({ deleted_count: await deleteTexts(ns, body.ids) }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/hybrid", {
    ...own,
    does: "Find texts by words and vectors together; `vector_weight` 0 is words alone, 1 vectors alone.",
    category: "search",
    body: z.object({ text: Query, top_k: TopK, vector_weight: z.number().min(0).max(1).default(0.5), ...unfiltered }),
    returns: z.object({ results: z.array(Result) }),
    run: async (ns, { body }) => ({
      results: shown(await searchTexts(ns, body.text, body.top_k, channelOf(body.vector_weight)), true),
    }),
  }),
];
