import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Call, clock, organization, tenant } from "./tenant";

const day = 86_400_000;

async function remembers(policy: object = {}) {
  const ada = await tenant();
  const set = await ada.call("PUT", "/v1/namespaces/main/memory_policy", policy);
  expect(set.status, set.text).toBe(200);
  return ada;
}

const store = async (call: Call, memory: object): Promise<string> =>
  (await call("POST", "/v1/memory/store", memory)).body.memory.id;
const get = (call: Call, id: string) => call("GET", `/v1/memory/get/${id}`);
const rows = async (namespaceId: string, call: Call) => {
  await runDurableObjectAlarm(env.CELL.getByName(namespaceId));
  return (await call("POST", "/v1/memories/recall/batch", {})).body.total;
};

test("importance fades as documented, to the ninth place, and a recall keeps it from fading", async () => {
  const { call } = await remembers({ decay_rate: 0.05, ttl_default: null });
  const id = await store(call, { content: "The harbour opens at six.", importance: 0.8 });
  const start = clock.now;
  for (const days of [0, 0.25, 1.25, 18.25, 58.25]) {
    clock.now = start + days * day;
    const { body } = await get(call, id);
    expect(body.current_importance).toBeCloseTo(0.8 * Math.exp(-0.05 * days), 9);
    expect(body.importance).toBe(0.8);
  }
  await call("POST", "/v1/memory/recall", { query: "when does the harbour open" });
  clock.now += 10 * day;
  // One access: the rate is divided by 1 + ½ ln 2, and days are counted from it.
  const shield = 1 + 0.5 * Math.log(2);
  const { body } = await get(call, id);
  expect(body).toMatchObject({ access_count: 1 });
  expect(body.current_importance).toBeCloseTo(0.8 * Math.exp((-0.05 * 10) / shield), 9);
});

test("a memory is there until its last second, and gone at the next", async () => {
  const { call, namespaceId } = await remembers();
  const id = await store(call, { content: "The code is 4711.", ttl_seconds: 60 });
  const until = clock.now / 1000 + 60;
  const other = await store(call, { content: "The code changes at noon.", expires_at: until + 1, ttl_seconds: 5 });
  const recalled = async () => (await call("POST", "/v1/memory/recall", { query: "code" })).body.memories.length;
  clock.now += 59_999;
  expect((await get(call, id)).body).toMatchObject({ id, expires_at: Math.ceil(until) });
  expect(await recalled()).toBe(2);
  clock.now += 1;
  expect((await get(call, id)).status).toBe(404);
  expect(await recalled()).toBe(1);
  clock.now += 1000;
  expect((await get(call, other)).status).toBe(404);
  expect(await rows(namespaceId, call)).toBe(0);
});

test("a memory that expires in a thousand years waits for it, and keeps nothing else from expiring", async () => {
  const { call, namespaceId } = await remembers();
  const id = await store(call, { content: "The harbour opens at six.", expires_at: 32_503_680_000 });
  expect(await rows(namespaceId, call)).toBe(1);
  const soon = await store(call, { content: "The boat leaves at seven.", ttl_seconds: 60 });
  clock.now += day;
  expect(await rows(namespaceId, call)).toBe(1);
  expect([(await get(call, id)).status, (await get(call, soon)).status]).toEqual([200, 404]);
});

test("two policies under one clock: the one keeps what the other has let go", async () => {
  const [slow, fast] = [
    await remembers({ decay_rate: 0.01, min_importance: 0.1, ttl_default: null }),
    await remembers({ decay_rate: 0.1, min_importance: 0.4, ttl_default: 2_592_000, grace_seconds: 86_400 }),
  ];
  const ids = await Promise.all(
    [slow, fast].map(({ call }) => store(call, { content: "Ann sails.", importance: 0.5 })),
  );
  const [kept = "", lost = ""] = ids;
  clock.now += 2 * day;
  expect((await get(fast.call, lost)).status).toBe(200);
  clock.now += day;
  // 0.5 × exp(−0.3) is below 0.4: hidden at once, deleted a day later.
  expect((await get(fast.call, lost)).status).toBe(404);
  expect((await get(slow.call, kept)).body.current_importance).toBeCloseTo(0.5 * Math.exp(-0.03), 9);
  const stored = async () => {
    await runDurableObjectAlarm(env.CELL.getByName(fast.namespaceId));
    await fast.call("PUT", "/v1/namespaces/main/memory_policy", {
      decay_rate: 0.1,
      min_importance: 0,
      ttl_default: null,
    });
    return (await get(fast.call, lost)).status;
  };
  expect(await stored()).toBe(200);
  await fast.call("PUT", "/v1/namespaces/main/memory_policy", {
    decay_rate: 0.1,
    min_importance: 0.4,
    grace_seconds: 86_400,
  });
  clock.now += 2 * day;
  await get(fast.call, lost);
  expect(await stored()).toBe(404);
  expect((await get(slow.call, kept)).status).toBe(200);
});

test("a policy that was read may be sent back as it came; the account's own decay holds where none was said", async () => {
  const { call } = await remembers({ decay_rate: 0.01, min_importance: 0.1, ttl_default: null });
  const read = await call("GET", "/v1/namespaces/main/memory_policy");
  expect(read.body).toMatchObject({ decay_rate: 0.01, min_importance: 0.1, ttl_default: null, dedup_threshold: 0.92 });
  expect((await call("PUT", "/v1/namespaces/main/memory_policy", read.body)).body).toEqual(read.body);
  expect((await call("PUT", "/v1/namespaces/main/memory_policy", { decay_rates: 1 })).status).toBe(400);
  await call("PUT", "/v1/namespaces/main/memory_policy", {});
  const decay = { strategy: "step", half_life_hours: 24, min_importance: 0.05 };
  const told = { ...decay, strategy: "step_function" };
  expect((await call("PUT", "/v1/admin/decay/config", decay)).body).toMatchObject({
    ...told,
    config: told,
    success: true,
  });
  const id = await store(call, { content: "Ben rows.", importance: 0.8 });
  clock.now += 1.5 * day;
  expect((await get(call, id)).body.current_importance).toBe(0.4);
  expect((await call("GET", "/v1/admin/decay/stats")).body).toMatchObject({ total_deleted: 0 });
});

test("a policy may say how much is stored and recalled in a minute, and whoever comes too often is told when to come back", async () => {
  const limits = { rate_limit_enabled: true, rate_limit_stores_per_minute: 3, rate_limit_recalls_per_minute: 1 };
  const { call } = await remembers(limits);
  clock.now = Math.ceil(clock.now / 60_000) * 60_000 + 15_000;
  const batch = { memories: [{ content: "one" }, { content: "two" }] };
  const recall = () => call("POST", "/v1/memory/recall", { query: "one" });
  expect((await call("POST", "/v1/memories/store/batch", batch)).status).toBe(200);
  const refused = await call("POST", "/v1/memories/store/batch", batch);
  expect(refused).toMatchObject({ status: 429, body: { code: "RATE_LIMIT_EXCEEDED" } });
  expect(refused.headers.get("retry-after")).toBe("45");
  expect((await call("POST", "/v1/memory/store", { content: "three" })).status).toBe(200);
  expect([(await recall()).status, (await recall()).status]).toEqual([200, 429]);
  clock.now += 45_000;
  expect([(await recall()).status, (await call("POST", "/v1/memories/store/batch", batch)).status]).toEqual([200, 200]);
  expect((await call("POST", "/v1/memories/recall/batch", {})).body.total).toBe(5);
});

test("of settings of the account that are changed at once, none is lost", async () => {
  const home = await organization();
  for (const on of [true, false]) {
    const changed = await Promise.all([
      home.call("PATCH", "/v1/organizations", { auto_create_namespaces: on }),
      home.call("PUT", "/v1/admin/decay/config", { half_life_hours: on ? 24 : 48 }),
      home.call("PUT", "/v1/admin/decay/config", { min_importance: on ? 0.2 : 0.3 }),
    ]);
    expect(changed.map(({ status }) => status)).toEqual([200, 200, 200]);
    const about = (await home.call("GET", "/v1/organizations")).body;
    const { body: decay } = await home.call("GET", "/v1/admin/decay/config");
    expect([about.auto_create_namespaces, decay.half_life_hours, decay.min_importance]).toEqual(
      on ? [true, 24, 0.2] : [false, 48, 0.3],
    );
  }
});
