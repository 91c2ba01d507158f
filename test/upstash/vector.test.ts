import { describe, expect, test } from "vitest";
import { standIn } from "./vectors";

const [east, north] = [
  [1, 0],
  [0, 1],
];

describe("the stand-in for Upstash Vector", () => {
  test("takes one or many, and answers a batch of one as one query", async () => {
    const { client, post } = standIn();
    const here = { namespace: "here" };
    expect(await client.upsert({ id: 1, vector: east }, here)).toBe("Success");
    const b = { id: "b", vector: north, metadata: { c: "x" }, data: "north" };
    expect(await post("/upsert/here", [b])).toEqual({ status: 200, result: "Success" });
    const toEast = { vector: east, topK: 1 };
    expect(await client.query(toEast, here)).toEqual([{ id: "1", score: 1 }]);
    expect((await post("/query/here", [toEast])).result).toEqual([{ id: "1", score: 1 }]);
    expect(await client.queryMany([toEast], here)).toEqual([[{ id: "1", score: 1 }]]);
    const toNorth = { vector: north, topK: 1, includeMetadata: true, includeData: true, includeVectors: true };
    expect(await client.queryMany([toEast, toNorth], here)).toEqual([[{ id: "1", score: 1 }], [{ ...b, score: 1 }]]);
    expect(await client.query(toEast)).toEqual([]);
    expect(await client.query({ vector: north, topK: 5 }, here)).toHaveLength(2);
  });

  test("reads, pages, changes and deletes by id, prefix and filter", async () => {
    const { client } = standIn();
    const here = client.namespace("here");
    const ids = ["a1", "b1", "a2", "b2", "a3"];
    await here.upsert(ids.map((id, n) => ({ id, vector: [n, 1], metadata: { n, deep: { kept: true, gone: 1 } } })));
    expect(await here.fetch(["b1", "none", "a1"])).toEqual([{ id: "b1" }, null, { id: "a1" }]);
    expect(await here.fetch({ prefix: "a" })).toEqual([{ id: "a1" }, { id: "a2" }, { id: "a3" }]);
    const first = await here.range({ cursor: 0, limit: 2 });
    expect(first.vectors.map(({ id }) => id)).toEqual(["a1", "b1"]);
    // What goes meanwhile makes nothing else be passed over.
    expect(await here.delete("a1")).toEqual({ deleted: 1 });
    const second = await here.range({ cursor: first.nextCursor, limit: 3 });
    expect(second).toEqual({ nextCursor: "", vectors: [{ id: "a2" }, { id: "b2" }, { id: "a3" }] });
    expect((await here.range({ cursor: "", limit: 1, prefix: "b" })).vectors).toEqual([{ id: "b1" }]);

    const patch = { id: "a2", metadata: { deep: { gone: null, more: 2 } }, metadataUpdateMode: "PATCH" as const };
    expect(await here.update(patch)).toEqual({ updated: 1 });
    expect(await here.update({ id: "none", metadata: {} })).toEqual({ updated: 0 });
    const [told] = await here.fetch(["a2"], { includeMetadata: true, includeVectors: true });
    expect(told).toEqual({ id: "a2", vector: [2, 1], metadata: { n: 2, deep: { kept: true, more: 2 } } });
    await here.update({ id: "a2", metadata: { n: 7 } });
    expect(await here.fetch(["a2"], { includeMetadata: true })).toEqual([{ id: "a2", metadata: { n: 7 } }]);

    expect(await here.delete({ prefix: "b" })).toEqual({ deleted: 2 });
    expect(await here.delete({ filter: "n > 6" })).toEqual({ deleted: 1 });
    expect(await here.delete({ ids: ["a3", "a3", "none"] })).toEqual({ deleted: 1 });
    expect((await here.range({ cursor: 0, limit: 5 })).vectors).toEqual([]);
  });

  test("founds a namespace with its first vector, empties, renames and deletes it", async () => {
    const { client, post } = standIn({ maxNamespaces: 3 });
    const names = () => client.listNamespaces();
    await client.namespace("one").query({ vector: east, topK: 1 });
    expect(await names()).toEqual([""]);
    for (const namespace of ["one", "two"]) await client.upsert({ id: "a", vector: east }, { namespace });
    expect(await names()).toEqual(["", "one", "two"]);
    await expect(client.upsert({ id: "a", vector: east }, { namespace: "three" })).rejects.toThrow(/^400 .*namespaces/);
    await client.reset({ namespace: "one" });
    expect(await client.namespace("one").fetch(["a"])).toEqual([null]);
    expect(await client.namespace("two").fetch(["a"])).toEqual([{ id: "a" }]);
    expect(await post("/rename-namespace", { namespace: "two", newNamespace: "one" })).toMatchObject({ status: 400 });
    const renamed = await post("/rename-namespace", { namespace: "two", newNamespace: "one", deleteExisting: true });
    expect(renamed.status).toBe(200);
    expect(await names()).toEqual(["", "one"]);
    expect(await client.namespace("one").fetch(["a"])).toEqual([{ id: "a" }]);
    expect(await client.deleteNamespace("one")).toBe("Success");
    await expect(client.deleteNamespace("one")).rejects.toThrow("404 Namespace one does not exist");
    await expect(client.deleteNamespace("")).rejects.toThrow(/^400 /);
    expect(await names()).toEqual([""]);
  });

  test("gives a resumable query piece by piece, by its id alone, until it is ended or idle for too long", async () => {
    const { client, clock, post } = standIn();
    const here = client.namespace("here");
    await here.upsert([3, 1, 2, 4].map((n) => ({ id: `${n}`, vector: [10 - n, n] })));
    const ask = { vector: east, topK: 2, maxIdle: 60 };
    const { result, fetchNext, stop } = await here.resumableQuery(ask);
    const ids = (hits: { id: string | number }[]) => hits.map(({ id }) => id);
    expect(ids(result)).toEqual(["1", "2"]);
    clock.now += 59_000;
    expect(ids(await fetchNext(1))).toEqual(["3"]);
    clock.now += 59_000;
    expect(ids(await fetchNext(5))).toEqual(["4"]);
    expect(await fetchNext(5)).toEqual([]);
    expect(await stop()).toBe("Success");
    const { uuid } = (await post("/resumable-query/here", ask)).result as { uuid: string };
    clock.now += 60_001;
    expect(await post("/resumable-query-next", { uuid, additionalK: 1 })).toMatchObject({ status: 404 });
  });

  test("refuses as documented", async () => {
    const { client, post, fetched } = standIn({ readOnlyToken: "for reading" });
    const said = (path: string, body: unknown, init?: RequestInit) =>
      post(path, body, init).then(({ status, error }) => `${status} ${error}`);
    expect(await said("/info", [], { headers: { authorization: "Bearer other" } })).toBe(
      "401 Unauthorized: Invalid auth token",
    );
    expect(await said("/upsert", { id: "a", vector: [1] })).toBe("422 Invalid vector dimension: 1, expected: 2");
    expect(await said("/query", { vector: [1, 2, 3] })).toBe("422 Invalid vector dimension: 3, expected: 2");
    expect(await said("/delete", {})).toMatch("422 Only and only one of the ids, prefix, or filter must be provided.");
    expect(await said("/delete", { ids: ["a"], prefix: "a" })).toMatch("422 Only and only one");
    expect(await said("/fetch", {})).toBe("422 Only one of ids or prefix must be provided.");
    expect(await said("/nothing", {})).toMatch(/^404 /);
    expect(await said("/query/a/b", { vector: east })).toMatch(/^404 /);
    expect(await said("/query/%zz", { vector: east })).toMatch(/^400 /);
    expect(await said("/upsert", [])).toMatch(/^422 /);
    expect((await fetched("/upsert", { body: "{" })).status).toBe(422);
    expect((await fetched("/upsert", { method: "PUT" })).status).toBe(405);
    expect((await fetched("/info", { method: "GET" })).status).toBe(200);
    await expect(client.upsert({ id: "a", data: "some text" })).rejects.toThrow(
      "422 Embedding data for this index is not allowed.",
    );
    await expect(client.query({ data: "some text", topK: 1 })).rejects.toThrow("422 Embedding data");
    const readOnly = { headers: { authorization: "Bearer for reading" } };
    expect(await said("/upsert", { id: "a", vector: east }, readOnly)).toMatch(/^403 /);
    expect((await post("/query", { vector: east }, readOnly)).status).toBe(200);
  });

  test("holds its limits: 1,000 a batch, 48 KB of metadata, and all of a batch or none", async () => {
    const { client, post } = standIn();
    const many = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `${n}`, vector: east }));
    expect(await post("/upsert", many(1_001))).toMatchObject({ status: 400 });
    expect(await post("/upsert", [...many(5), { id: "bad", vector: [1] }])).toMatchObject({ status: 422 });
    expect(await client.info()).toMatchObject({ vectorCount: 0 });
    expect(await client.upsert(many(1_000))).toBe("Success");
    const sized = (size: number) => ({ id: "a", vector: east, metadata: { t: "x".repeat(size - 8) } });
    expect(await client.upsert(sized(48 * 1024))).toBe("Success");
    await expect(client.upsert(sized(48 * 1024 + 1))).rejects.toThrow(/^400 Metadata/);
    await expect(client.query({ vector: east, topK: 1_001 })).rejects.toThrow(/^400 topK/);
    await expect(client.query({ vector: east, topK: 0 })).rejects.toThrow(/^422 topK/);
  });

  // What the published client does with a namespace that nobody checked: whoever calls it has to.
  test("resolves paths as a URL does, so that a name that climbs reaches another namespace", async () => {
    const { client, log } = standIn();
    await client.namespace("victim").upsert({ id: "theirs", vector: east });
    const escaped = await client.range({ cursor: 0, limit: 5 }, { namespace: "x/../victim" });
    expect(escaped.vectors).toEqual([{ id: "theirs" }]);
    expect(await client.query({ vector: east, topK: 1 }, { namespace: "%2e%2e/query/victim" })).toHaveLength(1);
    expect(log.at(-1)?.path).toBe("/query/victim");
    await expect(client.query({ vector: east, topK: 1 }, { namespace: ".." })).rejects.toThrow(/^404 /);
    expect(await client.query({ vector: east, topK: 1 }, { namespace: "#victim" })).toEqual([]);
    expect(await client.query({ vector: east, topK: 1 }, { namespace: "../reset?all=" })).toBe("Success");
    expect(await client.namespace("victim").fetch(["theirs"])).toEqual([null]);
    await client.namespace("victim").upsert({ id: "theirs", vector: east });
    await client.reset({ namespace: "?all" });
    expect(await client.namespace("victim").fetch(["theirs"])).toEqual([null]);
    expect(await client.listNamespaces()).toEqual(["", "victim"]);
  });
});
