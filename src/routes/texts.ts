import { z } from "zod";
import { readQueryVector, termStats } from "../domain/records";
import { deleteTexts, inWords, presentHit, search, upsertTexts } from "../domain/texts";
import { Filter, Ids, own, putFields, TextHit, TopK, Values, warned } from "./record-shapes";
import { route } from "./route";

const Query = z.string().min(1).max(10_000);
const model = "text_extractor@v1";

const Documents = z.strictObject({
  documents: z
    .array(z.strictObject({ ...putFields, text: z.string().min(1).max(100_000) }))
    .min(1)
    .max(1000),
  model: z.string().max(100).nullish(),
});

const asked = { top_k: TopK, filter: Filter.nullish(), model: z.string().max(100).nullish() };

type Hits = Awaited<ReturnType<typeof search>>["hits"];

const shown = (hits: Hits[number] = [], withText = true) =>
  hits.map(presentHit).map(({ text, ...one }) => ({ ...one, ...(withText && text !== undefined && { text }) }));

/** Vectors are made in the course of the search. */
const timed = (ms: number) => ({ model, embedding_time_ms: 0, search_time_ms: ms });
const Timed = { ...warned, model: z.string(), embedding_time_ms: z.number(), search_time_ms: z.number() };

export const texts = [
  route("POST /v1/namespaces/{namespace_identifier}/upsert-text", {
    ...own,
    does: "Put texts into the collection `texts`, in the place of whatever has the same id.",
    needs: "write",
    body: Documents,
    returns: z.object({
      upserted_count: z.int(),
      tokens_processed: z.int(),
      model: z.string(),
      embedding_time_ms: z.number(),
    }),
    run: async (ns, { body: { documents } }) => ({
      upserted_count: await upsertTexts(ns, documents, "put"),
      tokens_processed: documents.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0),
      model,
      embedding_time_ms: 0,
    }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/query-text", {
    ...own,
    does: "Find the texts that a text is most like, by words and vectors.",
    category: "search",
    body: z.strictObject({
      text: Query,
      include_text: z.boolean().default(true),
      include_vectors: z.boolean().default(false),
      ...asked,
    }),
    returns: z.object({ results: z.array(TextHit), ...Timed }),
    run: async (ns, { body }) => {
      const { hits, ms, told } = await search(ns, [inWords(body.text, body, { values: body.include_vectors })]);
      return { results: shown(hits[0], body.include_text), ...timed(ms), ...told };
    },
  }),
  route("POST /v1/namespaces/{namespace_identifier}/batch-query-text", {
    ...own,
    does: "The same for up to 100 texts.",
    category: "search",
    body: z.strictObject({
      queries: z.array(Query).min(1).max(100),
      include_vectors: z.boolean().default(false),
      ...asked,
    }),
    returns: z.object({ results: z.array(z.array(TextHit)), ...Timed }),
    run: async (ns, { body }) => {
      const questions = body.queries.map((text) => inWords(text, body, { values: body.include_vectors }));
      const { hits, ms, told } = await search(ns, questions);
      return { results: hits.map((found) => shown(found)), ...timed(ms), ...told };
    },
  }),
  route("POST /v1/namespaces/{namespace_identifier}/fulltext/index", {
    ...own,
    does: "Put texts into the collection `texts`, each beside the vector of its id.",
    needs: "write",
    body: Documents,
    returns: z.object({ indexed_count: z.int() }),
    run: async (ns, { body }) => ({ indexed_count: await upsertTexts(ns, body.documents, "lay") }),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/fulltext/search", {
    ...own,
    does: "Find texts by their words (BM25).",
    category: "search",
    body: z.strictObject({ query: Query, ...asked }),
    returns: z.object({ results: z.array(TextHit), ...warned }),
    run: async (ns, { body }) => {
      const { hits, told } = await search(ns, [inWords(body.query, body, { weight: 0 })]);
      return { results: shown(hits[0]), ...told };
    },
  }),
  route("POST /v1/namespaces/{namespace_identifier}/fulltext/delete", {
    ...own,
    does: "Delete texts by id, with the vectors of their ids.",
    needs: "delete",
    body: z.strictObject({ ids: Ids }),
    returns: z.object({ deleted_count: z.int() }),
    run: async (ns, { body }) => ({ deleted_count: await deleteTexts(ns, body.ids) }),
  }),
  route("GET /v1/namespaces/{namespace_identifier}/fulltext/stats", {
    ...own,
    does: "Say how many texts there are, and of how many different terms.",
    returns: z.object({ document_count: z.int(), unique_terms: z.int(), avg_doc_length: z.number() }),
    run: async (ns) => {
      const { texts, terms, meanLength } = await termStats(ns);
      return { document_count: texts, unique_terms: terms, avg_doc_length: meanLength };
    },
  }),
  route("POST /v1/namespaces/{namespace_identifier}/hybrid", {
    ...own,
    does: "Find by words and a vector together: the one given, or without one the text's own. At `vector_weight` 0 words decide alone, at 1 the vector.",
    category: "search",
    body: z.strictObject({
      text: Query,
      vector: Values.nullish(),
      vector_weight: z.number().min(0).max(1).default(0.5),
      include_vectors: z.boolean().default(false),
      ...asked,
    }),
    returns: z.object({
      results: z.array(TextHit.extend({ vector_score: z.number(), text_score: z.number() })),
      ...warned,
    }),
    run: async (ns, { body }) => {
      const vector = body.vector ? readQueryVector(body.vector, ["body", "vector"]) : null;
      const more = { vector, weight: body.vector_weight, values: body.include_vectors };
      const { hits, told } = await search(ns, [inWords(body.text, body, more)]);
      const results = (hits[0] ?? []).map((hit) => ({
        ...presentHit(hit),
        vector_score: hit.vectorScore,
        text_score: hit.textScore,
      }));
      return { results, ...told };
    },
  }),
];
