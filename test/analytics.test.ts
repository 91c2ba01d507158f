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
