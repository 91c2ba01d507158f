import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { cellBytes } from "./stored";
import { caller, clock, tenant } from "./tenant";

const of = (path: string) => `/v1/namespaces/main/${path}`;
const hits = (reply: { body: { results: { id: string }[] } }) => reply.body.results.map(({ id }) => id);

test("a document that expires is there until its second is over, and then nowhere, whoever looks first", async () => {
  const { call, namespaceId } = await tenant();
  const documents = [
    { id: "short", text: "A boat for a minute.", ttl_seconds: 60 },
    { id: "long", text: "A boat for ever." },
  ];
  await call("POST", of("upsert-text"), { documents });
  await call("POST", of("vectors"), {
    vectors: [
      { id: "mark", values: [1, 0], ttl_seconds: 61 },
      { id: "stay", values: [1, 0] },
    ],
  });
  const began = clock.now;
  const ids = async () => (await call("POST", of("export"), {})).body.vectors.map(({ id }: { id: string }) => id);
  try {
    clock.now = began + 59_999;
    expect(hits(await call("POST", of("fulltext/search"), { query: "boat" })).sort()).toEqual(["long", "short"]);
    expect((await call("GET", "/v1/documents/short")).status).toBe(200);
    clock.now = began + 60_000;
    expect((await call("GET", "/v1/documents/short")).status).toBe(404);
    expect(hits(await call("POST", of("fulltext/search"), { query: "boat" }))).toEqual(["long"]);
    expect(await ids()).toEqual(["long", "mark", "stay"]);
    clock.now = began + 61_000;
    expect(hits(await call("POST", of("query"), { vector: [1, 0] }))).toEqual(["stay"]);
    const left = JSON.stringify(await cellBytes(namespaceId));
    for (const id of ["short", "mark"]) expect(left).not.toContain(`"${id}"`);
    // A record that is put anew says anew whether it expires.
    await call("POST", of("vectors"), { vectors: [{ id: "stay", values: [1, 0], ttl_seconds: 5 }] });
    await call("POST", of("vectors"), { vectors: [{ id: "stay", values: [1, 0] }] });
    await call("POST", of("upsert-text"), { documents: [{ id: "long", text: "A boat.", ttl_seconds: 5 }] });
    // A change of its metadata does not.
    await call("POST", of("vectors/bulk-update"), { filter: { $or: [{ x: { $exists: false } }] }, update: { x: 1 } });
    clock.now += 5_000;
    expect(await ids()).toEqual(["stay"]);
  } finally {
    clock.now = began;
  }
});

test("an export and a clone take vectors and expiries along", async () => {
  const { call, key } = await tenant();
  const home = caller(key);
  await call("POST", of("vectors"), { vectors: [{ id: "a", values: [1, 2, 3], metadata: { n: 1 }, ttl_seconds: 60 }] });
  await call("POST", of("upsert-text"), { documents: [{ id: "b", text: "A boat.", metadata: { n: 2 } }] });
  const exported = (await call("GET", of("export"))).text;
  expect(exported).toContain('"vectors@v1":[1,2,3]');
  await home("POST", "/v1/namespaces", { namespace_name: "copy" });
  const into = await home("POST", "/v1/namespaces/copy/import", exported, { "content-type": "application/x-ndjson" });
  expect(into.status, into.text).toBe(200);
  const began = clock.now;
  const all = async (name: string) => (await home("POST", `/v1/namespaces/${name}/export`, {})).body.vectors;
  expect(await all("copy")).toEqual(await all("main"));
  expect((await home("POST", "/v1/namespaces/copy/query", { vector: [1, 2, 3] })).body.results[0]).toMatchObject({
    id: "a",
  });
  await home("POST", "/v1/namespaces", { namespace_name: "other" });
  await home("POST", "/v1/namespaces/other/vectors", { vectors: [{ id: "x", values: [1] }] });
  const refused = await home("POST", "/v1/namespaces/other/import", exported, {
    "content-type": "application/x-ndjson",
  });
  expect(refused.status).toBe(422);
  try {
    clock.now = began + 60_000;
    for (const name of ["main", "copy"]) expect((await all(name)).map(({ id }: { id: string }) => id)).toEqual(["b"]);
  } finally {
    clock.now = began;
  }
});

test("what is due goes by the cell's own alarm too, from everything that held it", async () => {
  const { call, namespaceId } = await tenant();
  const cell = env.CELL.getByName(namespaceId);
  const documents = ["a", "b"].map((id) => ({ id, text: `A boat called ${id}.`, ttl_seconds: 60 }));
  await call("POST", of("upsert-text"), { documents: [...documents, { id: "c", text: "A boat." }] });
  const rows = () =>
    runInDurableObject(cell, (_, { storage }) =>
      ["documents", "entries", "expiries"].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray().length),
    );
  expect(await runDurableObjectAlarm(cell)).toBe(true);
  expect(await rows()).toEqual([3, 3, 2]);
  // It rings for what is left, and a cell that wakes for that goes by its own clock.
  await runInDurableObject(cell, (_, { storage }) => storage.sql.exec("UPDATE expiries SET at = 1 WHERE seq = 1"));
  await evictDurableObject(cell);
  expect(await runDurableObjectAlarm(cell)).toBe(true);
  expect((await rows())[0]).toBeLessThan(3);
  expect(hits(await call("POST", of("fulltext/search"), { query: "boat" }))).not.toContain("a");
});

test("more than can be taken out of the index one by one go together", async () => {
  const { call } = await tenant();
  const documents = Array.from({ length: 1_000 }, (_, n) => ({ id: `d${n}`, text: `A boat, ${n}.`, ttl_seconds: 60 }));
  await call("POST", of("upsert-text"), { documents });
  await call("POST", of("upsert-text"), { documents: [{ id: "x", text: "A boat.", ttl_seconds: 60 }] });
  await call("POST", of("upsert-text"), { documents: [{ id: "stays", text: "A boat." }] });
  expect(hits(await call("POST", of("fulltext/search"), { query: "boat", top_k: 1000 }))).toHaveLength(1_000);
  const began = clock.now;
  try {
    clock.now = began + 60_000;
    expect(hits(await call("POST", of("fulltext/search"), { query: "boat", top_k: 1000 }))).toEqual(["stays"]);
    expect((await call("GET", of("fulltext/stats"))).body.document_count).toBe(1);
  } finally {
    clock.now = began;
  }
});

test("with the last vector goes the length that all of them had to have", async () => {
  const { call } = await tenant();
  await call("POST", of("vectors"), { vectors: [{ id: "b", values: [1, 2] }] });
  expect((await call("POST", of("vectors"), { vectors: [{ id: "a", values: [1, 2, 3] }] })).status).toBe(400);
  await call("POST", of("vectors/delete"), { ids: ["b"] });
  expect((await call("POST", of("query"), { vector: [1, 2, 3] })).body).toEqual({ results: [] });
  expect((await call("POST", of("hybrid"), { text: "boat", vector: [1, 2, 3] })).body).toEqual({ results: [] });
  expect((await call("POST", of("vectors"), { vectors: [{ id: "a", values: [1, 2, 3] }] })).status).toBe(200);
  expect(hits(await call("POST", of("query"), { vector: [1, 2, 3] }))).toEqual(["a"]);
});

test("a cell that was brought to an older schema refuses an expiry, and goes on with what it has", async () => {
  const { call } = await tenant();
  await call("POST", of("upsert-text"), { documents: [{ id: "a", text: "A boat.", ttl_seconds: 60 }] });
  const { steps } = (await call("POST", of("migrate"), { target_version: 6 })).body;
  expect(steps[0].description).toContain("those that were to expire stay");
  const kept = await call("POST", of("upsert-text"), { documents: [{ id: "b", text: "A boat.", ttl_seconds: 60 }] });
  expect(kept.status, kept.text).toBe(409);
  expect((await call("POST", of("upsert-text"), { documents: [{ id: "c", text: "A boat." }] })).status).toBe(200);
  expect(hits(await call("POST", of("fulltext/search"), { query: "boat" })).sort()).toEqual(["a", "c"]);
  expect((await call("GET", of("export"))).status).toBe(200);
});
