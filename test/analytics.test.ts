import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { tick } from "../src/jobs/cron";
import { bucketOf, countLatency, upperEnd } from "../src/store/latencies";
import { bindings, caller, clock, tenant } from "./tenant";

test("a bucket's upper end is never under a duration, nor a fifth over it", () => {
  for (const ms of [0, 0.4, 1, 1.5, 2, 3, 7, 16, 99, 250, 1000, 59_999]) {
    expect(upperEnd(bucketOf(ms))).toBeGreaterThanOrEqual(ms * 0.999);
    expect(upperEnd(bucketOf(ms))).toBeLessThanOrEqual(Math.max(1, ms) * 1.2);
  }
});

test("requests, errors and latency are summed up by namespace and day, for those that the key may read", async () => {
  const ada = await tenant("main");
  await ada.call("POST", "/v1/namespaces", { namespace_name: "other" });
  for (let n = 0; n < 5; n++) await ada.call("GET", "/v1/collections");
  for (let n = 0; n < 3; n++) await ada.call("GET", "/v1/documents/nowhere");
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "d", text: "x" });
  for (let n = 1; n <= 100; n++) {
    const use = { organizationId: ada.id, place: ada.namespaceId, durationMs: n * 10, now: clock.now };
    countLatency(env, use, () => undefined);
  }
  // What was gathered is written with the first request of the next minute.
  const day = new Date(clock.now).toISOString().slice(0, 10);
  clock.now += 61_000;
  await ada.call("GET", "/v1/collections");
  const read = async (call = ada.call, query = "") =>
    (await call("GET", `/v1/analytics/namespaces/summary${query}`)).body;
  await expect
    .poll(async () => (await read()).results.some((one: { requests: number }) => one.requests > 0))
    .toBe(true);
  const main = (await read()).results.find((one: { namespace_name: string }) => one.namespace_name === "main");
  expect(main).toMatchObject({ namespace_id: ada.namespaceId, errors: 3, document_count: 1 });
  expect(main.requests).toBeGreaterThanOrEqual(11);
  expect(main.error_rate).toBeCloseTo(3 / main.requests);
  expect(main.latency_ms.p99).toBeGreaterThan(main.latency_ms.p50);
  expect(main.latency_ms.p99).toBeLessThan(1200);
  expect(main.days).toMatchObject([{ date: day, errors: 3, requests: main.requests }]);
  // What it holds is noted by a sweep, of namespaces in use.
  await tick(bindings, () => clock.now);
  const noted = (await read()).results.find((one: { namespace_name: string }) => one.namespace_name === "main");
  expect(noted.days).toMatchObject([{ date: day, document_count: 1, size_bytes: expect.any(Number) }]);
  expect((await read(ada.call, "?start_date=2001-01-01&end_date=2001-01-31")).results[0]).toMatchObject({
    requests: 0,
    days: [],
  });
  const late = await ada.call("GET", "/v1/analytics/namespaces/summary?start_date=2026-02-01&end_date=2026-01-01");
  expect(late.status).toBe(422);
  const scopes = [{ resource_type: "namespace", resource_id: "other" }];
  const { key } = (await ada.call("POST", "/v1/organizations/api-keys", { name: "narrow", scopes })).body;
  const narrow = await read(caller(key));
  expect(narrow.results.map((one: { namespace_name: string }) => one.namespace_name)).toEqual(["other"]);
});

test("the published summaries are of the namespace that is named, or of all that the key may read", async () => {
  const ada = await tenant("main");
  await ada.call("POST", "/v1/namespaces", { name: "other" });
  for (const content of ["a", "b", "c"]) await ada.call("POST", "/v1/memory/store", { content });
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "d", text: "x" });
  for (let n = 0; n < 4; n++) await ada.call("GET", "/v1/documents/nowhere");
  clock.now += 61_000;
  await ada.call("GET", "/v1/collections");
  const wide = caller(ada.key);
  const read = async (path: string, call = wide) => (await call("GET", path)).body;
  await expect.poll(async () => (await read("/v1/analytics/overview?namespace=main")).total_queries).toBeGreaterThan(8);
  const overview = await read("/v1/analytics/overview?period=24h&namespace=main");
  expect(overview).toMatchObject({
    period: "1d",
    total_vectors: 4,
    total_namespaces: 1,
    to: Math.floor(clock.now / 1000),
  });
  expect(overview.error_rate).toBeCloseTo(4 / overview.total_queries);
  expect(overview.queries_per_second).toBeCloseTo(overview.total_queries / (overview.to - overview.from), 5);
  expect(overview.p99_latency_ms).toBeGreaterThanOrEqual(overview.p95_latency_ms);
  expect(await read("/v1/analytics/throughput?namespace=main")).toMatchObject({
    total_operations: overview.total_queries,
  });
  expect(await read("/v1/analytics/latency?period=2w&namespace=main")).toMatchObject({ period: "14d" });
  expect(await read("/v1/analytics/overview?namespace=other")).toMatchObject({ total_queries: 0, total_vectors: 0 });
  const storage = await read("/v1/analytics/storage");
  expect(Object.keys(storage.by_namespace).sort()).toEqual(["main", "other"]);
  expect(storage.total_bytes).toBe(storage.by_namespace.main.bytes + storage.by_namespace.other.bytes);
  expect(await read("/v1/ops/stats")).toMatchObject({ state: "ok", namespace_count: 2, total_vectors: 4 });
  const { key } = (await wide("POST", "/v1/namespaces/other/keys", { name: "only", scope: "read" })).body;
  const narrow = caller(key);
  expect(await read("/v1/analytics/storage", narrow)).toMatchObject({ by_namespace: { other: { vector_count: 0 } } });
  expect(await read("/v1/ops/stats", narrow)).toMatchObject({ namespace_count: 1, total_vectors: 0 });
  for (const name of ["main", "never"]) {
    const refused = await narrow("GET", `/v1/analytics/overview?namespace=${name}`);
    expect(refused.status).toBe(403);
  }
  for (const period of ["1m", "0d", "day", "99999h"])
    expect((await wide("GET", `/v1/analytics/overview?period=${period}`)).status).toBe(400);
});
