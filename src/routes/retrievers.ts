import { z } from "zod";
import {
  aboutRetriever,
  changeRetriever,
  cloneRetriever,
  createRetriever,
  deleteRetriever,
  listRetrievers,
} from "../domain/retrievers/retrievers";
import { listStages } from "../domain/retrievers/stages";
import { route } from "./route";
import { Description, Done, Fields, ListBody, Moment, Name, PageQuery, Ref, Sent } from "./shapes";

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
  parameters: Sent.optional(),
  pre_filters: z.unknown().optional(),
  post_filters: z.unknown().optional(),
});

const StageDraft = z.object({
  stage_name: z.string().max(100).optional(),
  stage_type: z.string().optional(),
  description: z.string().nullish(),
  config: Config.optional(),
  stage_id: z.string().optional(),
  parameters: Sent.optional(),
  pre_filters: z.unknown().optional(),
  post_filters: z.unknown().optional(),
});

/** Answers are given again until they are older than this, or until something is written. */
export const CacheConfig = z.object({
  enabled: z.boolean().default(true),
  ttl_seconds: z.int().min(0).max(86_400).default(3_600),
});

export const RetrieverDraft = z.object({
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
  display_config: Sent.nullish(),
  cache_config: CacheConfig.nullish(),
});

/** Strict: that stages or inputs cannot be changed is said, rather than left out in silence. */
const RetrieverChange = z
  .strictObject({
    retriever_name: Name.optional(),
    description: Description,
    tags: RetrieverDraft.shape.tags,
    display_config: RetrieverDraft.shape.display_config,
    cache_config: RetrieverDraft.shape.cache_config,
  })
  .refine((change) => Object.keys(change).length > 0, "Name at least one thing to change.");

const RetrieverClone = RetrieverDraft.partial().extend({ retriever_name: Name });

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
    cache_config: CacheConfig.nullable(),
    version: z.int(),
    is_published: z.boolean(),
    created_at: Moment,
    updated_at: Moment,
    created_by: z.string(),
    updated_by: z.string(),
  })
  .meta({ id: "Retriever" });

export const RetrieverPath = z.object({ retriever_id: Ref });

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
    body: ListBody,
    returns: z.object({ results: z.array(Retriever), total: z.int() }),
    run: (ns, { query, body }) => listRetrievers(ns, { ...query, ...body }),
  }),
  route("GET /v1/retrievers/{retriever_id}", {
    does: "Read one retriever, by id or name.",
    params: RetrieverPath,
    returns: Retriever,
    run: (ns, { params }) => aboutRetriever(ns, params.retriever_id),
  }),
  route("PATCH /v1/retrievers/{retriever_id}", {
    does: "Change how a retriever is called, shown and cached. What it does is fixed: clone it to change that.",
    needs: "write",
    operation: "create_retriever",
    params: RetrieverPath,
    body: RetrieverChange,
    returns: z.object({ retriever: Retriever }),
    run: (ns, { params, body }) => changeRetriever(ns, params.retriever_id, body),
  }),
  route("POST /v1/retrievers/{retriever_id}/clone", {
    does: "Make a new retriever from one that is there, with whatever the body says instead.",
    needs: "write",
    operation: "create_retriever",
    params: RetrieverPath,
    body: RetrieverClone,
    returns: z.object({ retriever: Retriever, source_retriever_id: z.string() }),
    status: 201,
    run: (ns, { params, body }) => cloneRetriever(ns, params.retriever_id, body),
  }),
  route("DELETE /v1/retrievers/{retriever_id}", {
    does: "Delete a retriever and its browser keys.",
    needs: "delete",
    operation: "delete_retriever",
    params: RetrieverPath,
    returns: Done,
    run: (ns, { params }) => deleteRetriever(ns, params.retriever_id),
  }),
];
