import { z } from "zod";
import { executeRetriever } from "../domain/retrievers/execute";
import { aboutRetriever, createRetriever, deleteRetriever, listRetrievers } from "../domain/retrievers/retrievers";
import { listStages } from "../domain/retrievers/stages";
import { Document } from "./documents";
import { route } from "./route";
import { Description, Done, Fields, Moment, Name, PageQuery, Ref } from "./shapes";

const types = [
  ...["string", "number", "integer", "float", "boolean", "object", "array", "date", "datetime", "text", "image"],
  ...["audio", "video", "pdf", "excel", "document_reference"],
];

const InputField = z.object({
  type: z.enum(types),
  required: z.boolean().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  description: z.string().optional(),
});

/** A map of inputs, or the same inside `properties` as JSON Schema has it. */
const InputSchema = z.union([
  z
    .object({ properties: z.record(z.string(), InputField), required: z.array(z.string()).optional() })
    .transform(({ properties, required }) =>
      Object.fromEntries(
        Object.entries(properties).map(([name, field]) => [
          name,
          { ...field, required: field.required || required?.includes(name) },
        ]),
      ),
    ),
  z.record(z.string(), InputField),
]);

const Config = z.object({
  stage_id: z.string().min(1),
  parameters: Fields.optional(),
  pre_filters: z.unknown().optional(),
  post_filters: z.unknown().optional(),
});

const StageDraft = z.object({
  stage_name: z.string().max(100).optional(),
  stage_type: z.string().optional(),
  description: z.string().nullish(),
  config: Config.optional(),
  stage_id: z.string().optional(),
  parameters: Fields.optional(),
  pre_filters: z.unknown().optional(),
  post_filters: z.unknown().optional(),
});

const RetrieverDraft = z.object({
  retriever_name: Name,
  description: Description,
  collection_identifiers: z.array(Ref).max(100).nullish(),
  collection_ids: z.array(Ref).max(100).nullish(),
  stages: z.array(StageDraft).min(1).max(30),
  input_schema: InputSchema.nullish(),
  budget_limits: z
    .object({ max_credits: z.number().min(0).optional(), max_time_ms: z.int().min(0).optional() })
    .nullish(),
  tags: z.array(z.string().max(100)).max(50).nullish(),
  display_config: Fields.nullish(),
});

const Stage = z.object({
  stage_name: z.string(),
  stage_type: z.string(),
  config: z.object({ stage_id: z.string(), parameters: Fields }),
  description: z.string().optional(),
});

const Retriever = z
  .object({
    retriever_id: z.string(),
    retriever_name: z.string(),
    description: z.string().nullable(),
    collection_ids: z.array(z.string()),
    stages: z.array(Stage),
    input_schema: z.record(z.string(), InputField),
    budget_limits: Fields.nullable(),
    tags: z.array(z.string()),
    display_config: Fields.nullable(),
    version: z.int(),
    is_published: z.boolean(),
    created_at: Moment,
    updated_at: Moment,
    created_by: z.string(),
    updated_by: z.string(),
  })
  .meta({ id: "Retriever" });

const Paging = z
  .object({
    method: z.literal("offset").default("offset"),
    page_size: z.int().min(1).max(500).optional(),
    page_number: z.int().min(1).max(10_000).optional(),
  })
  .optional();

/** The published body, with what clients also send: `settings.limit`, `limit` and `offset` at the top. */
const Execution = z
  .object({
    inputs: Fields.nullish(),
    pagination: Paging.nullish(),
    settings: z.object({ limit: z.int().min(1).max(500).optional() }).nullish(),
    limit: z.int().min(1).max(500).optional(),
    return_highlights: z.boolean().default(false),
    stream: z.boolean().optional(),
  })
  .transform(({ inputs, pagination, settings, limit, return_highlights }) => ({
    inputs: inputs ?? {},
    page_size: pagination?.page_size ?? settings?.limit ?? limit ?? 10,
    page_number: pagination?.page_number ?? 1,
    highlights: return_highlights,
  }));

const Highlights = z.array(
  z.object({ field: z.string(), segments: z.array(z.object({ text: z.string(), match: z.boolean() })) }),
);

/** A result is a stored document with a score, or, after a stage that groups, what that stage made. */
const Found = Document.partial().extend({ score: z.number().nullable(), _highlights: Highlights.optional() }).meta({
  id: "FoundDocument",
});

const Executed = z
  .object({
    execution_id: z.string(),
    retriever_id: z.string(),
    status: z.string(),
    results: z.array(Found),
    documents: z.array(Found),
    pagination: z.looseObject({ method: z.string(), total: z.int() }),
    stage_statistics: z.object({
      stages: z.record(
        z.string(),
        z.looseObject({ input_count: z.int(), output_count: z.int(), duration_ms: z.number() }),
      ),
      total_time_ms: z.number(),
      credits_used: z.number(),
    }),
    budget: Fields,
    warnings: z.array(z.string()),
    error: z.string().nullable(),
  })
  .meta({ id: "ExecuteRetrieverResponse" });

const RetrieverPath = z.object({ retriever_id: Ref });

export const retrievers = [
  route("POST /v1/retrievers", {
    does: "Create a retriever: a stored pipeline of stages.",
    needs: "write",
    operation: "create_retriever",
    body: RetrieverDraft,
    returns: z.object({ retriever: Retriever }),
    run: (ns, { body }) => createRetriever(ns, body),
  }),
  route("GET /v1/retrievers/stages", {
    does: "List the stages that retrievers are made of, each with its parameters.",
    on: "key",
    returns: z.array(
      z.object({
        stage_id: z.string(),
        description: z.string(),
        category: z.string(),
        icon: z.string(),
        parameter_schema: z.unknown(),
      }),
    ),
    run: listStages,
  }),
  route("GET /v1/retrievers", {
    does: "List the retrievers.",
    query: PageQuery,
    returns: z.object({ results: z.array(Retriever), total: z.int() }),
    run: (ns, { query }) => listRetrievers(ns, query),
  }),
  route("POST /v1/retrievers/list", {
    does: "List the retrievers.",
    query: PageQuery,
    returns: z.object({ results: z.array(Retriever), total: z.int() }),
    run: (ns, { query }) => listRetrievers(ns, query),
  }),
  route("GET /v1/retrievers/{retriever_id}", {
    does: "Read one retriever, by id or name.",
    params: RetrieverPath,
    returns: Retriever,
    run: (ns, { params }) => aboutRetriever(ns, params.retriever_id),
  }),
  route("DELETE /v1/retrievers/{retriever_id}", {
    does: "Delete a retriever and its browser keys.",
    needs: "delete",
    operation: "delete_retriever",
    params: RetrieverPath,
    returns: Done,
    run: (ns, { params }) => deleteRetriever(ns, params.retriever_id),
  }),
  route("POST /v1/retrievers/{retriever_id}/execute", {
    does: "Run a retriever. A retriever key needs no namespace: it has one.",
    operation: "execute_retriever",
    params: RetrieverPath,
    body: Execution,
    returns: Executed,
    run: (ns, { params, body }) => executeRetriever(ns, params.retriever_id, body),
  }),
  route("POST /v1/public/retrievers/execute", {
    does: "Run the retriever that the key is for.",
    operation: "execute_retriever",
    publicKey: true,
    body: Execution,
    returns: Executed,
    run: (ns, { body }) => executeRetriever(ns, undefined, body),
  }),
];
