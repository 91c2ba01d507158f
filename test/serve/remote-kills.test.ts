import { expect, test } from "vitest";
import { prose } from "../../scripts/bench/prose.ts";
import { type Client, client } from "../../scripts/client.ts";
import { foundProse, moved, remoteWorld, sameEntries, searches, settled, standing } from "./remote-world.ts";

const documents = 2_000;

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
  const killed = async (until: () => Promise<boolean>, meanwhile = async () => {}) => {
    await expect.poll(until, { timeout: 30_000, interval: 10 }).toBe(true);
    await server.end("SIGKILL");
    await meanwhile();
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
  await killed(
    async () => (await told())?.searched_in === "cell",
    () => world.steer({ trouble: [] }),
  );
  await done(home);
  expect(await searches(within(), asked)).toEqual(before);
  expect(await world.places()).toEqual([]);
  expect(await sameEntries(world, server)).toEqual([]);
}, 150_000);
