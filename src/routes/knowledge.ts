import { z } from "zod";
import { deduplicate, summarize } from "../domain/memories/consolidate";
import { extractor, noModel } from "../domain/memories/extractor";
import {
  exportGraph,
  extractFrom,
  linkMemories,
  memoryEntities,
  memoryGraph,
  memoryPath,
  wholeGraph,
} from "../domain/memories/graph";
import { knowledgeAround, knowledgePath, knowledgeQuery } from "../domain/memories/knowledge";
import { edgeTypes } from "../engine/graph/links";
import { Deduplicated, Edge, Entity, Graph, GraphText, Node, Relation } from "./knowledge-shapes";
import {
  Fraction,
  filterFields,
  Importance,
  Language,
  MemoryTypeName,
  memoryRoute,
  refused,
  WhoQuery,
  whoFields,
} from "./memory-shapes";
import { route } from "./route";
import { Ref, Whole } from "./shapes";

const unstored = "What is put together is answered and not stored: leave it out, and store it if you want it kept.";
const notStored = refused(unstored);

const One = z.object({ memory_id: Ref });
const EdgeType = z.enum(edgeTypes);

/** `a,b` in a query string. */
const EdgeTypes = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(EdgeType).min(1));

const most = { maxNodes: 1000, maxEdges: 5000 };

export const knowledge = [
  route("POST /v1/memories/{memory_id}/links", {
    ...memoryRoute,
    does: "Connect a memory with another of the same namespace.",
    needs: "write",
    params: One,
    body: z.strictObject({
      ...whoFields,
      target_id: Ref,
      edge_type: EdgeType.default("linked_by"),
      weight: Importance.default(1),
    }),
    returns: z.object({ edge: Edge }),
    run: (ns, { params, body }) => linkMemories(ns, params.memory_id, body.target_id, body.edge_type, body.weight),
  }),
  route("GET /v1/memories/{memory_id}/graph", {
    ...memoryRoute,
    does: "Read what lies around a memory.",
    params: One,
    query: WhoQuery.extend({ depth: Whole(1, 5).default(1), types: EdgeTypes.optional() }),
    returns: z.object({ root_id: z.string(), depth: z.int(), nodes: z.array(Node), edges: z.array(Edge) }),
    run: (ns, { params, query }) =>
      memoryGraph(ns, params.memory_id, { depth: query.depth, limit: 1000, types: query.types ?? null, minWeight: 0 }),
  }),
  route("GET /v1/memories/{memory_id}/path", {
    ...memoryRoute,
    does: "Find the shortest way from a memory to another; `hops` is -1 where there is none.",
    params: One,
    query: WhoQuery.extend({ target: Ref, max_hops: Whole(1, 20).default(10) }),
    returns: z.object({
      source_id: z.string(),
      target_id: z.string(),
      path: z.array(z.string()),
      hops: z.int(),
      edges: z.array(Edge),
    }),
    run: (ns, { params, query }) => memoryPath(ns, params.memory_id, query.target, query.max_hops),
  }),
  route("GET /v1/knowledge/query", {
    ...memoryRoute,
    does: "Find edges: around a memory, of a type, of a weight.",
    query: WhoQuery.extend({
      root_id: Ref.optional(),
      edge_type: EdgeType.optional(),
      min_weight: Fraction.default(0),
      max_depth: Whole(1, 5).default(3),
      limit: Whole(1, 1000).default(100),
    }),
    returns: z.object({ agent_id: z.string(), node_count: z.int(), edge_count: z.int(), edges: z.array(Edge) }),
    run: (ns, { query, byAgent }) => knowledgeQuery(ns, { ...query, byAgent }, query),
  }),
  route("GET /v1/knowledge/path", {
    ...memoryRoute,
    does: "Find the shortest way between two memories.",
    query: WhoQuery.extend({ from: Ref, to: Ref }),
    returns: z.object({
      agent_id: z.string(),
      from_id: z.string(),
      to_id: z.string(),
      hop_count: z.int(),
      path: z.array(z.string()),
    }),
    run: (ns, { query, byAgent }) => knowledgePath(ns, { ...query, byAgent }, query.from, query.to),
  }),
  route("GET /v1/knowledge/export", {
    ...memoryRoute,
    does: "Export the graph as JSON or GraphML.",
    query: WhoQuery.extend({ format: z.enum(["json", "graphml", "csv"]).default("json") }),
    returns: GraphText,
    run: (ns, { query, byAgent }) => exportGraph(ns, { ...query, byAgent }, query.format),
  }),
  route("POST /v1/knowledge/graph", {
    ...memoryRoute,
    does: "Read the graph around a memory, or the whole of it.",
    body: z.strictObject({
      ...whoFields,
      memory_id: Ref.optional(),
      depth: z.int().min(1).max(5).default(1),
      min_similarity: Importance.default(0),
      max_nodes: z.int().min(1).max(1000).default(100),
    }),
    returns: Graph,
    run: (ns, { body, byAgent }) => knowledgeAround(ns, { ...body, byAgent }, body),
  }),
  route("POST /v1/knowledge/graph/full", {
    ...memoryRoute,
    does: "Read the whole graph: the newest memories, and what connects them.",
    body: z.strictObject({
      ...whoFields,
      max_nodes: z.int().min(1).max(10_000).default(1000),
      max_edges: z.int().min(1).max(50_000).default(5000),
      min_similarity: Importance.default(0),
    }),
    returns: Graph,
    run: (ns, { body, byAgent }) =>
      wholeGraph(
        ns,
        { ...body, byAgent },
        { maxNodes: body.max_nodes, maxEdges: body.max_edges, types: null, minWeight: body.min_similarity },
      ),
  }),
  route("POST /v1/knowledge/network/cross-agent", {
    ...memoryRoute,
    does: "Read the graph of all agents of the namespace together. It never leaves the namespace.",
    body: z.strictObject({ ...whoFields, min_similarity: Importance.default(0) }),
    returns: Graph,
    run: (ns, { body }) => wholeGraph(ns, { byAgent: true }, { ...most, types: null, minWeight: body.min_similarity }),
  }),
  route("POST /v1/knowledge/summarize", {
    ...memoryRoute,
    does: "Put some memories into one text.",
    body: z.strictObject({
      ...whoFields,
      memory_ids: filterFields.memory_ids.unwrap(),
      target_type: notStored,
      dry_run: z.literal(true, { error: unstored }).optional(),
    }),
    returns: z.object({ summary: z.string(), source_count: z.int(), source_memory_ids: z.array(z.string()) }),
    run: (ns, { body, byAgent }) => summarize(ns, { ...body, byAgent }, body.memory_ids),
  }),
  route("POST /v1/knowledge/deduplicate", {
    ...memoryRoute,
    does: "Take away memories that say what another says; `dry_run` only says which.",
    needs: "delete",
    body: z.strictObject({
      ...whoFields,
      memory_type: MemoryTypeName.optional(),
      threshold: Importance.optional(),
      dry_run: z.boolean().default(true),
    }),
    returns: Deduplicated,
    run: (ns, { body, byAgent }) => deduplicate(ns, { ...body, byAgent }, body),
  }),
  route("GET /v1/memory/entities/{memory_id}", {
    ...memoryRoute,
    does: "Read what a memory names, and what it says of it.",
    params: One,
    query: WhoQuery,
    returns: z.object({
      memory_id: z.string(),
      entities: z.array(Entity),
      relations: z.array(Relation),
      count: z.int(),
    }),
    run: (ns, { params }) => memoryEntities(ns, params.memory_id),
  }),
  route("POST /v1/memories/extract", {
    dialect: "memory",
    on: "key",
    does: "Say what a text names, and what it says of it. Nothing is stored.",
    body: z.strictObject({
      content: z.string().min(1).max(100_000),
      entity_types: z.array(z.string().max(100)).max(50).optional(),
    }),
    returns: z.object({ entities: z.array(Entity), relations: z.array(Relation) }),
    run: (_, { body }) => extractFrom(body.content, body.entity_types),
  }),
  route("GET /v1/extract/providers", {
    dialect: "memory",
    on: "key",
    does: "List what can draw entities from text.",
    returns: z.array(z.object({ name: z.string(), available: z.boolean(), models: z.array(z.string()) })),
    run: () => [{ name: extractor, available: true, models: [extractor] }],
  }),
  route("POST /v1/extract", {
    dialect: "memory",
    on: "key",
    does: "The same, under another name. Nothing is stored.",
    body: z.strictObject({
      ...whoFields,
      text: z.string().min(1).max(100_000),
      entity_types: z.array(z.string()).max(50).optional(),
      provider: z.literal(extractor, { error: noModel }).optional(),
      model: z.literal(extractor, { error: noModel }).nullish(),
      extractor_override: refused(noModel),
      lang: Language,
    }),
    returns: z.object({
      entities: z.array(Entity),
      relations: z.array(Relation),
      provider: z.string(),
      model: z.string(),
      duration_ms: z.number(),
    }),
    run: (_, { body }) => ({
      ...extractFrom(body.text, body.entity_types),
      provider: extractor,
      model: extractor,
      duration_ms: 0,
    }),
  }),
];
