import { z } from "zod";
import { agentMemories, agentStats, listAgents, makeAgent, wakeUp } from "../domain/memories/agents";
import { exportGraph } from "../domain/memories/graph";
import { feedbackSummary } from "../domain/memories/memories";
import { listSessions } from "../domain/memories/sessions";
import { GraphText } from "./knowledge-shapes";
import {
  AgentId,
  Fraction,
  Memory,
  MemoryTypeName,
  memoryRoute,
  NamespaceQuery,
  OwnId,
  WhoQuery,
} from "./memory-shapes";
import { route } from "./route";
import { Session, SessionQuery } from "./sessions";
import { Ref, Whole } from "./shapes";

const One = z.object({ agent_id: AgentId });

const Agent = z
  .object({
    agent_id: z.string(),
    memory_count: z.int(),
    vector_count: z.int(),
    total_memories: z.int(),
    session_count: z.int(),
    total_sessions: z.int(),
    active_sessions: z.int(),
    memories_by_type: z.record(z.string(), z.int()),
    avg_importance: z.number(),
    total_accesses: z.int(),
    oldest_memory_at: z.int().nullable(),
    newest_memory_at: z.int().nullable(),
  })
  .meta({ id: "Agent" });

const Feedback = z.object({
  agent_id: z.string(),
  upvotes: z.int(),
  downvotes: z.int(),
  flags: z.int(),
  total_feedback: z.int(),
  memory_count: z.int(),
  flagged_memories: z.int(),
  health_score: z.number(),
  avg_importance: z.number(),
});

export const agents = [
  route("GET /v1/agents", {
    ...memoryRoute,
    does: "List whom a namespace knows; where none is named, whom any namespace knows that the key opens.",
    query: WhoQuery,
    returns: z.array(Agent.extend({ namespace: z.string() }).meta({ id: "ListedAgent" })),
    everywhere: true,
    across: (parts) => parts.flatMap(({ answer }) => answer),
    run: (ns) => listAgents(ns),
  }),
  route("POST /v1/agents", {
    ...memoryRoute,
    does: "Make an agent. Alone its id names a namespace, which is founded where it is missing; beside one, a label inside.",
    needs: "write",
    founds: "always",
    body: z.strictObject({ agent_id: OwnId, namespace: Ref.optional() }),
    returns: z.object({
      agent_id: z.string(),
      namespace: z.string(),
      created: z.boolean(),
      dimension: z.int().nullable(),
      model: z.string(),
    }),
    made: ({ created }) => created,
    run: (ns, { body, byAgent }) => makeAgent(ns, { ...body, byAgent }),
  }),
  route("GET /v1/agents/{agent_id}/memories", {
    ...memoryRoute,
    does: "List an agent's memories, in the order they came.",
    params: One,
    query: NamespaceQuery.extend({
      memory_type: MemoryTypeName.optional(),
      limit: Whole(1, 1000).default(100),
      offset: Whole(0, 1_000_000).default(0),
    }),
    returns: z.array(Memory),
    run: (ns, { params, query, byAgent }) => agentMemories(ns, { ...params, byAgent }, query.memory_type, query),
  }),
  route("GET /v1/agents/{agent_id}/stats", {
    ...memoryRoute,
    does: "Say in numbers what an agent remembers.",
    params: One,
    returns: Agent,
    run: (ns, { params, byAgent }) => agentStats(ns, { ...params, byAgent }),
  }),
  route("GET /v1/agents/{agent_id}/sessions", {
    ...memoryRoute,
    does: "List an agent's sessions, newest first.",
    params: One,
    query: SessionQuery.omit({ agent_id: true }),
    returns: z.array(Session),
    run: async (ns, { params, query, byAgent }) => (await listSessions(ns, { ...params, byAgent }, query)).sessions,
  }),
  route("GET /v1/agents/{agent_id}/wake-up", {
    ...memoryRoute,
    does: "Give an agent what it should know first when it wakes: what is important, and new.",
    params: One,
    query: NamespaceQuery.extend({ top_n: Whole(1, 1000).default(20), min_importance: Fraction.default(0) }),
    returns: z.object({ agent_id: z.string(), memories: z.array(Memory), total_available: z.int() }),
    run: (ns, { params, query, byAgent }) => wakeUp(ns, { ...params, byAgent }, query.top_n, query.min_importance),
  }),
  route("GET /v1/agents/{agent_id}/feedback/summary", {
    ...memoryRoute,
    does: "Say in numbers what was said of an agent's memories.",
    params: One,
    returns: Feedback,
    run: (ns, { params, byAgent }) => feedbackSummary(ns, { ...params, byAgent }),
  }),
  route("GET /v1/feedback/health", {
    ...memoryRoute,
    does: "The same, for the agent or the namespace that the query names.",
    query: WhoQuery,
    returns: Feedback,
    run: (ns, { query, byAgent }) => feedbackSummary(ns, { ...query, byAgent }),
  }),
  route("GET /v1/agents/{agent_id}/graph/export", {
    ...memoryRoute,
    does: "Export an agent's graph as JSON, GraphML or CSV.",
    params: One,
    query: NamespaceQuery.extend({ format: z.enum(["json", "graphml", "csv"]).default("json") }),
    returns: GraphText,
    run: (ns, { params, query, byAgent }) => exportGraph(ns, { ...params, byAgent }, query.format),
  }),
];
