import { expect, test } from "vitest";
import { prose } from "../../scripts/bench/prose.ts";
import { type Client, client } from "../../scripts/client.ts";
import { foundProse, moved, remoteWorld, searches, settled } from "./remote-world.ts";

test("clones, exports, deletions while Upstash is down, and what was left behind: in the end nothing of a deleted namespace is there", async () => {
  const world = await remoteWorld();
  let server = await world.start();
  let admin = client(server.url, server.adminKey);
  const text = await prose();
  const { inside } = await foundProse(server, "shared", [...text.documents(300)]);
  await foundProse(server, "own", [...text.documents(200)]);
  await world.learned();
  await moved(admin, "shared", "upstash");
  await moved(admin, "own", "dedicated");

  // A clone has a place of its own, and one that was given up has none.
  const asked = Array.from({ length: 3 }, (_, n) => text.query(n));
  const found = await searches(inside, asked);
  const clone = (namespace_name: string) => admin.must("POST", "/v1/namespaces/shared/clone", { namespace_name });
  const { task_id } = await clone("copy");
  await finished(admin, task_id);
  await settled(admin, "copy");
  await admin.call("DELETE", `/v1/tasks/${(await clone("given-up")).task_id}`);
  expect(await searches(client(server.url, server.adminKey, "copy"), asked)).toEqual(found);
  const places = await world.places();
  // Three namespaces of indexes, and the index that was made for one of them.
  expect(places).toHaveLength(4);
  expect(await world.listing()).toHaveLength(300 + 200 + 300);

  // What is exported from outside is imported into a cell.
  const exported = await fetch(`${server.url}/v1/namespaces/shared/export`, {
    headers: { authorization: `Bearer ${server.adminKey}` },
  });
  await admin.must("POST", "/v1/namespaces", { namespace_name: "imported" });
  const imported = await fetch(`${server.url}/v1/namespaces/imported/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.adminKey}`, "content-type": "application/x-ndjson" },
    body: await exported.text(),
  });
  expect(await imported.json()).toMatchObject({ success: true, stored: { documents: 300 } });

  // Orphans of ours go, and what only looks like them stays.
  const tag = places.find((place) => !place.startsWith("cordon-"))?.split("-")[0];
  const [index] = world.indexes;
  const vector = Array.from({ length: 384 }, (_, i) => i + 1);
  for (const space of [`${tag}-ns_nobody-1`, "c00000000-ns_other-1"])
    await world.ask(index!, `upsert/${space}`, [{ id: "1.1", vector }]);
  for (const name of [`cordon-${tag}-orphan`, "cordon-c00000000-other", "customers"]) await world.makeIndex(name);
  await admin.must("POST", "/v1/admin/sweeps", { sweep: "vectors" });
  const foreign = ["c00000000-ns_other-1", "cordon-c00000000-other", "customers"];
  await expect.poll(() => world.places(), { timeout: 20_000 }).toEqual([...places, ...foreign].sort());

  await world.steer({ trouble: [{ kind: "down" }] });
  const deletions: [string, number][] = [];
  for (const [name, vectors] of [
    ["shared", 300],
    ["own", 200],
  ] as const) {
    deletions.push([(await admin.must("DELETE", `/v1/namespaces/${name}`)).task_id, vectors]);
    expect((await admin.call("GET", `/v1/namespaces/${name}`)).status).toBe(404);
  }
  await server.end("SIGKILL");
  server = await world.start();
  admin = client(server.url, server.adminKey);
  await world.steer({ trouble: [] });
  for (const [task, vectors] of deletions) {
    await finished(admin, task);
    const { erasure } = await admin.must("GET", `/v1/namespaces/deletions/${task}`);
    expect(erasure.erased).toContainEqual({ store: "vectors", what: "vectors", count: vectors });
  }
  const { namespace_id } = await admin.must("GET", "/v1/namespaces/copy");
  const copies = places.filter((place) => place.includes(namespace_id));
  expect(copies).toHaveLength(1);
  expect(await world.places()).toEqual([...copies, ...foreign].sort());
  await finished(admin, (await admin.must("DELETE", "/v1/namespaces/copy")).task_id);
  expect(await world.places()).toEqual(foreign);
}, 150_000);

/** What failed waits for its next turn: it is given one. */
async function finished(admin: Client, task: string): Promise<void> {
  const status = async () => {
    await admin.must("POST", "/v1/admin/sweeps", { sweep: "tasks" });
    return (await admin.must("GET", `/v1/tasks/${task}`)).status;
  };
  await expect.poll(status, { timeout: 60_000, interval: 500 }).toBe("COMPLETED");
}
