import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { newId } from "../src/kit/id";
import { takeSlot } from "../src/outside/leases";
import type { LimitsPort } from "../src/outside/limits";
import { routes } from "../src/routes";
import { app, type Call, caller, clock, organization, type Reply, tenant } from "./tenant";

const noon = clock.now;
afterEach(() => {
  clock.now = noon;
  vi.useRealTimers();
});

const read = (call: Call) => call("GET", "/v1/documents/none");
const figures = ({ headers }: Reply) =>
  ["limit", "remaining", "reset", "window"].map((name) => Number(headers.get(`x-ratelimit-${name}`)));
const remaining = (reply: Reply) => figures(reply)[1] ?? Number.NaN;
const refused = (replies: Reply[]) => replies.filter(({ status }) => status === 429).length;
const inTurn = async (n: number, call: Call) => {
  const replies: Reply[] = [];
  for (let i = 0; i < n; i++) replies.push(await read(call));
  return replies;
};

let made = 0;
async function keyOf(admin: Call, override: number | null): Promise<string> {
  const draft = { name: `limited-${++made}`, permissions: ["admin"], rate_limit_override: override };
  return (await admin("POST", "/v1/organizations/api-keys", draft)).body.key;
}

/** An organization on a plan, with a namespace. */
async function onPlan(plan: string) {
  const home = await organization();
  await env.DB.prepare("UPDATE organizations SET account_type = ? WHERE id = ?").bind(plan, home.id).run();
  await home.call("POST", "/v1/namespaces", { namespace_name: "main" });
  return { ...home, call: caller(home.key, "main") };
}

/** A generator of the same numbers every time (mulberry32). */
function dice(seed: number) {
  return (sides: number) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

test("a limit of five lets five through and refuses the sixth until the window ends, and says so in every header", async () => {
  const ada = await tenant();
  const call = caller(await keyOf(ada.call, 5), "main");
  clock.now = noon + 20_500;
  const reset = (noon + 60_000) / 1000;
  const five = await inTurn(5, call);
  expect(five.map(figures)).toEqual([4, 3, 2, 1, 0].map((left) => [5, left, reset, 60]));
  expect(five[0]!.headers.get("ratelimit-policy")).toBe('"data";q=5;w=60');
  expect(five[0]!.headers.get("ratelimit")).toBe('"data";r=4;t=40');
  expect(five[0]!.headers.get("retry-after")).toBe(null);
  const sixth = await read(call);
  expect(sixth.status).toBe(429);
  expect(sixth.headers.get("content-type")).toBe("application/problem+json");
  expect(sixth.headers.get("retry-after")).toBe("40");
  expect(sixth.headers.get("ratelimit")).toBe('"data";r=0;t=40');
  expect(sixth.body).toMatchObject({
    status: 429,
    code: "rate_limited",
    error: { type: "TooManyRequestsError", details: { limit: 5, window: 60, retry_after: 40 } },
  });
  clock.now = noon + 59_999;
  expect((await read(call)).headers.get("retry-after")).toBe("1");
  clock.now = noon + 60_000;
  expect((await inTurn(6, call)).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 429]);
});

test("counts are kept apart by key, namespace, category and tenant, whatever things are called", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  await ada.call("POST", "/v1/namespaces", { namespace_name: "side" });
  const [mine, other, theirs] = [await keyOf(ada.call, 2), await keyOf(ada.call, 2), await keyOf(bob.call, 2)];
  expect(refused(await inTurn(4, caller(mine, "main")))).toBe(2);
  for (const call of [caller(mine, "side"), caller(other, "main"), caller(theirs, "main")])
    expect((await inTurn(3, call)).map(({ status }) => status)).toEqual([404, 404, 429]);
  const metadata = await caller(mine, "main")("GET", "/v1/collections");
  expect(metadata).toMatchObject({ status: 200 });
  expect(metadata.headers.get("ratelimit")).toBe('"metadata";r=1;t=60');
  expect((await caller(mine)("GET", "/v1/auth/whoami")).headers.get("x-ratelimit-remaining")).toBe("1");
  // By name and by id it is one namespace.
  expect((await read(caller(mine, ada.namespaceId))).status).toBe(429);
});

test("of 1,000 requests at once exactly the limit passes, with an override and on a plan, and no remainder rises", async () => {
  const ada = await tenant();
  const free = await onPlan("free");
  const pro = await onPlan("pro");
  for (const [limit, call] of [
    [400, caller(await keyOf(ada.call, 400), "main")],
    [60, free.call],
    [600, pro.call],
  ] as const) {
    const answered: Reply[] = [];
    await Promise.all(Array.from({ length: 1000 }, async () => answered.push(await read(call))));
    expect(refused(answered)).toBe(1000 - limit);
    const told = answered.filter(({ status }) => status !== 429).map(remaining);
    expect(told).toEqual(told.toSorted((a, b) => b - a));
    expect(told.every((left, n) => left <= limit - 1 - n)).toBe(true);
    expect(Math.min(...told)).toBe(0);
  }
}, 60_000);

test("2,000 random requests of several keys in several places over several windows are counted as a plain counter does", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/namespaces", { namespace_name: "side" });
  const roll = dice(7);
  const limits = [1, 2, 3, 5, 8];
  const keys = await Promise.all(limits.map((limit) => keyOf(ada.call, limit)));
  const paths = { data: "/v1/documents/none", metadata: "/v1/collections/none" };
  const counts = new Map<string, number>();
  for (let n = 0; n < 2000; n++) {
    if (roll(40) === 0) clock.now += roll(50_000);
    const [k, place, category] = [
      roll(keys.length),
      ["main", "side"][roll(2)]!,
      roll(2) ? "data" : "metadata",
    ] as const;
    const bucket = `${k} ${place} ${category} ${Math.floor(clock.now / 60_000)}`;
    const used = counts.get(bucket) ?? 0;
    const reply = await caller(keys[k], place)("GET", paths[category]);
    expect(reply.status, `${n} ${bucket}`).toBe(used < limits[k]! ? 404 : 429);
    expect(remaining(reply), `${n} ${bucket}`).toBe(Math.max(0, limits[k]! - used - 1));
    counts.set(bucket, used + 1);
  }
  expect([...counts.values()].some((count) => count > 8)).toBe(true);
}, 60_000);

test("slots lent to many isolates are never more than the limit, and one isolate far from it asks seldom", async () => {
  const roll = dice(11);
  for (let round = 0; round < 20; round++) {
    const [id, limit] = [newId("organization"), 1 + roll(300)];
    const limiter = env.LIMITER.getByName(id);
    let granted = 0;
    for (;;) {
      const taken = await limiter.take("bucket", { window: 29_000_000, limit, extra: roll(3) * roll(limit) });
      granted += taken.granted;
      expect(taken.left).toBe(limit - granted);
      if (taken.granted === 0) break;
    }
    expect(granted).toBe(limit);
  }
  let asked = 0;
  const limiter = env.LIMITER.getByName(newId("organization"));
  const port: LimitsPort = {
    take(bucket, ask) {
      asked++;
      return limiter.take(bucket, ask);
    },
  };
  const take = (exact: boolean) => takeSlot(port, { bucket: `seldom ${exact}`, limit: 6000, exact }, noon);
  for (let n = 0; n < 600; n++) expect(await take(false)).toEqual({ admitted: true, remaining: 5999 - n });
  expect(asked).toBe(2);
  for (let n = 0; n < 5; n++) await take(true);
  expect(asked).toBe(7);
}, 60_000);

test("a key's own number stands in for the plan's; browser keys are on the plan, each by itself", async () => {
  const { call } = await onPlan("free");
  expect(figures(await read(call))).toEqual([60, 59, (noon + 60_000) / 1000, 60]);
  await call("POST", "/v1/retrievers", { retriever_name: "all", stages: [{ stage_id: "limit", parameters: {} }] });
  const pages = await Promise.all(["one", "two"].map((name) => call("POST", "/v1/retrievers/all/api-keys", { name })));
  for (const page of pages) {
    const reply = await caller(page.body.key)("POST", "/v1/public/retrievers/execute", { inputs: {} });
    expect(reply.headers.get("ratelimit")).toBe('"search";r=59;t=60');
  }
  const wide = caller(await keyOf(call, 100), "main");
  expect(figures(await read(wide))[0]).toBe(100);
  const enterprise = await tenant();
  expect(figures(await read(enterprise.call))[0]).toBeGreaterThan(1_000_000);
});

test("what was not let in is not counted, and what asks for no key has no limit", async () => {
  const ada = await tenant();
  const key = await keyOf(ada.call, 3);
  for (const call of [caller(undefined, "main"), caller(key, "never-was")])
    expect((await read(call)).headers.get("x-ratelimit-limit")).toBe(null);
  expect((await caller(undefined)("GET", "/health/live")).headers.get("x-ratelimit-limit")).toBe(null);
  expect(remaining(await read(caller(key, "main")))).toBe(2);
  // What is wrong with a request that was let in is counted all the same.
  const wrong = await caller(key, "main")("POST", "/v1/collections/pages/documents", "{");
  expect([wrong.status, remaining(wrong)]).toEqual([400, 1]);
});

test("a limiter that does not answer refuses", async () => {
  const ada = await tenant();
  const key = await keyOf(ada.call, 3);
  const silent = { getByName: () => ({ take: () => Promise.reject(new Error("no answer")) }) };
  const headers = { authorization: `Bearer ${key}`, "x-namespace": "main" };
  const reply = await app.request("/v1/collections", { headers }, { ...env, LIMITER: silent });
  expect([reply.status, await reply.json()]).toMatchObject([503, { code: "unavailable" }]);
});

test("every route has its category", () => {
  const of = (line: string) => routes.find(({ method, path }) => `${method} ${path}` === line)?.category;
  expect(of("POST /v1/retrievers/{retriever_id}/execute")).toBe("search");
  expect(of("POST /v1/public/retrievers/execute")).toBe("search");
  expect(of("POST /v1/collections/{collection_identifier}/documents")).toBe("data");
  expect(of("GET /v1/documents/{document_id}")).toBe("data");
  expect(of("POST /v1/retrievers")).toBe("metadata");
  expect(of("POST /v1/retrievers/{retriever_id}/api-keys")).toBe("metadata");
  expect(of("GET /v1/namespaces/{namespace_identifier}")).toBe("metadata");
});

test("counts of windows that are over leave no trace", async () => {
  const ada = await tenant();
  await read(caller(await keyOf(ada.call, 3), "main"));
  const limiter = env.LIMITER.getByName(ada.id);
  const left = () => runInDurableObject(limiter, (_, { storage }) => [...storage.kv.list()].length);
  expect(await left()).toBeGreaterThan(0);
  vi.useFakeTimers({ toFake: ["Date"], now: noon + 180_000 });
  expect(await runDurableObjectAlarm(limiter)).toBe(true);
  expect(await left()).toBe(0);
});
