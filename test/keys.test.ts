import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Pass } from "../src/cell/contract";
import { newId } from "../src/kit/id";
import { isSecret, newSecret } from "../src/kit/secret";
import { app, caller, clock, organization, searcher, tenant } from "./tenant";

const run = { inputs: { query: "boat" } };

const sql = (text: string, ...values: unknown[]) =>
  env.DB.prepare(text)
    .bind(...values)
    .run();

/** What another isolate does to revoke a key: its row, then the cell. This isolate's memory still holds the key. */
async function revokeElsewhere(keyId: string, namespaceId: string): Promise<void> {
  await sql("UPDATE keys SET revoked_at = ? WHERE id = ?", clock.now, keyId);
  await env.CELL.getByName(namespaceId).revoke(keyId, clock.now);
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

for (const where of ["here", "in another isolate, with a warm key here"] as const)
  test(`a key that is revoked ${where} and used at once, 100 times in a namespace, is accepted 0 times`, async () => {
    const ada = await tenant();
    await ada.call("POST", "/v1/collections/pages/documents", { document_id: "doc-1", text: "A boat." });
    const keys = "/v1/organizations/api-keys";
    const standard = await ada.call("POST", keys, { name: "k", permissions: ["admin"] });
    const page = await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "k" });
    const accepted = new Set<string>();
    for (const [made, path, attempts] of [
      [page.body, "/v1/retrievers/search/api-keys", uses.slice(0, 1)],
      [standard.body, keys, uses],
    ] as const) {
      const call = caller(made.key, "main");
      expect(await call("POST", "/v1/retrievers/search/execute", run)).toMatchObject({ status: 200 });
      for (let i = 0; i < 100; i++) {
        if (where === "here" && i === 0) await ada.call("DELETE", `${path}/${made.key_id}`);
        if (where !== "here") {
          // The memory of a key that was refused is dropped, so each attempt finds a warm one.
          await sql("UPDATE keys SET revoked_at = NULL WHERE id = ?", made.key_id);
          expect(await call("GET", "/v1/auth/whoami")).toMatchObject({ status: 200 });
          await revokeElsewhere(made.key_id, ada.namespaceId);
        }
        const [method, to, body] = attempts[i % attempts.length]!;
        const reply = await call(method, to, body);
        if (reply.status !== 401) accepted.add(`${method} ${to}: ${reply.status}`);
      }
    }
    expect([...accepted]).toEqual([]);
    expect(await ada.call("GET", "/v1/documents/doc-1")).toMatchObject({ status: 200, body: { text: "A boat." } });
    expect(await ada.call("GET", "/v1/collections")).toMatchObject({ body: { total_count: 1 } });
  }, 60_000);

test("a namespace that is deleted in another isolate opens no more in one that still remembers it", async () => {
  for (const [method, path, body] of [...uses, ["GET", "/v1/namespaces/main"] as const]) {
    const ada = await tenant();
    await ada.call("POST", "/v1/collections/pages/documents", { document_id: "doc-1", text: "A boat." });
    expect(await ada.call(method, path, body)).toMatchObject({ status: path.endsWith("api-keys") && body ? 201 : 200 });
    await sql("UPDATE namespaces SET status = 'deleted' WHERE id = ?", ada.namespaceId);
    await env.CELL.getByName(ada.namespaceId).retire(ada.namespaceId, ada.id);
    const before = await sql("SELECT count(*) AS n FROM collections");
    expect(await ada.call(method, path, body), `${method} ${path}`).toMatchObject({ status: 404 });
    expect((await sql("SELECT count(*) AS n FROM collections")).results).toEqual(before.results);
  }
});

test("a key that an isolate remembers opens no namespace that another one founded since under the old one's name", async () => {
  const ada = await tenant();
  const scopes = [{ resource_type: "namespace", resource_id: "main" }];
  const made = await ada.call("POST", "/v1/organizations/api-keys", { name: "of the first", scopes });
  const read = () => caller(made.body.key, "main")("GET", "/v1/collections");
  expect(await read()).toMatchObject({ status: 200 });
  await ada.call("POST", "/v1/namespaces", { name: "side" });
  const two = [...scopes, { resource_type: "namespace", resource_id: "side" }];
  const both = await ada.call("POST", "/v1/organizations/api-keys", { name: "of both", scopes: two });
  const admin = { permissions: ["admin"], scopes: two };
  const keeper = await ada.call("POST", "/v1/organizations/api-keys", { name: "keeper", ...admin });
  expect(await caller(keeper.body.key)("GET", "/v1/namespaces/main")).toMatchObject({ status: 200 });
  expect(await caller(both.body.key, "side")("GET", "/v1/collections")).toMatchObject({ status: 200 });
  const again = newId("namespace");
  clock.now += 10;
  await sql("UPDATE namespaces SET status = 'deleted' WHERE id = ?", ada.namespaceId);
  await sql("UPDATE keys SET revoked_at = ? WHERE id = ?", clock.now, made.body.key_id);
  await env.CELL.getByName(ada.namespaceId).retire(ada.namespaceId, ada.id);
  await sql(
    "INSERT INTO namespaces (organization_id, id, name, status, feature_extractors, payload_indexes, created_at, updated_at) VALUES (?, ?, 'main', 'active', '[]', '[]', ?, ?)",
    ada.id,
    again,
    clock.now,
    clock.now,
  );
  await env.CELL.getByName(again).found(again, ada.id);
  await sql("UPDATE keys SET scopes = ? WHERE id = ?", JSON.stringify(two.slice(1)), both.body.key_id);
  await sql("UPDATE keys SET scopes = ? WHERE id = ?", JSON.stringify(two.slice(1)), keeper.body.key_id);
  expect(await read()).toMatchObject({ status: 401 });
  expect(await caller(keeper.body.key)("DELETE", "/v1/namespaces/main")).toMatchObject({ status: 403 });
  expect(await caller(both.body.key, "main")("GET", "/v1/collections")).toMatchObject({ status: 403 });
  expect(await ada.call("GET", "/v1/collections")).toMatchObject({ status: 200, body: { total_count: 0 } });
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

test("a key is good until the millisecond in which it expires, warm or not", async () => {
  const start = clock.now;
  const ada = await tenant();
  const expires_at = "2026-11-20T12:00:05Z";
  const made = ["warm", "cold"].map((name) => ada.call("POST", "/v1/organizations/api-keys", { name, expires_at }));
  const page = await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "k", expires_at });
  const [warm, cold] = await Promise.all(made);
  for (const key of [warm, page].map((reply) => reply?.body.key)) {
    clock.now = Date.parse(expires_at) - 1;
    const call = caller(key, "main");
    expect(await call("POST", "/v1/retrievers/search/execute", run)).toMatchObject({ status: 200 });
    clock.now += 1;
    for (const asks of [call, caller(cold?.body.key, "main")])
      expect(await asks("POST", "/v1/retrievers/search/execute", run)).toMatchObject({
        status: 401,
        body: { detail: expect.stringMatching(/expired/) },
      });
  }
  expect((await ada.call("GET", "/v1/organizations/api-keys")).body.results).toContainEqual(
    expect.objectContaining({ key_id: cold?.body.key_id, status: "expired" }),
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
