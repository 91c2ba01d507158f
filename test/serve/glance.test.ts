import { expect, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { freshState, started } from "./state.ts";

const enough = 4_000;

test("readers beside writers never see less than what was acknowledged before they asked, or more than was sent", async () => {
  const server = await started(freshState());
  await client(server.url, server.adminKey).must("POST", "/v1/namespaces", { namespace_name: "main" });
  const inside = client(server.url, server.adminKey, "main");
  await inside.must("POST", "/v1/collections", { collection_name: "notes" });
  const counters = Array.from({ length: 5 }, (_, i) => ({ id: `n${i}`, sent: 0, acknowledged: 0 }));
  const documents = counters.map(({ id, sent }) => ({ document_id: id, n: sent }));
  await inside.must("POST", "/v1/collections/notes/documents", { documents });
  let reads = 0;
  const isOver = () => reads >= enough;
  const read = async (one: (typeof counters)[number]) => {
    const least = one.acknowledged;
    const { status, body } = await inside.call("GET", `/v1/documents/${one.id}`);
    expect(status).toBe(200);
    expect(body.n).toBeGreaterThanOrEqual(least);
    expect(body.n).toBeLessThanOrEqual(one.sent);
    reads++;
  };
  const writer = async (one: (typeof counters)[number], readsBetween: number) => {
    while (!isOver()) {
      const n = ++one.sent;
      expect((await inside.call("PATCH", `/v1/documents/${one.id}`, { n })).status).toBe(200);
      one.acknowledged = n;
      for (let i = 0; i < readsBetween; i++) await read(one);
    }
  };
  const reader = async (from: number) => {
    for (let i = from; !isOver(); i++) await read(counters[i % counters.length]!);
  };
  // Some write all the time; some leave room for what was read to be read again.
  await Promise.all([...counters.map((one, i) => writer(one, i * 20)), ...[0, 1, 2, 3, 4].map(reader)]);
  for (const { acknowledged } of counters) expect(acknowledged).toBeGreaterThan(3);
  const revoked = await inside.must("POST", "/v1/organizations/api-keys", { name: "k", permissions: ["read"] });
  const other = client(server.url, revoked.key, "main");
  for (let i = 0; i < 100; i++) expect((await other.call("GET", "/v1/documents/n0")).status).toBe(200);
  await inside.must("DELETE", "/v1/organizations/api-keys/k");
  for (let i = 0; i < 100; i++) expect((await other.call("GET", "/v1/documents/n0")).status).toBe(401);
  expect(await server.end("SIGTERM")).toBe(0);
});

test("what anybody has read is there after kill -9, in the same version or a later one", async () => {
  const state = freshState();
  const ids = ["n0", "n1", "n2"];
  const seen = new Map(ids.map((id) => [id, 0]));
  let next = 0;
  for (let round = 0; round < 3; round++) {
    const server = await started(state);
    const inside = client(server.url, server.adminKey, "main");
    if (round === 0) {
      await client(server.url, server.adminKey).must("POST", "/v1/namespaces", { namespace_name: "main" });
      await inside.must("POST", "/v1/collections", { collection_name: "notes" });
    }
    const put = (id: string, n: number) => inside.call("PUT", `/v1/collections/notes/documents/${id}`, { n });
    for (const id of ids) {
      if (round === 0) await put(id, 0);
      const { body } = await inside.call("GET", `/v1/documents/${id}`);
      expect(body.n).toBeGreaterThanOrEqual(seen.get(id) ?? 0);
    }
    let reads = 0;
    const gone = () => undefined;
    const working = ids.flatMap((id) => [
      (async () => {
        while (await put(id, ++next).catch(gone));
      })(),
      ...[0, 1].map(async () => {
        for (;;) {
          const answer = await inside.call("GET", `/v1/documents/${id}`).catch(gone);
          if (!answer) return;
          seen.set(id, Math.max(seen.get(id) ?? 0, answer.body.n));
          reads++;
        }
      }),
    ]);
    await expect.poll(() => reads, { timeout: 20_000 }).toBeGreaterThan(600);
    await server.end("SIGKILL");
    await Promise.all(working);
  }
  const server = await started(state);
  const inside = client(server.url, server.adminKey, "main");
  for (const id of ids) {
    const { body } = await inside.call("GET", `/v1/documents/${id}`);
    expect(body.n).toBeGreaterThanOrEqual(seen.get(id) ?? 0);
  }
});
