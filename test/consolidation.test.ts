import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { caller, clock, tenant } from "./tenant";

const hour = 3_600_000;

async function twins() {
  const home = await tenant();
  const { call, namespaceId } = home;
  const store = (id: string, agent_id: string, content: string, more: object = {}) =>
    call("POST", "/v1/memory/store", { id, agent_id, content, ...more });
  for (const agent of ["ann", "bob"]) {
    await store(`${agent}-1`, agent, "The harbour office opens at noon on Sundays.", { tags: ["old"] });
    await store(`${agent}-2`, agent, "The harbour office opens at noon, on Sundays!", {
      importance: 0.8,
      tags: ["new"],
    });
    await store(`${agent}-3`, agent, "The harbour office never opens at noon on Sundays.");
  }
  const alarm = () => runDurableObjectAlarm(env.CELL.getByName(namespaceId));
  const ids = async () => {
    const { memories } = (await call("POST", "/v1/memories/recall/batch", {})).body;
    return memories.map(({ id }: { id: string }) => id);
  };
  const of = (agent: string) => `/v1/agents/${agent}/consolidation`;
  return { ...home, store, alarm, ids, of };
}

test("memories are put together by themselves where that was asked for, once in the interval, and the log says which", async () => {
  const { call, store, alarm, ids, of } = await twins();
  await alarm();
  expect(await ids()).toHaveLength(6);
  expect((await call("GET", `${of("main")}/config`)).body).toMatchObject({ enabled: false, last_run_at: null });
  const policy = { consolidation_enabled: true, consolidation_threshold: 0.8, consolidation_interval_hours: 2 };
  await call("PUT", "/v1/namespaces/main/memory_policy", policy);
  await alarm();
  expect(await ids()).toEqual(["ann-2", "ann-3", "bob-2", "bob-3"]);
  expect((await call("GET", "/v1/memory/get/ann-2")).body.tags.sort()).toEqual(["new", "old"]);
  expect((await call("GET", `${of("ann")}/log`)).body).toEqual([
    {
      timestamp: expect.any(Number),
      trigger: "schedule",
      memories_scanned: 6,
      clusters_found: 1,
      memories_deprecated: 1,
      anchor_ids: ["ann-2"],
      deprecated_ids: ["ann-1"],
    },
  ]);
  const { body } = await call("GET", "/v1/namespaces/main/memory_policy");
  expect(body).toMatchObject({ ...policy, consolidated_count: 2 });
  // Before the interval is over nothing is done, then it is.
  await store("ann-4", "ann", "The harbour office opens at noon on Sundays.");
  // An alarm's moment is later than the last call's by what has passed meanwhile.
  clock.now += 2 * hour - 60_000;
  await call("GET", "/v1/agents");
  await alarm();
  expect(await ids()).toContain("ann-4");
  clock.now += 180_000;
  await call("GET", "/v1/agents");
  await alarm();
  expect(await ids()).not.toContain("ann-4");
  const { body: runs } = await call("GET", `${of("ann")}/log`);
  expect(runs[0].timestamp - runs[1].timestamp).toBeGreaterThanOrEqual(2 * 3600);
  expect(runs.map((run: { deprecated_ids: string[] }) => run.deprecated_ids)).toEqual([["ann-4"], ["ann-1"]]);
});

test("an agent says for itself whether; what ends at another time is not the same; who is erased leaves the log", async () => {
  const { call, store, alarm, ids, of } = await twins();
  await store("ann-5", "ann", "The harbour office opens at noon on Sundays.", { ttl_seconds: 50_000 });
  const set = (agent: string, body: object) => call("PATCH", `${of(agent)}/config`, body);
  expect(await set("ann", { enabled: true })).toMatchObject({ status: 200, body: { enabled: true } });
  for (const wrong of [{ threshold: 0.5 }, { min_samples: 3 }, { soft_deprecation_days: 7 }, { enable: true }])
    expect((await set("ann", wrong)).status).toBe(400);
  await call("PUT", "/v1/namespaces/main/memory_policy", { consolidation_threshold: 0.8 });
  await alarm();
  expect(await ids()).toEqual(["ann-2", "ann-3", "bob-1", "bob-2", "bob-3", "ann-5"]);
  await call("POST", "/v1/agents/bob/consolidate");
  const log = async (agent: string) => (await call("GET", `${of(agent)}/log`)).body;
  expect(await log("bob")).toMatchObject([{ trigger: "request", anchor_ids: ["bob-2"], deprecated_ids: ["bob-1"] }]);
  await call("DELETE", "/v1/memories/forget/batch", { agent_id: "bob" });
  expect(await log("bob")).toEqual([]);
  expect(await log("ann")).toMatchObject([{ deprecated_ids: ["ann-1"] }]);
  expect((await call("GET", `${of("ann")}/config`)).body.enabled).toBe(true);
  await call("DELETE", "/v1/memories/forget/batch", { agent_id: "ann" });
  expect((await call("GET", `${of("ann")}/config`)).body.enabled).toBe(false);
});

test("without a header an agent's id is the namespace, and its word is the policy's", async () => {
  const { key } = await tenant();
  const call = caller(key);
  const path = "/v1/agents/main/consolidation/config";
  const told = await call("PATCH", path, { enabled: true, epsilon: 0.25, interval_hours: 6 });
  expect(told.body).toMatchObject({ agent_id: "main", enabled: true, threshold: 0.75, interval_hours: 6 });
  expect((await call("GET", "/v1/namespaces/main/memory_policy")).body).toMatchObject({
    consolidation_enabled: true,
    consolidation_threshold: 0.75,
    consolidation_interval_hours: 6,
  });
});
