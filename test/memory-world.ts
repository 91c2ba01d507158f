import { newId } from "../src/kit/id";
import type { Call } from "./tenant";

type Params = Record<string, string>;

/** Memories and sessions under ids that every world has, under the world's own name, and under ids of ours. */
export async function remember(call: Call, namespace: string, only: string, canary: string) {
  const made = async (path: string, body: object) => {
    const reply = await call("POST", path, body);
    if (reply.status > 201) throw new Error(`${path}: ${reply.text}`);
    return reply.body;
  };
  const memories = ["mem-1", only, undefined].map((id) => ({ id, session_id: "ses-1", content: canary }));
  await made("/v1/sessions/start", { id: "ses-1", agent_id: "agent", metadata: { canary } });
  const remembered = await made("/v1/memories/store/batch", { agent_id: "agent", memories });
  await made("/v1/memories/mem-1/links", { target_id: only });
  const session = await made("/v1/sessions/start", { agent_id: only, metadata: { canary } });
  const texts = { documents: [{ id: "text-1", text: canary }] };
  await made(`/v1/namespaces/${namespace}/upsert-text`, texts);
  const vectors = [{ id: "vector-1", values: [1, 0], metadata: { said: canary } }];
  await made(`/v1/namespaces/${namespace}/vectors`, { vectors });
  // What would be drawn in the background is drawn now.
  await call("GET", "/v1/memories/mem-1/graph");
  const { job_id } = await made("/v1/import", { data: [{ id: "mem-2", content: canary }], agent_id: "agent" });
  const jobId = job_id as string;
  return { memoryId: remembered.stored[2].id as string, sessionId: session.session_id as string, jobId };
}

/** A condition that the world whose things these are meets, and no other. */
const sayingOf = (at: Params) => ({ $contains: at.user_email?.split("@")[0] });

/** What memory routes are sent where an empty object would not do. */
export const memoryBodies: Record<string, (at: Params) => unknown> = {
  "POST /v1/memory/store": () => ({ content: "changed" }),
  "POST /v1/memory/recall": () => ({ query: "canary", include_associated: true }),
  "POST /v1/memory/search": () => ({ query: "canary" }),
  "PUT /v1/memory/update/{memory_id}": () => ({ content: "changed" }),
  "POST /v1/memory/importance": (at) => ({ memory_id: at.memory_id, importance: 0.1 }),
  "PATCH /v1/memories/{memory_id}/importance": () => ({ importance: 0.1 }),
  "PATCH /v1/namespaces/{namespace_identifier}/extractor": () => ({ provider: "rules" }),
  "POST /v1/agents": (at) => ({ agent_id: newId("key").replace("_", "-"), namespace: at.agent_id }),
  "POST /v1/memory/forget": (at) => ({ memory_ids: [at.memory_id] }),
  "POST /v1/memories/store/batch": () => ({ memories: [{ content: "changed" }] }),
  "DELETE /v1/memories/forget/batch": () => ({ all: true }),
  "POST /v1/memories/{memory_id}/feedback": () => ({ signal: "upvote" }),
  "POST /v1/memory/feedback": (at) => ({ memory_id: at.memory_id, feedback: "changed" }),
  "POST /v1/memories/{memory_id}/links": (at) => ({ target_id: at.memory_id }),
  "POST /v1/knowledge/summarize": (at) => ({ memory_ids: [at.memory_id] }),
  "POST /v1/memories/extract": () => ({ content: "Ann works at Acme Inc." }),
  "POST /v1/namespaces/{namespace_identifier}/upsert-text": () => ({ documents: [{ id: "text-1", text: "changed" }] }),
  "POST /v1/namespaces/{namespace_identifier}/query-text": () => ({ text: "canary" }),
  "POST /v1/namespaces/{namespace_identifier}/batch-query-text": () => ({ queries: ["canary"] }),
  "POST /v1/namespaces/{namespace_identifier}/fulltext/index": () => ({
    documents: [{ id: "text-1", text: "changed" }],
  }),
  "POST /v1/namespaces/{namespace_identifier}/fulltext/search": () => ({ query: "canary" }),
  "POST /v1/namespaces/{namespace_identifier}/fulltext/delete": (at) => ({ ids: [at.document_id] }),
  "POST /v1/namespaces/{namespace_identifier}/hybrid": () => ({ text: "canary" }),
  "POST /v1/namespaces/{namespace_identifier}/vectors": () => ({ vectors: [{ id: "vector-1", values: [2, 1] }] }),
  "POST /v1/namespaces/{namespace_identifier}/upsert-columns": () => ({ ids: ["vector-1"], vectors: [[2, 1]] }),
  "POST /v1/namespaces/{namespace_identifier}/query": () => ({ vector: [1, 0] }),
  "POST /v1/namespaces/{namespace_identifier}/batch-query": () => ({ queries: [{ vector: [1, 0] }] }),
  "POST /v1/namespaces/{namespace_identifier}/fetch": () => ({ ids: ["vector-1", "text-1"] }),
  "POST /v1/namespaces/{namespace_identifier}/vectors/delete": (at) => ({ filter: { said: sayingOf(at) } }),
  "POST /v1/namespaces/{namespace_identifier}/vectors/bulk-delete": (at) => ({ filter: { said: sayingOf(at) } }),
  "POST /v1/namespaces/{namespace_identifier}/vectors/bulk-update": (at) => ({
    filter: { said: sayingOf(at) },
    update: { said: "changed" },
  }),
  "POST /v1/import": () => ({ data: [{ id: "mem-2", content: "changed" }] }),
  "POST /v1/extract": () => ({ text: "Ann works at Acme Inc." }),
};

/** What a route has to be asked in its query. */
export const memoryQueries: Record<string, (at: Params) => Params> = {
  "GET /v1/memory/recall": () => ({ query: "canary" }),
  "GET /v1/memories/{memory_id}/path": (at) => ({ target: at.memory_id ?? "" }),
  "GET /v1/knowledge/path": (at) => ({ from: "mem-1", to: at.memory_id ?? "" }),
};
