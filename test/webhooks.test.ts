import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { delaysSeconds } from "../src/domain/webhooks/schedule";
import { deliver, type Received, receiver } from "./receivers";
import { app, bindings, type Call, caller, clock, organization, tenant } from "./tenant";

const [hourMs, dayMs] = [3_600_000, 86_400_000];

const isSignedWith = (secret: string, { body, headers }: Received) => {
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  const signature = new Webhook(secret).sign(headers["webhook-id"] ?? "", at, body);
  return headers["webhook-signature"]?.split(" ").includes(signature) ?? false;
};

const typesOf = (got: Received[]) => got.map(({ body }) => JSON.parse(body).event_type);
const idsOf = (got: Received[]) => got.map(({ headers }) => headers["webhook-id"]);

async function listen(call: Call, host: string, events: string[], more: object = {}) {
  const made = await call("POST", "/v1/webhooks", { webhook_name: host, url: `https://${host}/in`, events, ...more });
  if (made.status !== 201) throw new Error(made.text);
  const path = `/v1/webhooks/${made.body.webhook_id}`;
  return { ...made.body, path, about: async () => (await call("GET", path)).body } as const;
}

const write = (call: Call, id: string) =>
  call("POST", "/v1/collections/pages/documents", { document_id: id, text: id });

test("what happens in a namespace is told once, in order, to whoever listens to it there; nothing of before, nothing of others", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  const [got, all] = [receiver("one.example.com"), receiver("all.example.com")];
  await write(ada.call, "before");
  const hook = await listen(ada.call, "one.example.com", ["document.*"]);
  await listen(ada.call, "all.example.com", ["*"]);
  await write(ada.call, "a");
  await write(bob.call, "bobs");
  await ada.call("PATCH", "/v1/documents/a", { text: "two" });
  await ada.call("POST", "/v1/collections", { collection_name: "more" });
  await ada.call("DELETE", "/v1/documents/a");
  expect(await write(ada.call, "before")).toMatchObject({ status: 409 });
  for (let twice = 0; twice < 2; twice++) await deliver(ada.namespaceId, bob.namespaceId);
  expect(typesOf(got)).toEqual(["document.created", "document.updated", "document.deleted"]);
  expect(got.map(({ body }) => JSON.parse(body).sequence)).toEqual([1, 2, 3]);
  expect(typesOf(all).sort()).toEqual([...typesOf(got), "collection.created"].sort());
  expect(JSON.parse(got[0]!.body)).toMatchObject({
    namespace_id: ada.namespaceId,
    subject: { type: "document", id: "a" },
    metadata: { collection_id: ada.collectionId },
    cache_scope: { scope: "collection", collection_id: ada.collectionId },
  });
  for (const one of got) expect(isSignedWith(hook.secret, one)).toBe(true);
  expect(JSON.stringify([...got, ...all])).not.toContain("bobs");
});

test("a key for one namespace listens there and hears of no other; the organization's own webhook hears of all, of those founded later too", async () => {
  const home = await organization();
  for (const name of ["one", "two"]) await home.call("POST", "/v1/namespaces", { namespace_name: name });
  const scopes = [{ resource_type: "namespace", resource_id: "one" }];
  const { key } = (await home.call("POST", "/v1/organizations/api-keys", { name: "narrow", scopes })).body;
  const [narrow, wide] = [receiver("narrow.example.com"), receiver("wide.example.com")];
  expect(await listen(caller(key), "narrow.example.com", ["*"])).toMatchObject({ namespace_id: expect.any(String) });
  expect(await listen(home.call, "wide.example.com", ["*"])).toMatchObject({ namespace_id: null });
  const refused = await caller(key, "two")("POST", "/v1/webhooks", {});
  expect(refused.status).toBe(422);
  const body = { webhook_name: "x", url: "https://x.example.com", events: ["*"] };
  expect(await caller(key, "two")("POST", "/v1/webhooks", body)).toMatchObject({ status: 403 });
  await home.call("POST", "/v1/namespaces", { namespace_name: "three" });
  for (const name of ["one", "two", "three"]) {
    const call = caller(home.key, name);
    await call("POST", "/v1/collections", { collection_name: "pages" });
    await write(call, `in-${name}`);
    await deliver((await home.call("GET", `/v1/namespaces/${name}`)).body.namespace_id);
  }
  await home.call("POST", "/v1/organizations/api-keys", { name: "later" });
  await deliver();
  expect(typesOf(narrow).sort()).toEqual(["collection.created", "document.created"]);
  expect(narrow.map(({ body }) => JSON.parse(body).subject.id)).toContain("in-one");
  for (const name of ["one", "two", "three"]) expect(JSON.stringify(wide)).toContain(`in-${name}`);
  expect(typesOf(wide)).toContain("namespace.created");
  expect(typesOf(wide)).toContain("api_key.created");
  expect((await caller(key)("GET", "/v1/webhooks")).body).toMatchObject({ total: 1 });
  expect((await home.call("GET", "/v1/webhooks")).body).toMatchObject({ total: 2 });
});

test("eight attempts come at the stated offsets, with one id and fresh timestamps; then the delivery is kept as failed", async () => {
  const ada = await tenant();
  const got = receiver("down.example.com", () => new Response("no", { status: 500 }));
  const hook = await listen(ada.call, "down.example.com", ["document.created"]);
  await write(ada.call, "a");
  const start = clock.now;
  await deliver(ada.namespaceId);
  for (const [i, seconds] of delaysSeconds.entries()) {
    const { results } = (await ada.call("GET", `${hook.path}/deliveries`)).body;
    const dueMs = Date.parse(results[0].next_attempt_at) - clock.now;
    expect(dueMs).toBeGreaterThanOrEqual(seconds * 1000);
    expect(dueMs).toBeLessThanOrEqual(seconds * 1100);
    clock.now += dueMs - 1;
    await deliver();
    expect(got).toHaveLength(i + 1);
    clock.now += 1;
    await deliver();
    expect(got).toHaveLength(i + 2);
  }
  expect(delaysSeconds).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
  clock.now = Math.max(clock.now, start) + dayMs;
  await deliver();
  expect(got).toHaveLength(8);
  expect(new Set(idsOf(got)).size).toBe(1);
  expect(new Set(got.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(8);
  const { results } = (await ada.call("GET", `${hook.path}/deliveries?status=failed`)).body;
  expect(results).toMatchObject([{ status: "failed", attempt_count: 8, next_attempt_at: null }]);
  const detail = (await ada.call("GET", `${hook.path}/deliveries/${results[0].delivery_id}`)).body;
  expect(detail.payload).toEqual(JSON.parse(got[0]!.body));
  expect(detail.attempts[0]).toMatchObject({ status_code: 500, error: "It did not answer with 2xx." });
  receiver("down.example.com");
  expect((await ada.call("POST", `${hook.path}/recover`, { since: "2026-01-01T00:00:00Z" })).body.resent).toBe(1);
  await deliver();
  expect((await ada.call("GET", `${hook.path}/deliveries?status=delivered`)).body.total).toBe(1);
});

test("an endpoint that fails for five days is turned off, told of, and called no more; one success begins the count anew", async () => {
  const ada = await tenant();
  let status = 500;
  const got = receiver("ill.example.com", () => new Response("", { status }));
  const told = receiver("doctor.example.com");
  const hook = await listen(ada.call, "ill.example.com", ["document.created"]);
  await listen(ada.call, "doctor.example.com", ["alert.triggered"]);
  const day = async (n: number) => {
    await write(ada.call, `d-${n}`);
    await deliver(ada.namespaceId);
    clock.now += dayMs;
    await deliver();
  };
  for (let n = 0; n < 4; n++) await day(n);
  expect(await hook.about()).toMatchObject({ is_active: true, failing_since: expect.any(String) });
  status = 200;
  await day(4);
  expect(await hook.about()).toMatchObject({ is_active: true, failing_since: null });
  status = 500;
  for (let n = 5; n < 11 && (await hook.about()).is_active; n++) await day(n);
  expect(await hook.about()).toMatchObject({ is_active: false, disabled_reason: expect.stringContaining("five days") });
  await deliver();
  expect(typesOf(told)).toEqual(["alert.triggered"]);
  expect(JSON.parse(told[0]!.body)).toMatchObject({
    metadata: { alert: "webhook_disabled" },
    subject: { id: hook.webhook_id },
  });
  const before = got.length;
  for (let n = 20; n < 22; n++) await day(n);
  expect(got).toHaveLength(before);
  status = 200;
  expect(await ada.call("PATCH", hook.path, { is_active: true })).toMatchObject({ status: 200 });
  await day(30);
  expect(JSON.parse(got.at(-1)!.body).subject.id).toBe("d-30");
});

test("Retry-After is waited for, 410 turns the webhook off, and a redirect is a failure that is not followed", async () => {
  const ada = await tenant();
  const busy = receiver("busy.example.com", () => new Response("", { status: 429, headers: { "retry-after": "120" } }));
  const gone = receiver("gone.example.com", () => new Response("", { status: 410 }));
  const moved = receiver("moved.example.com", () => Response.redirect("http://127.0.0.1/", 302));
  const hooks = [
    await listen(ada.call, "busy.example.com", ["document.created"]),
    await listen(ada.call, "gone.example.com", ["document.created"]),
    await listen(ada.call, "moved.example.com", ["document.created"]),
  ];
  await write(ada.call, "a");
  await deliver(ada.namespaceId);
  clock.now += 119_000;
  await deliver();
  expect([busy.length, gone.length]).toEqual([1, 1]);
  clock.now += 2_000;
  await deliver();
  expect([busy.length, gone.length]).toEqual([2, 1]);
  expect(await hooks[1]!.about()).toMatchObject({ is_active: false, disabled_reason: expect.stringContaining("410") });
  const { results } = (await ada.call("GET", `${hooks[2]!.path}/deliveries`)).body;
  expect(results[0].attempts[0]).toMatchObject({ status_code: 302, error: expect.stringContaining("not followed") });
  expect(moved.every(({ url }) => url.startsWith("https://moved.example.com/"))).toBe(true);
  clock.now += hourMs;
});

test("while a secret is changed both sign; headers go along and are not shown again; Slack gets its own words; other channels are refused", async () => {
  const ada = await tenant();
  const [got, slack] = [receiver("both.example.com"), receiver("hooks.slack.example.com")];
  const made = await ada.call("POST", "/v1/organizations/webhooks", {
    webhook_name: "both",
    event_types: ["document.created"],
    channels: [
      { channel: "webhook", configs: { url: "https://both.example.com/", headers: { "X-Mixpeek-Secret": "hush" } } },
      { channel: "slack", configs: { webhook_url: "https://hooks.slack.example.com/services/T/B/hidden" } },
    ],
  });
  expect(made.status).toBe(201);
  const path = `/v1/organizations/webhooks/${made.body.webhook_id}`;
  const about = await ada.call("GET", path);
  for (const secret of ["hush", "hidden", made.body.secret]) expect(about.text).not.toContain(secret);
  const rotated = await ada.call("POST", `/v1/webhooks/${made.body.webhook_id}/rotate-secret`, {});
  await write(ada.call, "a");
  await deliver(ada.namespaceId);
  expect(got[0]?.headers["x-mixpeek-secret"]).toBe("hush");
  for (const { secret } of [made.body, rotated.body]) expect(isSignedWith(secret, got[0]!)).toBe(true);
  expect(isSignedWith(made.body.secret, { ...got[0]!, body: got[0]!.body.replace("created", "deleted") })).toBe(false);
  expect(JSON.parse(slack[0]!.body)).toEqual({ text: "document.created: document a" });
  clock.now += dayMs;
  await write(ada.call, "b");
  await deliver(ada.namespaceId);
  expect(got.slice(1).map((one) => isSignedWith(made.body.secret, one))).toEqual([false]);
  const email = { webhook_name: "e", event_types: ["*"], channels: [{ channel: "email", configs: { to: "a" } }] };
  const refused = await ada.call("POST", "/v1/webhooks", email);
  expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining("email") } });
  const unknown = { webhook_name: "e", events: ["document.burnt"], url: "https://both.example.com" };
  expect(await ada.call("POST", "/v1/webhooks", unknown)).toMatchObject({ status: 422 });
});

test("what is imported is told like any other write", async () => {
  const ada = await tenant();
  const got = receiver("import.example.com");
  await write(ada.call, "a");
  await listen(ada.call, "import.example.com", ["document.*"]);
  const headers = { authorization: `Bearer ${ada.key}`, "content-type": "application/x-ndjson" };
  const [from, to] = ["/v1/namespaces/main/export", "/v1/namespaces/main/import"];
  const body = await (await app.request(from, { headers }, bindings)).text();
  expect((await app.request(to, { method: "POST", headers, body }, bindings)).status).toBe(200);
  await deliver(ada.namespaceId);
  expect(typesOf(got)).toEqual(["document.updated"]);
});

test("a webhook for one collection hears of that one; a receiver that is not there is a failure like any other", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections", { collection_name: "other" });
  const got = receiver("pages.example.com");
  await listen(ada.call, "pages.example.com", ["*"], { collection_ids: [ada.collectionId] });
  const dead = await listen(ada.call, "nobody.example.com", ["document.created"]);
  await write(ada.call, "in");
  await ada.call("POST", "/v1/collections/other/documents", { document_id: "out", text: "x" });
  await ada.call("POST", `${dead.path}/test`, {});
  await deliver(ada.namespaceId);
  expect(got.map(({ body }) => JSON.parse(body).subject.id)).toEqual(["in"]);
  const { results } = (await ada.call("GET", `${dead.path}/deliveries`)).body;
  expect(results).toHaveLength(3);
  for (const { attempts } of results)
    expect(attempts).toMatchObject([{ status_code: null, error: "It could not be reached." }]);
});
