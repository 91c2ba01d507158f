import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { sweepByName, sweeps, tick } from "../src/jobs/cron";
import { sweepNames } from "../src/store/sweeps";
import { deliver, receiver } from "./receivers";
import { bindings, caller, clock, drain, harbour, organization, tenant } from "./tenant";

const now = () => clock.now;
const minuteMs = 60_000;

async function alertOn(call: Awaited<ReturnType<typeof harbour>>["call"], host: string, more: object = {}) {
  const hook = { webhook_name: host, url: `https://${host}/`, events: ["alert.triggered"] };
  const { webhook_id } = (await call("POST", "/v1/webhooks", hook)).body;
  const made = await call("POST", "/v1/alerts", {
    name: "boats",
    retriever_id: "search",
    inputs: { query: "sailing boat" },
    notification_config: { channels: [{ channel_type: "webhook", channel_id: webhook_id }] },
    ...more,
  });
  if (made.status !== 200) throw new Error(made.text);
  return made.body;
}

test("an alert looks at new documents alone, tells of what it finds with scores, and keeps what came of each run", async () => {
  const ada = await harbour();
  const got = receiver("alert.example.com");
  const alert = await alertOn(ada.call, "alert.example.com");
  const write = async (document_id: string, text: string) => {
    await ada.call("POST", "/v1/collections/pages/documents", { document_id, text });
    await deliver(ada.namespaceId);
    await drain();
    await deliver(ada.namespaceId);
  };
  await write("sloop", "A sailing boat with one mast.");
  expect(got).toHaveLength(1);
  expect(JSON.parse(got[0]!.body)).toMatchObject({
    event_type: "alert.triggered",
    subject: { type: "alert", id: alert.alert_id },
    metadata: { alert_name: "boats", match_count: 1, matches: [{ document_id: "sloop", score: expect.any(Number) }] },
  });
  const runs = (await ada.call("GET", "/v1/alerts/boats/executions")).body;
  expect(runs).toMatchObject({ total_count: 1, results: [{ triggered: true, source_documents: ["sloop"] }] });
  expect(await ada.call("PATCH", "/v1/alerts/boats", { enabled: false })).toMatchObject({ status: 200 });
  await write("ketch", "A sailing boat with two masts.");
  expect(got).toHaveLength(1);
  const all = (await ada.call("POST", "/v1/alerts/boats/execute")).body;
  expect(all.match_count).toBeGreaterThan(1);
});

test("a scheduled alert runs when its time has come, once for a tick that comes twice, and with the rights of its key alone", async () => {
  const ada = await harbour();
  const got = receiver("hourly.example.com");
  const made = await ada.call("POST", "/v1/organizations/api-keys", { name: "watcher" });
  await alertOn(caller(made.body.key, "main"), "hourly.example.com", {
    execution_mode: "scheduled",
    interval_seconds: 3_600,
  });
  const runs = async () => (await ada.call("GET", "/v1/alerts/executions")).body.total_count;
  const pass = async (minutes: number) => {
    clock.now += minutes * minuteMs;
    for (let twice = 0; twice < 2; twice++) await sweepByName(bindings, "alerts", now);
    await drain();
    await deliver();
  };
  await pass(59);
  expect(await runs()).toBe(0);
  await pass(2);
  expect([await runs(), got.length]).toEqual([1, 1]);
  await ada.call("DELETE", "/v1/organizations/api-keys/watcher");
  await pass(61);
  expect([await runs(), got.length]).toEqual([1, 1]);
  const { results } = (await ada.call("POST", "/v1/tasks/list", { task_type: "alert_run", status: "FAILED" })).body;
  expect(results[0].error).toContain("revoked");
});

test("a key that is refused again and again, or runs into its limit, is told of once an hour, and once a day", async () => {
  const ada = await tenant();
  const got = receiver("watch.example.com");
  const hook = { webhook_name: "watch", url: "https://watch.example.com", events: ["alert.*"] };
  await caller(ada.key)("POST", "/v1/webhooks", hook);
  const { key_id } = (await caller(ada.key)("POST", "/v1/organizations/api-keys", { name: "noisy" })).body;
  const minute = Math.floor(clock.now / minuteMs);
  const run = (sql: string, ...values: unknown[]) =>
    env.DB.prepare(sql)
      .bind(...values)
      .run();
  await run("INSERT INTO refusals VALUES (?, ?, 403, ?, 60, 'GET /a')", ada.id, key_id, minute);
  await run("INSERT INTO refusals VALUES (?, ?, 401, ?, 60, 'GET /b')", ada.id, key_id, minute - 1);
  await run(
    "INSERT INTO usage VALUES (?, ?, ?, '/a', ?, 9, 4, 4, 1, 1, 1)",
    ada.id,
    key_id,
    ada.id,
    Math.floor(minute / 1440),
  );
  for (let twice = 0; twice < 2; twice++) {
    await sweepByName(bindings, "security", now);
    await deliver();
  }
  const told = got.map(({ body }) => JSON.parse(body).metadata);
  expect(told.map(({ alert }) => alert).sort()).toEqual(["rate_limited", "repeated_refusals"]);
  expect(told).toContainEqual(expect.objectContaining({ refusals: 120, name: "noisy" }));
});

test("a key that will soon expire is told of once; an alert's channel that is not supported is refused", async () => {
  const ada = await tenant();
  const got = receiver("security.example.com");
  const body = { webhook_name: "security", url: "https://security.example.com", events: ["alert.triggered"] };
  await caller(ada.key)("POST", "/v1/webhooks", body);
  const expires_at = new Date(clock.now + 3 * 86_400_000).toISOString();
  const made = await caller(ada.key)("POST", "/v1/organizations/api-keys", { name: "short", expires_at });
  for (let twice = 0; twice < 2; twice++) {
    clock.now += 3_600_000;
    await tick(bindings, now);
    await deliver();
  }
  expect(got.map(({ body: text }) => JSON.parse(text))).toMatchObject([
    { subject: { type: "api_key", id: made.body.key_id }, metadata: { alert: "key_expiring", name: "short" } },
  ]);
  const email = { name: "x", retriever_id: "search", notification_config: { channels: [{ channel_type: "email" }] } };
  expect(await ada.call("POST", "/v1/alerts", email)).toMatchObject({ status: 422 });
});

test("every sweep has a name that can be asked for, is bounded, and says what it did; a queue without messages loses nothing", async () => {
  expect(sweeps.map(({ name }) => name).sort()).toEqual([...sweepNames].sort());
  const home = await organization();
  const got = receiver("slow.example.com");
  const hook = { webhook_name: "all", url: "https://slow.example.com", events: ["namespace.created"] };
  await home.call("POST", "/v1/webhooks", hook);
  await home.call("POST", "/v1/namespaces", { namespace_name: "one" });
  expect(await home.call("POST", "/v1/admin/sweeps", { sweep: "events" })).toMatchObject({ status: 200 });
  expect(await home.call("POST", "/v1/admin/sweeps", { sweep: "other" })).toMatchObject({ status: 422 });
  clock.now += 3_600_000;
  await tick(bindings, now);
  expect(got).toHaveLength(1);
  const { sweeps: told } = (await home.call("GET", "/v1/admin/sweeps")).body;
  for (const { name, failed, report, finished_at } of told)
    expect({ name, failed, report, finished_at }).toEqual({
      name,
      failed: false,
      report: expect.any(Object),
      finished_at: expect.any(String),
    });
  expect(told).toHaveLength(sweepNames.length);
});

test("what is old is taken away: deliveries that were made after a month, those that failed after three, and their events", async () => {
  const ada = await tenant();
  receiver("ok.example.com");
  const body = { webhook_name: "ok", url: "https://ok.example.com", events: ["document.created"] };
  const { webhook_id } = (await ada.call("POST", "/v1/webhooks", body)).body;
  await ada.call("POST", "/v1/webhooks", { ...body, webhook_name: "no", url: "https://no-one.example.com" });
  await ada.call("POST", "/v1/collections/pages/documents", { text: "x" });
  await deliver(ada.namespaceId);
  const count = async (table: string) =>
    (await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE namespace_id = ?`).bind(ada.namespaceId).first())
      ?.n;
  for (let days = 0; days < 3; days++) {
    clock.now += 86_400_000;
    await deliver();
  }
  expect([await count("deliveries"), await count("events")]).toEqual([2, 1]);
  clock.now += 29 * 86_400_000;
  await sweepByName(bindings, "retention", now);
  expect([await count("deliveries"), await count("events")]).toEqual([1, 1]);
  expect((await ada.call("GET", `/v1/webhooks/${webhook_id}/deliveries`)).body.total).toBe(0);
  await deliver();
  clock.now += 100 * 86_400_000;
  await deliver();
  clock.now += 100 * 86_400_000;
  for (let twice = 0; twice < 2; twice++) await sweepByName(bindings, "retention", now);
  expect([await count("deliveries"), await count("events")]).toEqual([0, 0]);
});
