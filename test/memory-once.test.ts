import { expect, test } from "vitest";
import { clock, tenant } from "./tenant";

test("a request that is sent three times stores one memory, by its own id or by an Idempotency-Key", async () => {
  const { call } = await tenant();
  const total = async () => (await call("POST", "/v1/memories/recall/batch", {})).body.total;
  const own = { id: "note-1", content: "The harbour opens at six." };
  const answers = [];
  for (let n = 0; n < 3; n++) answers.push((await call("POST", "/v1/memory/store", own)).body.created);
  expect(answers).toEqual([true, false, false]);
  expect(await total()).toBe(1);
  const named = { "idempotency-key": "try-1" };
  for (let n = 0; n < 3; n++) await call("POST", "/v1/memory/store", { content: "It closes at ten." }, named);
  expect(await total()).toBe(2);
  await Promise.all([1, 2, 3].map(() => call("POST", "/v1/memories/store/batch", { memories: [own] })));
  expect(await total()).toBe(2);
  const other = await call("POST", "/v1/memory/store", { ...own, agent_id: "somebody-else" });
  expect(other.status).toBe(409);
  expect((await call("POST", "/v1/memories/store/batch", { memories: [own, own] })).status).toBe(409);
});

test("what says the same is stored once where that is asked for, but never across a number or a negation", async () => {
  const { call } = await tenant();
  const store = async (content: string) =>
    (await call("POST", "/v1/memory/store", { content, dedup_on_store: true })).body;
  const first = await store("Ann is allergic to peanuts.");
  expect(await store("Ann is allergic to peanuts!")).toMatchObject({ created: false, memory_id: first.memory_id });
  expect(await store("Ann is not allergic to peanuts.")).toMatchObject({ created: true });
  await store("The code is 4711.");
  expect(await store("The code is 4712.")).toMatchObject({ created: true });
});

test("memories that repeat each other are put together, and what somebody linked stays linked", async () => {
  const { call } = await tenant();
  const memories = [
    { id: "a", content: "Ben sails on Sundays.", importance: 0.4, tags: ["sport"] },
    { id: "b", content: "Ben sails on Sundays!", importance: 0.9, tags: ["ben"] },
    { id: "c", content: "Ann cooks." },
  ];
  await call("POST", "/v1/memories/store/batch", { memories });
  await call("POST", "/v1/memories/a/links", { target_id: "c" });
  const dry = await call("POST", "/v1/memory/consolidate", { dry_run: true });
  expect(dry.body).toMatchObject({ memories_scanned: 3, clusters_found: 1, source_memory_ids: ["a"] });
  expect((await call("GET", "/v1/memory/get/a")).status).toBe(200);
  const done = await call("POST", "/v1/memory/consolidate", {});
  expect(done.body.consolidated_memory).toMatchObject({ id: "b", tags: ["ben", "sport"] });
  expect((await call("GET", "/v1/memory/get/a")).status).toBe(404);
  expect((await call("GET", "/v1/memories/b/graph?types=linked_by")).body.edges).toMatchObject([{ target_id: "c" }]);
});

test("a session ends by word or by silence, holds its memories in order, and is not started twice", async () => {
  const { call } = await tenant();
  const start = { agent_id: "a", id: "chat", idle_timeout_secs: 600 };
  for (let n = 0; n < 2; n++) expect((await call("POST", "/v1/sessions/start", start)).body.session_id).toBe("chat");
  const say = async (content: string) => (await call("POST", "/v1/memory/store", { content, session_id: "chat" })).body;
  expect(await say("one")).toMatchObject({ session_state: "active" });
  clock.now += 599_000;
  expect(await say("two")).toMatchObject({ session_state: "active" });
  clock.now += 600_000;
  expect((await call("GET", "/v1/sessions/chat")).body).toMatchObject({
    ended_reason: "idle",
    memory_count: 2,
  });
  expect(await say("three")).toMatchObject({ session_state: "ended" });
  const ended = await call("POST", "/v1/sessions/chat/end", { summary: "They counted." });
  expect(ended.body.session).toMatchObject({ ended_reason: "idle", summary: "They counted." });
  const { body } = await call("GET", "/v1/sessions/chat/memories");
  expect(body.memories.map(({ content }: { content: string }) => content)).toEqual(["one", "two", "three"]);
  expect((await call("GET", "/v1/sessions?active_only=true")).body).toEqual({ sessions: [], total: 0 });
});

test("feedback moves importance, is remembered, and is summed up", async () => {
  const { call } = await tenant();
  await call("POST", "/v1/memory/store", { id: "a", content: "Ann cooks.", importance: 0.8 });
  expect((await call("POST", "/v1/memories/a/feedback", { signal: "upvote" })).body.new_importance).toBeCloseTo(
    0.92,
    12,
  );
  await call("POST", "/v1/memories/a/feedback", { signal: "flag" });
  await call("POST", "/v1/memory/feedback", { memory_id: "a", feedback: "wrong", relevance_score: 0.1 });
  const { entries } = (await call("GET", "/v1/memories/a/feedback")).body;
  expect(entries.map(({ signal }: { signal: string }) => signal)).toEqual(["upvote", "flag", "downvote"]);
  const health = (await call("GET", "/v1/feedback/health")).body;
  expect(health).toMatchObject({ upvotes: 1, downvotes: 1, flags: 1, flagged_memories: 1 });
  expect(health.health_score).toBeCloseTo(0.8 * 1.15 * 0.85, 12);
});
