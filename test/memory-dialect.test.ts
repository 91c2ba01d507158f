import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { clock, tenant } from "./tenant";

test("a field of which nothing would be done is refused with what to do, and nothing is stored or forgotten", async () => {
  const { call } = await tenant();
  await call("POST", "/v1/memory/store", { id: "m", agent_id: "ann", content: "It rains.", tags: ["t"] });
  const wrong: [method: string, path: string, body: object, sentence: string][] = [
    ["POST", "/v1/memory/store", { content: "x", embedding: [1, 2] }, "leave it out"],
    ["POST", "/v1/memory/store", { content: "x", attachment_ref: "sha256:1" }, "metadata"],
    ["POST", "/v1/memory/store", { content: "x", lang: "de" }, "leave it out"],
    ["POST", "/v1/memory/store", { content: "x", importence: 1 }, "importence"],
    ["POST", "/v1/memories/store/batch", { memories: [{ content: "x" }, { content: "y", ttl: 5 }] }, "ttl"],
    ["POST", "/v1/memory/recall", { query: "rain", fusion: "rrf" }, "vector_weight"],
    ["POST", "/v1/memory/recall", { query: "rain", iterations: 3 }, "looks once"],
    ["POST", "/v1/memory/forget", { tags: ["t"], min_importance: 0.9 }, "min_importance"],
    ["DELETE", "/v1/memories/forget/batch", { agent_id: "ann", filters: { tags: ["x"] } }, "filters"],
    ["PUT", "/v1/memory/update/m", { contents: "y" }, "contents"],
    ["POST", "/v1/memory/consolidate", { config: { algorithm: "dbscan" } }, "leave it out"],
    ["POST", "/v1/knowledge/summarize", { memory_ids: ["m"], dry_run: false }, "not stored"],
    ["POST", "/v1/extract", { text: "x", provider: "openai" }, "rules"],
    ["PATCH", "/v1/namespaces/main/extractor", { provider: "gliner" }, "rules"],
    ["PATCH", "/v1/namespaces/main/extractor", { provider: "rules", base_url: "https://a.example" }, "rules"],
  ];
  for (const [method, path, body, sentence] of wrong) {
    const refused = await call(method, path, body);
    expect(refused, path).toMatchObject({ status: 400, body: { error: expect.stringContaining(sentence) } });
  }
  const { body } = await call("POST", "/v1/memories/recall/batch", {});
  expect(body.memories).toMatchObject([{ id: "m", content: "It rains.", importance: 0.5 }]);
});

test("without ranking anew, what matters more does not come first", async () => {
  const { call } = await tenant();
  await call("POST", "/v1/memory/store", { id: "dull", content: "The ferry leaves at noon.", importance: 0.1 });
  await call("POST", "/v1/memory/store", { id: "vital", content: "The ferry leaves at noon!", importance: 1 });
  const scores = async (rerank: boolean) => {
    const { body } = await call("POST", "/v1/memory/recall", { query: "ferry", rerank });
    return Object.fromEntries(
      body.memories.map((one: { id: string; smart_score: number }) => [one.id, one.smart_score]),
    );
  };
  const [plain, ranked] = [await scores(false), await scores(true)];
  expect(plain.vital).toBe(plain.dull);
  expect(ranked.vital).toBeGreaterThan(ranked.dull);
});

test("the extractor is what draws entities: the rules, or nothing", async () => {
  const { call } = await tenant();
  const extractor = "/v1/namespaces/main/extractor";
  expect((await call("GET", extractor)).body).toEqual({
    namespace: "main",
    provider: "rules",
    model: "rules",
    base_url: null,
  });
  const entities = async (id: string) => {
    await call("POST", "/v1/memory/store", { id, content: "Alice works at Acme Inc. in Berlin." });
    return (await call("GET", `/v1/memory/entities/${id}`)).body.count;
  };
  expect(await entities("before")).toBeGreaterThan(0);
  expect((await call("PATCH", extractor, { provider: "none" })).body).toMatchObject({ provider: "none", model: null });
  expect((await call("GET", "/v1/namespaces/main/config")).body).toMatchObject({ extract_entities: false });
  expect(await entities("without")).toBe(0);
  expect((await call("PATCH", extractor, { provider: "rules", model: "rules" })).body).toMatchObject({
    model: "rules",
  });
  expect(await entities("after")).toBeGreaterThan(0);
  expect((await call("GET", "/v1/extract/providers")).body).toMatchObject([{ name: "rules", available: true }]);
});

test("a session says how long it may be idle, and why it ended", async () => {
  const { call } = await tenant();
  const start = async (id: string, idle_timeout_secs: number) =>
    (await call("POST", "/v1/sessions/start", { id, agent_id: "ann", idle_timeout_secs })).body.session;
  expect(await start("short", 60)).toMatchObject({ idle_timeout_secs: 60 });
  expect(await start("open", 0)).toMatchObject({ idle_timeout_secs: null });
  const touched = async (id: string) => (await call("POST", `/v1/sessions/${id}/touch`)).body;
  expect(await touched("short")).toMatchObject({
    session_state: "active",
    idle_deadline_at: Math.ceil(clock.now / 1000) + 60,
  });
  expect(await touched("open")).not.toHaveProperty("idle_deadline_at");
  clock.now += 61_000;
  expect(await touched("short")).toMatchObject({ session_state: "ended", session: { ended_reason: "idle" } });
  const { body } = await call("POST", "/v1/sessions/open/end", { summary: "Over." });
  expect(body.session).toMatchObject({ ended_reason: "client", summary: "Over." });
});

test("the account's decay says what its last sweep did", async () => {
  const home = await tenant();
  const stats = async () => (await home.call("GET", "/v1/admin/decay/stats")).body;
  expect(await stats()).toMatchObject({ cycles_run: 0, last_cycle: null });
  for (const ttl_seconds of [5, 5, 500]) await home.call("POST", "/v1/memory/store", { content: "x", ttl_seconds });
  clock.now += 6000;
  await home.call("POST", "/v1/memories/recall/batch", {});
  await runDurableObjectAlarm(env.CELL.getByName(home.namespaceId));
  expect(await stats()).toMatchObject({
    total_deleted: 2,
    cycles_run: 1,
    last_cycle: { namespaces_processed: 1, memories_processed: 2, memories_decayed: 0, memories_deleted: 2 },
  });
});
