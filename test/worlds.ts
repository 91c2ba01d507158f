import { newestSchema } from "../src/cell/migrations";
import { newId } from "../src/kit/id";
import type { Route } from "../src/routes/route";
import { listen, listeningBodies } from "./hook-world";
import { memoryBodies, memoryQueries, remember } from "./memory-world";
import { type Call, caller, found, organization, type Reply, searcher } from "./tenant";

export type World = Awaited<ReturnType<typeof world>>;

/**
 * An organization with something of every kind: under names and ids that every world has (`main`, `pages`, `doc-1`,
 * `search`, `worker`, `page`, …), and under its own name, which no other world has. Everything says the canary.
 */
export async function world(only: string) {
  const canary = `canary-${only}-of-${only}`;
  const home = await organization(canary);
  const made = async (call: Call, path: string, body: object) => {
    const reply = await call("POST", path, body);
    if (reply.status > 201) throw new Error(`${path}: ${reply.text}`);
    return reply.body;
  };
  const worker = await made(home.call, "/v1/organizations/api-keys", { name: "worker", description: canary });
  await made(home.call, "/v1/organizations/api-keys", { name: only, description: canary });
  for (const name of ["worker", only]) {
    const email = `${name}@example.com`;
    await made(home.call, "/v1/organizations/users", { email, user_name: canary });
    await made(home.call, `/v1/organizations/users/${email}/api-keys`, { name: `${name}-own`, description: canary });
  }
  const ns = (await found(home.call, { namespace_name: "main", description: canary })).body;
  const inner = await made(home.call, "/v1/namespaces/main/keys", { name: "inner", description: canary });
  const side = (await found(home.call, { namespace_name: only, description: canary })).body;
  const call = caller(home.key, "main");
  const fill = async (call: Call, namespace: string) => {
    const collection = await made(call, "/v1/collections", { collection_name: "pages", description: canary });
    await made(call, "/v1/collections", { collection_name: only, description: canary });
    const documents = ["doc-1", only, undefined].map((document_id) => ({ document_id, title: "Secret", text: canary }));
    const { documents: written } = await made(call, "/v1/collections/pages/documents", { documents });
    const { retriever } = await made(call, "/v1/retrievers", {
      ...searcher("search"),
      description: canary,
      cache_config: {},
    });
    await made(call, "/v1/retrievers", { ...searcher(only), description: canary });
    const page = await made(call, "/v1/retrievers/search/api-keys", { name: "page", description: canary });
    return {
      ...(await remember(call, namespace, only, canary)),
      collectionId: collection.collection_id as string,
      documentId: written[2].document_id as string,
      retrieverId: retriever.retriever_id as string,
      pageKey: page.key as string,
      pageKeyId: page.key_id as string,
    };
  };
  const inside = await fill(call, "main");
  const aside = await fill(caller(home.key, only), only);
  const [namespaceId, sideId] = [ns.namespace_id as string, side.namespace_id as string];
  // A task of each world: what is left of a namespace that it has deleted.
  await made(home.call, "/v1/namespaces", { namespace_name: "gone", description: canary });
  const taskId = (await home.call("DELETE", "/v1/namespaces/gone")).body.task_id as string;
  const heard = await listen(made, home.call, call, { only, canary });
  const ids = { ...heard, taskId, workerId: worker.key_id as string, innerKeyId: inner.key_id as string };
  return { ...home, only, canary, call, namespaceId, sideId, ...ids, ...inside, aside };
}

/** An answer as bytes, but for what says which request it was: its id, and how many the key has sent. */
export function bytes(reply: Reply): string {
  const headers = [...reply.headers].filter(([name]) => !/^(x-request-id|date|(x-)?ratelimit.*)$/.test(name));
  const id = reply.headers.get("x-request-id") ?? "none";
  return JSON.stringify([reply.status, headers, reply.text.replaceAll(id, "(request id)")]);
}

/** The same, but for what the caller sent: errors in the memory dialect name the namespace as it was named to them. */
export const told = (reply: Reply, route: Route, sent: readonly string[]) =>
  route.dialect === "memory"
    ? sent.reduce((text, value) => text.replaceAll(JSON.stringify(value).slice(1, -1), "(sent)"), bytes(reply))
    : bytes(reply);

type Params = Record<string, string>;

/** What a caller may name: one value for each path parameter, a namespace, and what bodies point at. */
export interface Names {
  params: Params;
  namespace: string;
}

/** A world's things by id, or by the names they have. A parameter that is not here is one nobody has thought about. */
export const byId = (w: World): Names => ({
  namespace: w.namespaceId,
  params: {
    namespace_identifier: w.namespaceId,
    collection_identifier: w.collectionId,
    document_id: w.documentId,
    retriever_id: w.retrieverId,
    key_id: w.workerId,
    user_email: `${w.only}@example.com`,
    key_name: `${w.only}-own`,
    task_id: w.taskId,
    webhook_identifier: w.webhookId,
    delivery_id: w.deliveryId,
    alert_identifier: w.alertId,
    memory_id: w.memoryId,
    session_id: w.sessionId,
    job_id: w.jobId,
    agent_id: w.namespaceId,
  },
});

export const byOtherId = (w: World): Names => ({ ...byId(w), params: { ...byId(w).params, key_id: w.pageKeyId } });
export const byInnerId = (w: World): Names => ({ ...byId(w), params: { ...byId(w).params, key_id: w.innerKeyId } });

export const byName = (name: string): Names => ({
  namespace: name,
  params: {
    namespace_identifier: name,
    collection_identifier: name,
    document_id: name,
    retriever_id: name,
    key_id: name,
    user_email: `${name}@example.com`,
    key_name: name,
    task_id: name,
    webhook_identifier: name,
    delivery_id: name,
    alert_identifier: name,
    memory_id: name,
    session_id: name,
    job_id: name,
    agent_id: name,
  },
});

/** The names that every world has. */
export const shared: Names = {
  namespace: "main",
  params: {
    namespace_identifier: "main",
    collection_identifier: "pages",
    document_id: "doc-1",
    retriever_id: "search",
    key_id: "worker",
    user_email: "worker@example.com",
    key_name: "worker-own",
    task_id: "task",
    webhook_identifier: "hook",
    delivery_id: "delivery",
    alert_identifier: "beacon",
    memory_id: "mem-1",
    session_id: "ses-1",
    job_id: "job",
    agent_id: "agent",
  },
};

/** Ids of the right form that never were. */
export const neverIds = (): Names => ({
  namespace: newId("namespace"),
  params: {
    namespace_identifier: newId("namespace"),
    collection_identifier: newId("collection"),
    document_id: newId("document"),
    retriever_id: newId("retriever"),
    key_id: newId("key"),
    user_email: `${newId("user")}@example.com`,
    key_name: newId("key"),
    task_id: newId("task"),
    webhook_identifier: newId("webhook"),
    delivery_id: newId("delivery"),
    alert_identifier: newId("alert"),
    memory_id: newId("memory"),
    session_id: newId("session"),
    job_id: newId("task"),
    agent_id: newId("namespace"),
  },
});

/** An export of next to nothing. */
const importable = [
  { cordon: "namespace", version: 1 },
  { type: "settings", feature_extractors: [{ name: "text_extractor", version: "v1" }], payload_indexes: [] },
  { type: "end" },
]
  .map((line) => JSON.stringify(line))
  .join("\n");

/** What a route is sent where an empty object would not do; `at` is what it points at. */
const bodies: Record<string, (at: Params) => unknown> = {
  "POST /v1/organizations/api-keys": (at) => ({
    name: "worker",
    permissions: ["read"],
    scopes: [{ resource_type: "namespace", resource_id: at.namespace_identifier }],
  }),
  "PATCH /v1/organizations/api-keys/{key_id}": () => ({ description: "changed" }),
  "POST /v1/organizations/users": () => ({ email: "worker@example.com", user_name: "changed" }),
  "PATCH /v1/organizations/users/{user_email}": () => ({ user_name: "changed" }),
  "POST /v1/organizations/users/{user_email}/api-keys": () => ({ name: "changed" }),
  "PATCH /v1/organizations/users/{user_email}/api-keys/{key_name}": () => ({ description: "changed" }),
  "POST /v1/namespaces": () => ({ namespace_name: "main" }),
  "POST /admin/keys": (at) => ({ name: newId("key"), scope: "read", namespaces: [at.namespace_identifier] }),
  "PATCH /admin/keys/{key_id}": () => ({ namespaces: ["changed"] }),
  "POST /v1/namespaces/{namespace_identifier}/keys": () => ({ name: "changed" }),
  "PATCH /v1/namespaces/{namespace_identifier}/keys/{key_id}": () => ({ name: "changed" }),
  "PATCH /v1/namespaces/{namespace_identifier}": () => ({ description: "changed" }),
  "POST /v1/namespaces/{namespace_identifier}/clone": () => ({ namespace_name: "cloned" }),
  "POST /v1/namespaces/{namespace_identifier}/import": () => importable,
  "POST /v1/namespaces/{namespace_identifier}/migrate": () => ({ target_version: newestSchema }),
  "POST /v1/collections": () => ({ collection_name: "pages" }),
  "POST /v1/collections/{collection_identifier}/documents": () => ({ document_id: "doc-1", text: "changed" }),
  "PATCH /v1/collections/{collection_identifier}/documents/{document_id}": () => ({ text: "changed" }),
  "POST /v1/collections/{collection_identifier}/documents/batch": (at) => ({
    updates: [{ document_id: at.document_id, text: "changed" }],
  }),
  "DELETE /v1/collections/{collection_identifier}/documents/batch": (at) => ({ document_ids: [at.document_id] }),
  "PATCH /v1/collections/{collection_identifier}/documents/bulk": () => ({ update_data: { text: "changed" } }),
  "POST /v1/collections/{collection_identifier}/documents/aggregate": () => ({
    aggregations: [{ function: "count", alias: "n" }],
  }),
  "PATCH /v1/documents/{document_id}": () => ({ text: "changed" }),
  "POST /v1/retrievers": (at) => ({ ...searcher("search"), collection_identifiers: [at.collection_identifier] }),
  "PATCH /v1/retrievers/{retriever_id}": () => ({ description: "changed" }),
  "POST /v1/retrievers/{retriever_id}/clone": () => ({ retriever_name: "search" }),
  "POST /v1/retrievers/execute": (at) => ({
    ...searcher("search"),
    collection_identifiers: [at.collection_identifier],
    inputs: { query: "canary" },
  }),
  "POST /v1/retrievers/{retriever_id}/execute": () => ({ inputs: { query: "canary" } }),
  "POST /v1/public/retrievers/execute": () => ({ inputs: { query: "canary" } }),
  "POST /v1/retrievers/{retriever_id}/api-keys": () => ({ name: "page" }),
  ...listeningBodies,
  ...memoryBodies,
};

export const lineOf = (route: Route) => `${route.method} ${route.path}`;

export const paramsOf = (route: Route) => [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");

/** The path with its parameters filled in, and the body. @throws when nobody has said what to fill in */
export function requestTo(route: Route, at: Params): [method: string, path: string, body: unknown] {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (at[name] === undefined) throw new Error(`test/worlds.ts does not know the parameter ${name}`);
    return encodeURIComponent(at[name]);
  });
  const query = memoryQueries[lineOf(route)]?.(at);
  const asked = query ? `${path}?${new URLSearchParams(query)}` : path;
  const body = bodies[lineOf(route)];
  if (body) return [route.method, asked, body(at)];
  if (route.body && !route.body.safeParse({}).success)
    throw new Error(`test/worlds.ts knows no body for ${lineOf(route)}`);
  return [route.method, asked, route.body && {}];
}
