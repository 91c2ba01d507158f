import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { prose } from "../../scripts/bench/prose.ts";
import { type Client, client } from "../../scripts/client.ts";
import type { Trouble } from "../upstash/vector/control.ts";
import { startLoad } from "./remote-load.ts";
import { foundProse, moved, type RemoteWorld, remoteWorld, searches, settled, standing } from "./remote-world.ts";

const documents = 2_000;

test("Upstash away under load, in every way it can be: no write fails, every search is answered, and all of it arrives afterwards", async () => {
  const world = await remoteWorld();
  const server = await world.start();
  const admin = client(server.url, server.adminKey);
  const text = await prose();
  const { inside, ids } = await foundProse(server, "kept", [...text.documents(documents)]);
  await world.learned();
  const asked = Array.from({ length: 6 }, (_, n) => text.query(n));
  const before = await searches(inside, asked);
  await moved(admin, "kept", "upstash");
  expect(await searches(inside, asked)).toEqual(before);

  const { told, stop } = await startLoad(inside, asked, ids);
  const trouble: [name: string, Trouble[], latencyMs: number][] = [
    ["down", [{ kind: "down" }], 0],
    ["hanging", [{ kind: "hang" }], 0],
    ["failing", [{ kind: 500 }], 0],
    ["limited", [{ kind: 429, retryAfter: 2 }], 0],
    ["losing its answers", [{ kind: "down", after: true }], 0],
    ["slow", [], 600],
  ];
  for (const [name, kinds, latencyMs] of trouble) {
    await world.steer({ trouble: kinds, latencyMs });
    told.warned = 0;
    const isSlow = latencyMs > 0;
    if (!isSlow) {
      await expect.poll(() => told.warned, { timeout: 10_000, message: name }).toBeGreaterThan(20);
      const health = await admin.call("GET", "/v1/health?deep=true");
      expect(health, name).toMatchObject({ status: 200, body: { status: "DEGRADED", data: { vectors: false } } });
      expect((await admin.call("GET", "/health/ready")).body.ready).toBe(true);
    } else await sleep(2_000);
    await world.steer({ trouble: [], latencyMs: 0 });
    await expect
      .poll(async () => (await admin.must("GET", "/v1/health?deep=true")).status, { timeout: 10_000 })
      .toBe("OK");
  }
  await stop();
  expect([...told.statuses.keys()].sort()).toEqual(["search 200", "write 200"]);
  await settled(admin, "kept");
  expect((await admin.must("POST", "/v1/namespaces/kept/infrastructure/verify")).compared).toEqual({
    entries: documents,
    missing: 0,
    extra: 0,
  });
  // What was answered without a warning was whole, and nothing of it was different.
  expect(told.different).toEqual([]);
  await world.learned();
  const outside = await searches(inside, asked);
  await moved(admin, "kept", "cell");
  expect(await searches(inside, asked)).toEqual(outside);
  await moved(admin, "kept", "upstash");
  await settled(admin, "kept");
  await sameEntries(world, server);
}, 150_000);

/** What the service lists is what the cells have noted, id by id. */
async function sameEntries(
  world: RemoteWorld,
  server: { end(signal: NodeJS.Signals): Promise<unknown> },
): Promise<string[]> {
  await server.end("SIGTERM");
  const noted = world.noted();
  const listed = await world.listing();
  expect(noted.filter((id) => !listed.includes(id))).toEqual([]);
  expect(listed.filter((id) => !noted.includes(id))).toEqual([]);
  return noted;
}

test("documents that are deleted, and a collection that is dropped while Upstash is down, are gone from it after kill -9 and its return", async () => {
  const world = await remoteWorld();
  let server = await world.start();
  const text = await prose();
  const { inside } = await foundProse(server, "kept", [...text.documents(documents)]);
  const more = await foundCollection(inside, "more", [...text.documents(500)]);
  await world.learned();
  await moved(client(server.url, server.adminKey), "kept", "upstash");
  await world.steer({ trouble: [{ kind: "down" }] });
  for (let gone = 0; gone < 1_000; ) {
    const filters = { field: "n", operator: "lt", value: 1_000 };
    const { status, body } = await inside.call("DELETE", "/v1/collections/documents/documents/batch", { filters });
    expect([status, body.deleted_count > 0]).toEqual([200, true]);
    gone += body.deleted_count;
  }
  await inside.must("DELETE", "/v1/collections/more");
  const asked = Array.from({ length: 4 }, (_, n) => text.query(n));
  for (const query of asked) {
    const { body } = await inside.call("POST", "/v1/retrievers/dense/execute", { inputs: { query } });
    for (const { document_id, n } of body.results)
      expect([n >= 1_000, more.includes(document_id)]).toEqual([true, false]);
  }
  await server.end("SIGKILL");
  server = await world.start();
  const admin = client(server.url, server.adminKey);
  await world.steer({ trouble: [] });
  await settled(admin, "kept");
  const { compared } = await admin.must("POST", "/v1/namespaces/kept/infrastructure/verify");
  expect(compared).toEqual({ entries: 1_000, missing: 0, extra: 0 });
  expect(await sameEntries(world, server)).toHaveLength(1_000);
}, 120_000);

async function foundCollection(inside: Client, name: string, documents: object[]): Promise<string[]> {
  await inside.must("POST", "/v1/collections", { collection_name: name });
  const { documents: made } = await inside.must("POST", `/v1/collections/${name}/documents`, { documents });
  return made.map(({ document_id }: { document_id: string }) => document_id);
}

test("kill -9 in the middle of a move out, of sending, and of a move home: it goes on after the restart, and ends the same", async () => {
  const world = await remoteWorld();
  let server = await world.start();
  const text = await prose();
  const { ids } = await foundProse(server, "kept", [...text.documents(documents)]);
  await world.learned();
  const asked = Array.from({ length: 6 }, (_, n) => text.query(n));
  const within = () => client(server.url, server.adminKey, "kept");
  const before = await searches(within(), asked);
  const killed = async (until: () => Promise<boolean>) => {
    await expect.poll(until, { timeout: 30_000, interval: 10 }).toBe(true);
    await server.end("SIGKILL");
    server = await world.start();
    expect(await searches(within(), asked)).toEqual(before);
  };
  const move = async (vectors: string) =>
    (await within().must("PATCH", "/v1/namespaces/kept", { infrastructure: { vectors } })).infrastructure.task_id;
  const done = (task: string) =>
    expect
      .poll(async () => (await within().must("GET", `/v1/tasks/${task}`)).status, { timeout: 30_000, interval: 100 })
      .toBe("COMPLETED");
  const told = async () => (await standing(within(), "kept")).features[0];
  const outside = async () => (await world.listing()).length;

  await world.steer({ latencyMs: 100 });
  const out = await move("upstash");
  await killed(async () => (await outside()) > 400);
  expect((await told())?.searched_in).not.toBe("upstash");
  await done(out);
  expect(await told()).toMatchObject({ searched_in: "upstash", vectors: documents });

  for (const id of ids.slice(0, 100)) await within().must("PATCH", `/v1/documents/${id}`, { note: 1 });
  await killed(async () => (await told()).confirmed < documents);
  await settled(within(), "kept");
  expect(await outside()).toBe(documents);

  await world.steer({ trouble: [{ kind: "hang", on: "delete-namespace" }] });
  const home = await move("cell");
  await killed(async () => (await told())?.searched_in === "cell");
  await world.steer({ trouble: [] });
  await done(home);
  expect(await searches(within(), asked)).toEqual(before);
  expect(await world.places()).toEqual([]);
  expect(await sameEntries(world, server)).toEqual([]);
}, 150_000);

test("a Redis that stalls: no key is made, which is said within a second, and searches and writes go on with a warning", async () => {
  const stalled = createServer(() => {});
  onTestFinished(() => {
    stalled.close();
    stalled.closeAllConnections();
  });
  await once(stalled.listen(0, "127.0.0.1"), "listening");
  const { port } = stalled.address() as AddressInfo;
  const vars = { UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${port}`, UPSTASH_REDIS_REST_TOKEN: "token" };
  const world = await remoteWorld();
  let server = await world.start();
  const draft = { name: "exact", permissions: ["admin"], rate_limit_override: 1_000 };
  const { key } = await client(server.url, server.adminKey).must("POST", "/v1/organizations/api-keys", draft);
  await foundProse(server, "kept", [{ document_id: "dinghy", text: "a small boat" }]);
  await server.end("SIGTERM");
  world.tell(vars);
  server = await world.start();
  const inside = client(server.url, key, "kept");
  const start = performance.now();
  const refused = await inside.call("POST", "/v1/organizations/api-keys", { name: "made meanwhile" });
  expect([refused.status, refused.body.code, performance.now() - start < 1_000]).toEqual([503, "unavailable", true]);
  const search = await inside.call("POST", "/v1/retrievers/hybrid/execute", { inputs: { query: "boats" } });
  const write = await inside.call("PATCH", "/v1/documents/dinghy", { n: 1 });
  for (const { status, headers } of [search, write])
    expect([status, headers.get("x-ratelimit-warning")]).toEqual([200, "not counted: the limiter does not answer"]);
  expect(search.body.results.map((one: { document_id: string }) => one.document_id)).toEqual(["dinghy"]);
  const health = await inside.call("GET", "/v1/health?deep=true");
  expect(health.body).toMatchObject({ status: "DEGRADED", data: { cache: false, vectors: true } });
});
