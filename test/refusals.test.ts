import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createApp } from "../src/edge/app";
import { newId } from "../src/kit/id";
import { route } from "../src/routes/route";
import { refusalLimits } from "../src/store/refusals";
import { app, caller, clock, organization, tenant } from "./tenant";
import { world } from "./worlds";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** The bindings, with every statement and every call to a cell noted. */
function watched() {
  const notes: string[] = [];
  const DB = new Proxy(env.DB, {
    get: (db, name) =>
      name === "prepare"
        ? (text: string) => {
            notes.push(text);
            return db.prepare(text);
          }
        : Reflect.get(db, name).bind(db),
  });
  const CELL = new Proxy(env.CELL, {
    get: (cells, name) =>
      name === "get"
        ? (...of: Parameters<typeof env.CELL.get>) => {
            notes.push("a cell");
            return cells.get(...of);
          }
        : Reflect.get(cells, name).bind(cells),
  });
  return { on: { ...env, DB, CELL }, notes };
}

test("what is another's costs the same reads as what never was, warm or cold, for every kind of key", async () => {
  const ada = await world("ada-only");
  const mint = async (scopes: object[]) =>
    (
      await ada.call("POST", "/v1/organizations/api-keys", {
        name: crypto.randomUUID(),
        permissions: ["admin"],
        scopes,
      })
    ).body.key as string;
  const kinds = {
    "one namespace": await mint([{ resource_type: "namespace", resource_id: "main" }]),
    "one by id": await mint([{ resource_type: "namespace", resource_id: ada.namespaceId }]),
    "a glob": await mint([{ resource_type: "namespace", resource_id: "mai*" }]),
    "for reading": await mint([{ resource_type: "namespace", resource_id: "main", operations: ["read"] }]),
    "a collection": await mint([{ resource_type: "collection", resource_id: "nothing-*" }]),
    "a retriever": ada.pageKey,
    none: (await ada.call("POST", "/admin/keys", { name: "none", namespaces: [] })).body.key as string,
  };
  const asks = [
    ["GET", "/v1/collections"],
    ["GET", "/v1/documents/doc-1"],
    ["POST", "/v1/retrievers/search/execute", { inputs: { query: "x" } }],
    ["DELETE", "/v1/namespaces/(name)"],
    ["GET", "/v1/namespaces/(name)/keys"],
  ] as const;
  for (const [kind, key] of Object.entries(kinds))
    for (const [method, path, body] of asks) {
      const cost = async (namespace: string) => {
        const { on, notes } = watched();
        const headers = {
          authorization: `Bearer ${key}`,
          "x-namespace": namespace,
          "content-type": "application/json",
        };
        const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
        const reply = await app.request(path.replace("(name)", namespace), init, on);
        expect(reply.status, `${kind}: ${method} ${path}`).toBe(403);
        return notes;
      };
      await cost("warms-the-key");
      const never = [await cost("never-was"), await cost(newId("namespace"))];
      // Whoever may enter warms what this isolate remembers of it.
      for (const warm of [false, true]) {
        if (warm)
          for (const name of ["ada-only", ada.sideId])
            await ada.call("GET", "/v1/collections", undefined, { "x-namespace": name });
        const theirs = [await cost("ada-only"), await cost(ada.sideId)];
        expect(theirs, `${kind}, ${warm ? "warm" : "cold"}: ${method} ${path}`).toEqual(never);
      }
    }
}, 30_000);

test("memory routes tell every error in their dialect, beside what problem details have", async () => {
  const ada = await tenant();
  const memory = createApp({
    clock: () => clock.now,
    routes: [
      route("POST /v1/memory/store", {
        does: "Stand in for a memory route.",
        needs: "write",
        dialect: "memory",
        body: z.object({ content: z.string() }),
        returns: z.object({ ok: z.boolean() }),
        run: () => ({ ok: true }),
      }),
    ],
  });
  const key = async (draft: object) =>
    (await ada.call("POST", "/admin/keys", { name: crypto.randomUUID(), ...draft })).body.key as string;
  const ask = async (text: string | undefined, namespace: string, body: object = { content: "x" }) => {
    const headers = { ...(text && { authorization: `Bearer ${text}` }), "x-namespace": namespace };
    const reply = await memory.request(
      "/v1/memory/store",
      { method: "POST", headers, body: JSON.stringify(body) },
      env,
    );
    expect(reply.headers.get("content-type")).toMatch(/json$/);
    return reply.json();
  };
  const own = await key({ scope: "write", namespaces: ["main"] });
  expect(await ask(own, "main")).toEqual({ ok: true });
  expect(await ask(own, "tenant-b")).toMatchObject({
    error: "forbidden",
    message: "Key not authorized for namespace tenant-b",
    code: "NAMESPACE_ACCESS_DENIED",
    status: 403,
    details: "namespace: tenant-b",
    type: "urn:cordon:problem:forbidden",
    title: expect.any(String),
    success: false,
  });
  const reader = await key({ scope: "read" });
  const expired = await key({ expires_at: new Date(clock.now + 1).toISOString() });
  clock.now += 10;
  const told = [
    [await ask(undefined, "main"), 401, "AUTHENTICATION_REQUIRED"],
    [await ask("sk_nonsense", "main"), 401, "INVALID_API_KEY"],
    [await ask(expired, "main"), 401, "API_KEY_EXPIRED"],
    [await ask(reader, "main"), 403, "INSUFFICIENT_SCOPE"],
    [await ask(ada.key, "never-was"), 404, "NAMESPACE_NOT_FOUND"],
    [await ask(own, "main", {}), 400, "INVALID_REQUEST"],
  ];
  for (const [body, status, code] of told)
    expect(body).toMatchObject({ status, code, error: expect.any(String), message: expect.any(String) });
});

/** Asks as a server is asked, and waits for what is written after the answer. */
async function ask(headers: Record<string, string>, path = "/v1/collections") {
  const context = createExecutionContext();
  const reply = await app.request(path, { headers }, env, context);
  const settled = () => {
    vi.advanceTimersByTime(25_000);
    return waitOnExecutionContext(context);
  };
  return { status: reply.status, body: JSON.parse(await reply.text()), headers: reply.headers, settled };
}

test("too many refusals of a minute are told only that they are, and are in the audit; what is allowed goes on", async () => {
  const ada = await tenant();
  const bearer = {
    authorization: `Bearer ${(await ada.call("POST", "/admin/keys", { name: "k", namespaces: ["main"] })).body.key}`,
  };
  const from = (address: string) => ({ "cf-connecting-ip": address });
  clock.now += 60_000;
  const flood = async (headers: Record<string, string>, limit: number, status: number) => {
    for (let n = 0; n < limit; n++) expect((await ask(headers)).status).toBe(status);
    const last = await ask(headers);
    expect(last).toMatchObject({ status: 429, body: { code: "rate_limited" } });
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  };
  await flood(from("203.0.113.7"), refusalLimits.address, 401);
  expect((await ask(from("203.0.113.8"))).status).toBe(401);
  await flood({}, refusalLimits.unknown, 401);
  expect((await ask({ ...from("203.0.113.7"), ...bearer, "x-namespace": "main" })).status).toBe(200);
  await flood({ ...bearer, "x-namespace": "never-was" }, refusalLimits.key, 403);
  expect((await ask({ ...bearer, "x-namespace": "main" })).status).toBe(200);
  clock.now += 60_000;
  await (await ask({ ...bearer, "x-namespace": "never-was" })).settled();
  const rows = await env.DB.prepare("SELECT * FROM refusals WHERE caller = '203.0.113.7' OR organization_id = ?")
    .bind(ada.id)
    .all();
  const counts = rows.results.map(({ status, count }) => [status, count]);
  expect(counts).toContainEqual([401, refusalLimits.address + 1]);
  expect(counts).toContainEqual([403, refusalLimits.key + 1]);
  expect(rows.results.map(({ route: line }) => line)).toContain("GET /v1/collections");
}, 60_000);

test("what a key has done is counted by route and namespace, and its namespaces say when something was last asked", async () => {
  const home = await organization();
  await home.call("POST", "/v1/namespaces", { name: "a" });
  const made = (await home.call("POST", "/v1/namespaces/a/keys", { name: "k" })).body;
  const bearer = { authorization: `Bearer ${made.key}` };
  clock.now += 60_000;
  for (let n = 0; n < 3; n++) expect((await ask(bearer)).status).toBe(200);
  await ask({ ...bearer, "x-namespace": "never-was" });
  await ask(bearer, "/v1/documents/never");
  const asked = clock.now;
  clock.now += 60_000;
  await (await ask({ authorization: `Bearer ${home.key}` }, "/v1/auth/whoami")).settled();
  const usage = (await home.call("GET", `/v1/namespaces/a/keys/${made.key_id}/usage`)).body;
  expect(usage).toMatchObject({ namespace: "a", total_requests: 4, successful_requests: 3, failed_requests: 1 });
  const whole = (await home.call("GET", `/admin/keys/${made.key_id}/usage`)).body;
  expect(whole).toMatchObject({
    total_requests: 5,
    successful_requests: 3,
    failed_requests: 2,
    rate_limited_requests: 0,
  });
  expect(whole.by_endpoint.map((one: { endpoint: string }) => one.endpoint).sort()).toEqual([
    "/v1/collections",
    "/v1/documents/{document_id}",
  ]);
  expect(whole.bytes_transferred).toBeGreaterThan(100);
  const { last_activity_at } = (await home.call("GET", "/v1/namespaces/a")).body;
  expect(last_activity_at).toBe(new Date(asked).toISOString());
  expect((await caller(home.key)("GET", "/v1/organizations/api-keys/never/usage")).status).toBe(404);
});
