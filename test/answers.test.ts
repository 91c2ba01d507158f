import { expect, test } from "vitest";
import { newId } from "../src/kit/id";
import { IsolateAnswers } from "../src/outside/answers";
import { type Call, caller, clock, harbour, type Reply, searcher, tenant } from "./tenant";

const cached = (name: string, more: object = {}) => ({ ...searcher(name), cache_config: {}, ...more });
const told = ({ headers }: Reply) => [headers.get("x-cache"), headers.get("age")];
const ids = ({ body }: Reply) => body.results.map((one: { document_id: string }) => one.document_id);

test("a retriever with a cache answers again what it answered, and says how old that is; another one never does", async () => {
  const { call } = await harbour();
  const made = await call("POST", "/v1/retrievers", cached("kept"));
  expect(made.body.retriever.cache_config).toEqual({ enabled: true, ttl_seconds: 3600 });
  const search = (query: string, body: object = {}) =>
    call("POST", "/v1/retrievers/kept/execute", { inputs: { query }, ...body });
  const first = await search("sailing boats");
  clock.now += 90_500;
  const again = await search("sailing boats");
  expect([told(first), told(again)]).toEqual([
    ["MISS", "0"],
    ["HIT", "90"],
  ]);
  expect(first.body).toMatchObject({ cached_at: null, cache: { status: "miss", age_seconds: 0 } });
  expect(again.body).toMatchObject({
    cached_at: "2026-11-20T12:00:00.000Z",
    cache: { status: "hit", age_seconds: 90 },
  });
  expect(again.body.results).toEqual(first.body.results);
  expect(again.body.execution_id).not.toBe(first.body.execution_id);
  for (const other of [search("tugs"), search("sailing boats", { limit: 2 })])
    expect(told(await other)).toEqual(["MISS", "0"]);
  const pages = await search("sailing boats", { pagination: { method: "cursor", limit: 1 } });
  const { next_cursor: cursor } = pages.body.pagination;
  expect(told(await search("sailing boats", { pagination: { method: "cursor", limit: 1, cursor } }))[0]).toBe("MISS");
  const plain = await call("POST", "/v1/retrievers/search/execute", { inputs: { query: "sailing boats" } });
  expect(told(plain)).toEqual([null, null]);
  expect(plain.body).not.toHaveProperty("cache");
  clock.now += 3_600_000;
  expect(told(await search("sailing boats"))).toEqual(["MISS", "0"]);
});

test("a cache is switched on and off, and says nothing while it is off", async () => {
  const { call } = await harbour();
  const search = () => call("POST", "/v1/retrievers/search/execute", { inputs: { query: "boat" } });
  const set = (cache_config: object | null) => call("PATCH", "/v1/retrievers/search", { cache_config });
  await set({ ttl_seconds: 60 });
  expect([told(await search())[0], told(await search())[0]]).toEqual(["MISS", "HIT"]);
  for (const off of [{ enabled: false }, { ttl_seconds: 0 }, null]) {
    expect((await set(off)).status).toBe(200);
    expect(told(await search())[0]).toBe(null);
  }
  for (const wrong of [{ ttl_seconds: -1 }, { ttl_seconds: 86_401 }, { enabled: "yes" }])
    expect((await set(wrong)).status).toBe(422);
});

test("after any write the answer is made anew", async () => {
  const { call } = await harbour();
  await call("POST", "/v1/retrievers", cached("kept"));
  const search = () => call("POST", "/v1/retrievers/kept/execute", { inputs: { query: "boat" } });
  const all = "/v1/collections/pages/documents";
  const writes: [string, string, unknown?][] = [
    ["POST", all, { document_id: "canoe", text: "A boat." }],
    ["PATCH", "/v1/documents/canoe", { note: "A boat with a paddle." }],
    ["DELETE", "/v1/documents/canoe"],
    ["POST", "/v1/collections", { collection_name: "other" }],
    ["DELETE", "/v1/collections/pages"],
  ];
  for (const [method, path, body] of writes) {
    const before = [await search(), await search()];
    expect(told(before[1]!)[0], path).toBe("HIT");
    expect((await call(method, path, body)).status, path).toBeLessThan(300);
    expect(told(await search())[0], `${method} ${path}`).toBe("MISS");
  }
  expect((await search()).body.results).toEqual([]);
});

test("a hit crosses neither key, nor scope, nor namespace, nor tenant", async () => {
  const [ada, bob] = [await harbour(), await harbour()];
  await ada.call("POST", "/v1/namespaces", { namespace_name: "side" });
  const side = caller(ada.key, "side");
  for (const call of [ada.call, bob.call, side]) {
    await call("POST", "/v1/retrievers", cached("kept"));
    await call("POST", "/v1/collections", { collection_name: "secret" });
    await call("POST", "/v1/collections/secret/documents", { document_id: "ghost", text: "A ghost boat." });
  }
  const narrow = {
    name: "pages only",
    permissions: ["read"],
    scopes: [{ resource_type: "collection", resource_id: ada.collectionId, operations: ["read_data"] }],
  };
  const keyed = async (draft: object) =>
    caller((await ada.call("POST", "/v1/organizations/api-keys", draft)).body.key, "main");
  const page = await ada.call("POST", "/v1/retrievers/kept/api-keys", { name: "page" });
  const callers: Call[] = [
    ada.call,
    await keyed({ name: "second", permissions: ["read"] }),
    side,
    bob.call,
    caller(page.body.key),
  ];
  for (const call of callers) {
    const path = "/v1/retrievers/kept/execute";
    const search = () => call("POST", path, { inputs: { query: "ghost" } });
    expect([told(await search())[0], told(await search())[0]]).toEqual(["MISS", "HIT"]);
  }
  const stages = searcher("none").stages;
  const adHoc = { stages, input_schema: {}, cache_config: {}, inputs: { query: "ghost boat" } };
  const wide = await ada.call("POST", "/v1/retrievers/execute", adHoc);
  const confined = await keyed(narrow);
  const seen = [
    await confined("POST", "/v1/retrievers/execute", adHoc),
    await confined("POST", "/v1/retrievers/execute", adHoc),
  ];
  expect(ids(wide)).toContain("ghost");
  for (const reply of seen) expect(ids(reply)).not.toContain("ghost");
  expect(seen.map((reply) => told(reply)[0])).toEqual(["MISS", "HIT"]);
});

test("a key whose scopes are changed is not given what it saw before", async () => {
  const ada = await harbour();
  const other = await ada.call("POST", "/v1/collections", { collection_name: "secret" });
  await ada.call("POST", "/v1/collections/secret/documents", { document_id: "ghost", text: "A ghost boat." });
  const scopes = (resource_id: string) => [{ resource_type: "collection", resource_id, operations: ["read_data"] }];
  const draft = { name: "moved", permissions: ["read"], scopes: scopes(ada.collectionId) };
  const { key, key_id } = (await ada.call("POST", "/v1/organizations/api-keys", draft)).body;
  const adHoc = { stages: searcher("none").stages, cache_config: {}, inputs: { query: "ghost boat" } };
  const search = () => caller(key, "main")("POST", "/v1/retrievers/execute", adHoc);
  expect([told(await search())[0], told(await search())[0]]).toEqual(["MISS", "HIT"]);
  const changed = { scopes: scopes(other.body.collection_id) };
  expect(await ada.call("PATCH", `/v1/organizations/api-keys/${key_id}`, changed)).toMatchObject({ status: 200 });
  const after = await search();
  expect([told(after)[0], ids(after)]).toEqual(["MISS", ["ghost"]]);
});

test("what is kept opens nothing: a revoked key and a deleted namespace are refused as ever", async () => {
  const { call, namespaceId } = await harbour();
  await call("POST", "/v1/retrievers", cached("kept"));
  const made = await call("POST", "/v1/organizations/api-keys", { name: "soon gone", permissions: ["read"] });
  const reader = caller(made.body.key, "main");
  const search = (by: Call) => by("POST", "/v1/retrievers/kept/execute", { inputs: { query: "boat" } });
  for (const by of [call, reader])
    expect([told(await search(by))[0], told(await search(by))[0]]).toEqual(["MISS", "HIT"]);
  await call("DELETE", `/v1/organizations/api-keys/${made.body.key_id}`);
  expect(await search(reader)).toMatchObject({ status: 401 });
  await call("DELETE", `/v1/namespaces/${namespaceId}`);
  expect(await search(call)).toMatchObject({ status: 404 });
});

for (const seed of [3, 41])
  test(`in any order of writes and searches by several keys, what is kept is what would be found (seed ${seed})`, async () => {
    const worlds = [await tenant(), await tenant()];
    let state = seed;
    const roll = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 1;
      return (state >>> 8) % below;
    };
    const callers = await Promise.all(
      worlds.map(async ({ call }) => {
        await call("POST", "/v1/retrievers", cached("kept"));
        const made = await call("POST", "/v1/organizations/api-keys", { name: "two", permissions: ["read", "write"] });
        return [call, caller(made.body.key, "main")];
      }),
    );
    const words = ["red boat", "blue ship", "green raft", "old tug"];
    let hits = 0;
    for (let n = 0; n < 150; n++) {
      const call = callers[roll(2)]![roll(2)]!;
      const [id, text] = [`d-${roll(6)}`, words[roll(4)]!];
      if (roll(4) === 0) {
        const put = await call("POST", "/v1/collections/pages/documents", { document_id: id, text });
        if (put.status === 409) await call("PATCH", `/v1/documents/${id}`, { text });
        continue;
      }
      const asked = { inputs: { query: words[roll(2)] } };
      const kept = await call("POST", "/v1/retrievers/kept/execute", asked);
      const plain = await call("POST", "/v1/retrievers/search/execute", asked);
      expect(kept.body.results, `${n}`).toEqual(plain.body.results);
      if (told(kept)[0] === "HIT") hits++;
    }
    expect(hits).toBeGreaterThan(20);
  });

test("an isolate keeps a bounded amount, and lets the oldest go first", async () => {
  const answers = new IsolateAnswers();
  const names = Array.from({ length: 40 }, () => newId("namespace"));
  for (const name of names) await answers.set(name, "x".repeat(900_000), 1_000, 0);
  const left = await Promise.all(names.map((name) => answers.get(name, 999)));
  expect(left.map(Boolean)).toEqual(names.map((_, n) => n >= 40 - 17));
  await answers.set("huge", "x".repeat(1_000_001), 1_000, 0);
  expect([await answers.get("huge", 0), await answers.get(names[39]!, 1_000)]).toEqual([undefined, undefined]);
});
