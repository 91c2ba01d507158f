import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { Pass } from "../src/cell/contract";
import { isSecret, newSecret } from "../src/kit/secret";
import { app, type Call, caller, clock, organization, searcher, tenant } from "./tenant";

const run = { inputs: { query: "boat" } };

/** The same program in another isolate: its own memory, the same D1 and cells. */
async function otherIsolate() {
  vi.resetModules();
  const { createApp } = await import("../src/edge/app");
  const other = createApp({ clock: () => clock.now });
  return (key: string): Call =>
    async (method, path, body, headers = {}) => {
      const sent = { "x-namespace": "main", authorization: `Bearer ${key}`, ...headers };
      const response = await other.request(path, { method, headers: sent, body: body && JSON.stringify(body) }, env);
      const text = await response.text();
      return { status: response.status, text, body: JSON.parse(text), headers: response.headers };
    };
}

/** Everything that a key can be used for in a namespace, with what the answer would be while it is good. */
const uses: [method: string, path: string, body?: object][] = [
  ["POST", "/v1/retrievers/search/execute", run],
  ["GET", "/v1/documents/doc-1"],
  ["POST", "/v1/collections/pages/documents", { text: "more" }],
  ["POST", "/v1/collections/pages/documents/list", {}],
  ["PATCH", "/v1/documents/doc-1", { text: "other" }],
  ["GET", "/v1/collections"],
  ["GET", "/v1/collections/pages"],
  ["POST", "/v1/collections", { collection_name: "more" }],
  ["GET", "/v1/retrievers"],
  ["GET", "/v1/retrievers/search"],
  ["POST", "/v1/retrievers", searcher("more")],
  ["GET", "/v1/retrievers/search/api-keys"],
  ["POST", "/v1/retrievers/search/api-keys", { name: "survivor" }],
  ["DELETE", "/v1/documents/doc-1"],
];

test("a key that is revoked and used at once, 100 times against a namespace, is accepted 0 times", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "doc-1", text: "A boat." });
  const make = async (kind: "standard" | "retriever") => {
    const admin = { name: "k", permissions: ["admin"] };
    if (kind === "standard") return (await ada.call("POST", "/v1/organizations/api-keys", admin)).body;
    return (await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "k" })).body;
  };
  const isolates = [async () => (key: string) => caller(key, "main"), otherIsolate];
  for (const isolate of isolates)
    for (const kind of ["standard", "retriever"] as const) {
      const made = await make(kind);
      const call = (await isolate())(made.key);
      const attempts = kind === "retriever" ? uses.slice(0, 1) : uses;
      expect(await call("POST", "/v1/retrievers/search/execute", run), kind).toMatchObject({ status: 200 });
      const path = kind === "retriever" ? "/v1/retrievers/search/api-keys" : "/v1/organizations/api-keys";
      expect(await ada.call("DELETE", `${path}/${made.key_id}`)).toMatchObject({ status: 200 });
      const accepted: string[] = [];
      for (let i = 0; i < 100; i++) {
        const [method, path, body] = attempts[i % attempts.length]!;
        const reply = await call(method, path, body);
        if (reply.status !== 401) accepted.push(`${isolate.name} ${kind} ${method} ${path}: ${reply.status}`);
      }
      expect([...new Set(accepted)]).toEqual([]);
    }
  expect(await ada.call("GET", "/v1/documents/doc-1")).toMatchObject({ status: 200, body: { text: "A boat." } });
});

test("an isolate that had opened a namespace before it was deleted elsewhere opens it no more", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "doc-1", text: "A boat." });
  const elsewhere = (await otherIsolate())(ada.key);
  for (const [method, path, body] of uses.slice(0, 3)) expect((await elsewhere(method, path, body)).status).toBe(200);
  expect(await ada.call("DELETE", "/v1/namespaces/main")).toMatchObject({ status: 200 });
  for (const [method, path, body] of [...uses, ["GET", "/v1/namespaces/main"] as const])
    expect(await elsewhere(method, path, body), `${method} ${path}`).toMatchObject({ status: 404 });
});

test("a cell refuses a pass with a revoked key, whatever anybody's cache says", async () => {
  const ada = await tenant();
  const made = await ada.call("POST", "/v1/organizations/api-keys", { name: "k" });
  const cell = env.CELL.getByName(ada.namespaceId);
  const pass = {
    organizationId: ada.id,
    keyId: made.body.key_id,
    config: null,
    collections: null,
    now: clock.now,
  } satisfies Pass;
  expect(await cell.count(pass)).toMatchObject({ ok: true });
  await ada.call("DELETE", `/v1/organizations/api-keys/${made.body.key_id}`);
  expect(await cell.count(pass)).toMatchObject({ ok: false, refusal: "revoked" });
  const draft = { id: "x", collectionId: ada.collectionId, body: "{}", text: "", vectors: [] };
  expect(await cell.createDocuments(pass, [draft])).toMatchObject({ ok: false, refusal: "revoked" });
  expect(await ada.call("GET", "/v1/documents/x")).toMatchObject({ status: 404 });
});

test("a key is good until the millisecond in which it expires, in a warm and in a cold isolate", async () => {
  const start = clock.now;
  const ada = await tenant();
  const expires_at = "2026-11-20T12:00:05Z";
  const standard = await ada.call("POST", "/v1/organizations/api-keys", { name: "k", expires_at });
  const page = await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "k", expires_at });
  const cold = await otherIsolate();
  for (const key of [standard.body.key, page.body.key]) {
    const warm = caller(key, "main");
    clock.now = Date.parse(expires_at) - 1;
    expect(await warm("POST", "/v1/retrievers/search/execute", run)).toMatchObject({ status: 200 });
    clock.now += 1;
    for (const call of [warm, cold(key)])
      expect(await call("POST", "/v1/retrievers/search/execute", run)).toMatchObject({
        status: 401,
        body: { detail: expect.stringMatching(/expired/) },
      });
  }
  expect((await ada.call("GET", "/v1/organizations/api-keys")).body.results).toContainEqual(
    expect.objectContaining({ key_id: standard.body.key_id, status: "expired" }),
  );
  clock.now = start;
});

/** `env` with every use of a binding counted. */
function counted() {
  let uses = 0;
  const count = <T extends object>(binding: T): T =>
    new Proxy(binding, {
      get(target, name) {
        uses++;
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return { env: { ...env, DB: count(env.DB), CELL: count(env.CELL), BLOBS: count(env.BLOBS) }, uses: () => uses };
}

test("a key with a wrong checksum costs no read of anything, and a right one that nobody has costs one", async () => {
  const ada = await tenant();
  const good = newSecret("sk");
  const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  const { env: watched, uses } = counted();
  const ask = (key: string, path = "/v1/auth/whoami") =>
    app.request(path, { headers: { authorization: `Bearer ${key}`, "x-namespace": "main" } }, watched);
  const wrong = [
    ...Array.from({ length: good.length - 3 }, (_, i) => flip(good, i + 3)),
    ...[good.slice(0, -1), `${good}0`, good.toLowerCase(), good.replace("sk_", "ret_sk_"), "sk_", "", "x".repeat(9999)],
    ...Array.from({ length: 100 }, () => `sk_${crypto.randomUUID().replaceAll("-", "")}${"0".repeat(21)}`),
  ];
  for (const key of wrong)
    for (const path of ["/v1/auth/whoami", "/v1/collections", "/v1/namespaces"])
      expect((await ask(key, path)).status, key).toBe(401);
  expect(uses()).toBe(0);
  expect((await ask(good)).status).toBe(401);
  expect(uses()).toBe(1);
  expect((await ask(ada.key)).status).toBe(200);
  expect(wrong.filter(isSecret)).toEqual([]);
});

test("keys that are missing, malformed, unknown, revoked or expired are all told 401, as problems that give nothing away", async () => {
  const ada = await organization();
  const made = await ada.call("POST", "/v1/organizations/api-keys", { name: "k" });
  await ada.call("DELETE", `/v1/organizations/api-keys/${made.body.key_id}`);
  const told = async (headers: Record<string, string>) => {
    const reply = await caller(undefined)("GET", "/v1/namespaces", undefined, headers);
    expect(reply, JSON.stringify(headers)).toMatchObject({
      status: 401,
      body: { status: 401, code: "unauthenticated", success: false, error: { type: "UnauthorizedError" } },
    });
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
    return reply.body.detail;
  };
  const sentences = [
    await told({}),
    await told({ authorization: "Bearer" }),
    await told({ authorization: `Basic ${ada.key}` }),
    await told({ authorization: `Bearer ${ada.key} ${ada.key}` }),
    await told({ authorization: "Bearer sk_nonsense" }),
    await told({ authorization: `Bearer ${newSecret("sk")}` }),
    await told({ authorization: `Bearer ${newSecret("usr_sk")}` }),
  ];
  expect(new Set(sentences).size).toBe(1);
  expect(await told({ authorization: `Bearer ${made.body.key}` })).toMatch(/revoked/);
  expect(await caller(undefined)("GET", `/v1/namespaces?api_key=${ada.key}`)).toMatchObject({ status: 401 });
});
