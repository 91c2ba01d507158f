import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Asked, faultsOf } from "./fuzz-faults";
import {
  many,
  mutate,
  names,
  nasty,
  type Operation,
  operations,
  pick,
  pointed,
  reseed,
  roll,
  type Schema,
  sample,
  seed,
  stages,
  texts,
  written,
} from "./fuzz-values";
import { alertBody, webhookBody } from "./hook-world";
import { storedBytes } from "./stored";
import { app, type Reply, searcher } from "./tenant";
import { byId, byName, neverIds, shared, type World, world } from "./worlds";

/** Requests of each test, and how many tests: 7,000. Each test has worlds of its own. */
const [each, batches] = [250, 28];

/** What a header can hold: Latin-1 without controls. */
const inHeader = (text: string) => text.replaceAll(/[^\x20-\x7e\xa1-\xff]/g, "?").slice(0, 2000);
const oddly = <T>(one: T, usual: number, others: () => T): T => (roll(usual) ? one : others());

function ask(home: World, keys: string[]): Asked {
  const { path: template, method: usual, operation } = pick(operations);
  const { parameters, requestBody } = operation;
  const method = oddly(usual, 60, () => pick(["GET", "POST", "PUT", "PATCH", "DELETE"]));
  const fill = (_: string, name: string) => {
    const known = names[name] ?? ["x"];
    // Most name what is there; what is deleted is seldom what later requests need, and never the namespace.
    const spare = usual === "DELETE" && (name === "namespace_identifier" || roll(3) > 0);
    const one = pick(spare ? known.slice(5) : oddly(known.slice(0, 5), 4, () => known));
    return encodeURIComponent(oddly(one, 20, () => pick(texts)).toWellFormed());
  };
  const query = parameters
    .filter((one) => one.in === "query" && roll(3) === 0)
    .map(({ name, schema }) => [name, `${oddly(queryValue(name, schema), 6, nasty)}`.toWellFormed()]);
  if (roll(20) === 0) query.push([pick(["namespace", "limit", "limit", "__proto__", "x"]), pick(texts).toWellFormed()]);
  const path = template.replaceAll(/\{(\w+)\}/g, fill) + (query.length ? `?${new URLSearchParams(query)}` : "");
  const isLines = requestBody?.content["application/x-ndjson"] !== undefined;
  const body = isLines
    ? importable()
    : requestBody && sample(requestBody.content["application/json"]?.schema ?? {}, "");
  const sent = roll(5) > 1 ? body : mutate(body);
  const isMeant = (one: (typeof operations)[number]) =>
    one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, "[^/?]+")}($|\\?)`).test(path);
  const told = operations.filter(isMeant).map((one) => one.operation);
  return {
    operation,
    told,
    method,
    path,
    headers: headersOf(operation, home, keys),
    body: isLines && method !== "GET" ? [sent].flat().map(written).join("\n") : bodyOf(method, requestBody && sent),
  };
}

const importable = () => [
  { cordon: "namespace", version: 1 },
  ...many(1, () => ({
    type: "settings",
    feature_extractors: [{ name: "text_extractor", version: "v1" }],
    payload_indexes: [],
  })),
  { type: "end" },
];

/** Numbers and flags in a query are patterns to the contract. */
const queryValue = (name: string, schema: Schema) =>
  pointed(schema).pattern ? pick(["0", "1", "10", "1000", "1001", "10001"]) : sample(schema, name);

const bodyOf = (method: string, body: unknown) =>
  method === "GET" || (body === undefined && roll(20)) ? undefined : written(body);

/** Of four requests three come as they should. */
function headersOf(operation: Operation, home: World, [narrow = "", page = ""]: string[]): Headers {
  const isPage = operation.security?.some((one) => "publicKey" in one);
  const authorization = `Bearer ${isPage ? page : home.key}`;
  const headers = new Headers({ "content-type": "application/json", authorization });
  const isAsked = operation.parameters.some(({ name }) => name === "X-Namespace");
  if (!isPage && (isAsked || roll(2) === 0)) headers.set("x-namespace", "main");
  if (roll(4) > 0) return headers;
  const odd: Record<string, () => string> = {
    authorization: () =>
      pick(["", "x", `Basic ${home.key}`, `bearer  ${narrow}`, `Bearer ${page}`, `Bearer ${home.key}x`]),
    "x-api-key": () => pick([home.key, narrow, inHeader(pick(texts))]),
    "x-public-api-key": () => pick([page, home.key, inHeader(pick(texts))]),
    "x-namespace": () => inHeader(pick([...(names.namespace_identifier ?? []), pick(texts)])),
    "idempotency-key": () => oddly(`once-${roll(20)}`, 4, () => inHeader(pick(texts))),
    "x-request-id": () => oddly(`mine-${roll(99)}`, 2, () => inHeader(pick(texts))),
    origin: () => pick(["https://a.example", "null", "*", inHeader(pick(texts))]),
    "content-type": () => pick(["text/plain", "x", ""]),
  };
  for (const [name, make] of Object.entries(odd)) {
    if (roll(12) === 0) headers.delete(name);
    else if (roll(4) === 0) headers.set(name, make());
  }
  return headers;
}

async function send({ method, path, headers, body }: Asked): Promise<Reply> {
  const response = await app.request(path, { method, headers, body }, env);
  const text = new TextDecoder().decode(await response.arrayBuffer());
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {}
  return { status: response.status, text, body: read, headers: response.headers };
}

/** Two worlds, what requests may name of both, and keys that can do less. */
async function prepare(batch: number) {
  const [ada, bob] = [await world(`ada-${batch}`), await world(`bob-${batch}`)];
  const made = async (path: string, body: object) => (await ada.call("POST", path, body)).body;
  const narrow = await made("/v1/organizations/api-keys", { name: "narrow", permissions: ["read"] });
  const cursors = [ada, bob].map((w) => w.call("POST", "/v1/collections/pages/documents/list?limit=1", {}));
  const all = [shared, byId(ada), byName(ada.only), shared, byId(ada), byId(bob), byName(bob.only), neverIds()];
  for (const name of Object.keys(shared.params)) names[name] = all.map(({ params }) => params[name] ?? "");
  names.key_id?.splice(2, 0, ada.pageKeyId);
  names.cursor = (await Promise.all(cursors)).map(({ body }) => body.pagination.next_cursor);
  stages.splice(0, stages.length, ...(await ada.call("GET", "/v1/retrievers/stages")).body);
  return { ada, bob, keys: [narrow.key as string, ada.pageKey], secrets: [bob.canary, bob.key, ada.key] };
}

/** Puts back what requests took away. */
async function mend({ call }: World): Promise<void> {
  await call("POST", "/v1/webhooks", webhookBody("hook"));
  await call("POST", "/v1/alerts", alertBody("beacon", "search"));
  await call("POST", "/v1/collections", { collection_name: "pages" });
  await call("PUT", "/v1/collections/pages/documents/doc-1", { title: "Secret", text: "A boat", n: 3, tags: ["a", 1] });
  await call("PUT", "/v1/collections/pages/documents/doc-2", { title: "Open", text: "sailing", n: null, tags: [] });
  await call("POST", "/v1/retrievers", searcher("search"));
  await call("POST", "/v1/organizations/api-keys", { name: "worker" });
  await call("POST", "/v1/namespaces/main/keys", { name: "inner" });
  const memories = ["mem-1", "mem-2"].map((id) => ({ id, content: "Ann sails a boat.", session_id: "ses-1" }));
  await call("POST", "/v1/memories/store/batch", { agent_id: "agent", memories });
  await call("POST", "/v1/sessions/start", { agent_id: "agent", id: "ses-1" });
}

/** What later requests may name: things that were just made. */
function learn(body: Record<string, unknown>): void {
  for (const [name, from] of Object.entries({
    namespace_identifier: "namespace_id",
    collection_identifier: "collection_id",
    document_id: "document_id",
    retriever_id: "retriever_id",
    key_id: "key_id",
    user_email: "email",
    task_id: "task_id",
    webhook_identifier: "webhook_id",
    delivery_id: "delivery_id",
    alert_identifier: "alert_id",
    memory_id: "memory_id",
    session_id: "session_id",
    cursor: "next_cursor",
  })) {
    const made = body[from];
    if (typeof made === "string" && made) names[name]?.push(made);
  }
}

/** How often each operation was answered well and refused. */
const counts = new Map<string, { well: number; refused: number }>();

for (let batch = 0; batch < batches; batch++) {
  test(`no answer is a fault of ours or tells too much: requests ${batch * each} to ${(batch + 1) * each - 1}`, async () => {
    const { ada, bob, keys, secrets } = await prepare(batch);
    const before = await storedBytes(bob);
    reseed(seed * batches + batch);
    const faulty: string[] = [];
    for (let i = 0; i < each; i++) {
      if (i % 25 === 0) await mend(ada);
      const asked = ask(ada, keys);
      const reply = await send(asked);
      const count = counts.get(asked.operation.operationId) ?? { well: 0, refused: 0 };
      count[reply.status < 300 ? "well" : "refused"]++;
      counts.set(asked.operation.operationId, count);
      if (["POST", "DELETE"].includes(asked.method) && reply.status < 300)
        learn({ ...reply.body, ...reply.body?.retriever, ...reply.body?.pagination });
      for (const fault of faultsOf(asked, reply, secrets))
        faulty.push(
          `FUZZ_SEED=${seed}, request ${batch * each + i}: ${asked.method} ${asked.path} ${`${asked.body}`.slice(0, 1000)} ` +
            `was answered ${reply.status} ${reply.text.slice(0, 500)}: it ${fault}`,
        );
    }
    expect(faulty).toEqual([]);
    expect(await storedBytes(bob)).toEqual(before);
  }, 60_000);
}

test("every operation was asked, and all but a few were both answered well and refused", () => {
  expect(counts.size).toBe(operations.length);
  const few = operations.length / 12;
  const only = (kind: "well" | "refused") => [...counts].filter(([, count]) => count[kind] === 0).map(([id]) => id);
  expect(only("well").length, `${only("well")}`).toBeLessThanOrEqual(few);
  expect(only("refused").length, `${only("refused")}`).toBeLessThanOrEqual(few);
});
