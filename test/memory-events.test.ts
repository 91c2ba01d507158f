import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { deliver, receiver } from "./receivers";
import { clock, tenant } from "./tenant";

test("what becomes of a memory is told in the transaction in which it happens: stored, changed, forgotten, expired", async () => {
  const ada = await tenant();
  const got = receiver("memories.example.com");
  const hook = { webhook_name: "memories", url: "https://memories.example.com/in", events: ["memory.*"] };
  expect(await ada.call("POST", "/v1/webhooks", hook)).toMatchObject({ status: 201 });
  const store = (id: string, more: object = {}) =>
    ada.call("POST", "/v1/memory/store", { id, content: "boats", ...more });
  await store("m1", { agent_id: "ann" });
  await ada.call("PUT", "/v1/memory/update/m1", { importance: 0.9 });
  await ada.call("POST", "/v1/memory/forget", { memory_ids: ["m1"] });
  await store("m2", { ttl_seconds: 1 });
  clock.now += 2000;
  expect((await ada.call("GET", "/v1/memory/recall?query=boats")).body.memories).toEqual([]);
  await runInDurableObject(env.CELL.getByName(ada.namespaceId), (cell) => cell.alarm());
  await deliver(ada.namespaceId);
  const told = got.map(({ body }) => JSON.parse(body));
  const types = ["created", "updated", "deleted", "created", "expired"].map((what) => `memory.${what}`);
  expect(told.map(({ event_type }) => event_type)).toEqual(types);
  expect(told[0]).toMatchObject({ subject: { type: "memory", id: "m1" }, metadata: { agent_id: "ann" } });
  expect(JSON.stringify(got)).not.toContain("boats");
});

test("what is imported is an event of now, however old it is", async () => {
  const ada = await tenant();
  const got = receiver("imports.example.com");
  const hook = { webhook_name: "imports", url: "https://imports.example.com/in", events: ["memory.*"] };
  await ada.call("POST", "/v1/webhooks", hook);
  const old = { id: "m1", content: "boats", created_at: "2026-11-01T00:00:00Z", updated_at: "2026-11-02T00:00:00Z" };
  for (let time = 0; time < 2; time++) await ada.call("POST", "/v1/import", { data: [old] });
  await deliver(ada.namespaceId);
  const told = got.map(({ body }) => JSON.parse(body));
  expect(told.map(({ event_type }) => event_type)).toEqual(["memory.created", "memory.updated"]);
  for (const { timestamp } of told) expect(timestamp).toBe(new Date(clock.now).toISOString());
});
