import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { random } from "./filter-reference";
import { cellBytes } from "./stored";
import { caller, organization, tenant } from "./tenant";
import { bytes } from "./worlds";

const of = (path: string) => `/v1/namespaces/main/${path}`;
const hits = (reply: { body: { results: { id: string }[] } }) => reply.body.results.map(({ id }) => id);

test("what is upserted as a vector is queried, fetched, exported, counted, changed and deleted", async () => {
  const { call } = await tenant();
  expect((await call("POST", of("query"), { vector: [1, 0] })).body).toEqual({ results: [] });
  const vectors = [
    { id: "east", values: [1, 0], metadata: { way: "e", text: "A boat on the river." } },
    { id: "north", values: [0, 2], metadata: { way: "n" } },
    { id: "bare", values: [-1, 0] },
  ];
  const put = await call("POST", of("vectors"), { vectors });
  expect(put).toMatchObject({ status: 200, body: { upserted_count: 3 } });
  const asked = { vector: [1, 0.1], top_k: 2, include_values: true, include_metadata: true };
  const found = (await call("POST", of("query"), asked)).body.results;
  expect(found.map(({ id }: { id: string }) => id)).toEqual(["east", "north"]);
  expect(found[0]).toEqual({
    id: "east",
    score: expect.closeTo(1 / Math.hypot(1, 0.1), 5),
    vector: [1, 0],
    metadata: vectors[0]?.metadata,
  });
  expect((await call("POST", of("query"), { vector: [1, 0], include_metadata: false, top_k: 1 })).body).toEqual({
    results: [{ id: "east", score: expect.closeTo(1, 5) }],
  });
  const queries = [asked, { ...asked, vector: [-1, 0], top_k: 1 }];
  const batch = (await call("POST", of("batch-query"), { queries })).body.results;
  expect(batch.map((one: { results: { id: string }[] }) => one.results[0]?.id)).toEqual(["east", "bare"]);
  const fetched = await call("POST", of("fetch"), { ids: ["bare", "never", "east"] });
  expect(fetched.body.vectors).toEqual([{ ...vectors[2], metadata: {} }, vectors[0]]);
  const first = (await call("POST", of("export"), { top_k: 2 })).body;
  expect(first).toMatchObject({ vectors: vectors.slice(0, 2), total_count: 3, returned_count: 2 });
  const second = (await call("POST", of("export"), { top_k: 2, cursor: first.next_cursor, include_vectors: false }))
    .body;
  expect(second).toEqual({
    vectors: [{ id: "bare", metadata: {} }],
    total_count: 3,
    returned_count: 1,
    next_cursor: null,
  });
  expect((await call("POST", of("vectors/count"), {})).body).toEqual({ count: 3, namespace: "main" });
  expect((await call("POST", of("vectors/count"), { filter: { way: { $exists: true } } })).body.count).toBe(2);
  expect((await call("GET", of("stats"))).body).toMatchObject({ indexed_vectors: 3, dimension: 2, size_bytes: 24 });
  expect((await call("GET", "/v1/namespaces/main")).body.dimension).toBe(2);
  const update = { filter: { way: "n" }, update: { way: null, seen: 1 } };
  expect((await call("POST", of("vectors/bulk-update"), update)).body).toEqual({ updated: 1, failed: 0, errors: [] });
  expect((await call("POST", of("fetch"), { ids: ["north"] })).body.vectors).toEqual([
    { id: "north", values: [0, 2], metadata: { seen: 1 } },
  ]);
  expect((await call("POST", of("vectors/delete"), { ids: ["bare", "never"] })).body).toEqual({ deleted_count: 1 });
  expect((await call("POST", of("vectors/bulk-delete"), { filter: { seen: 1 } })).body).toMatchObject({ deleted: 1 });
  expect(hits(await call("POST", of("query"), { vector: [1, 1] }))).toEqual(["east"]);
  expect((await call("POST", of("vectors/delete"), { delete_all: true })).body).toEqual({ deleted_count: 1 });
  for (const work of ["flush", "compact"]) expect((await call("POST", of(work))).body.status).toBe("ok");
});

test("a vector and a text of one id are one record, found by either and by both", async () => {
  const { call } = await tenant();
  await call("POST", of("fulltext/index"), { documents: [{ id: "a", text: "A boat.", metadata: { n: 1 } }] });
  await call("POST", of("vectors"), {
    vectors: [
      { id: "a", values: [1, 0] },
      { id: "b", values: [0, 1], metadata: { text: "A boat in the harbour." } },
      { id: "c", values: [0.6, 0.8] },
    ],
  });
  const [a] = (await call("POST", of("fetch"), { ids: ["a"] })).body.vectors;
  expect(a).toEqual({ id: "a", values: [1, 0], text: "A boat.", metadata: { n: 1 } });
  expect(hits(await call("POST", of("fulltext/search"), { query: "boats" })).sort()).toEqual(["a", "b"]);
  const hybrid = async (vector_weight: number, vector?: number[]) =>
    (await call("POST", of("hybrid"), { text: "boat", vector, vector_weight })).body.results;
  expect((await hybrid(1, [0, 1])).map(({ id }: { id: string }) => id)).toEqual(["b", "c", "a"]);
  const [best, ...others] = await hybrid(0.9, [0, 1]);
  expect(best).toMatchObject({
    id: "b",
    vector_score: expect.closeTo(1, 5),
    metadata: { text: "A boat in the harbour." },
  });
  expect(best.text_score).toBeGreaterThan(0);
  expect(others.find(({ id }: { id: string }) => id === "c")).toMatchObject({
    vector_score: expect.closeTo(0.8, 5),
    text_score: 0,
  });
  expect((await hybrid(0.1, [0, 1]))[0].id).toBe("a");
  expect((await hybrid(0, [0, 1])).map(({ id }: { id: string }) => id)).toEqual(["a", "b"]);
  // A text put anew is a record anew.
  await call("POST", of("upsert-text"), { documents: [{ id: "a", text: "A tug." }] });
  expect((await call("POST", of("fetch"), { ids: ["a"] })).body.vectors).toEqual([
    { id: "a", text: "A tug.", metadata: {} },
  ]);
  expect(hits(await call("POST", of("query"), { vector: [1, 0] }))).toEqual(["c", "b"]);
  const [told] = (await call("POST", of("query-text"), { text: "tug", include_vectors: true })).body.results;
  expect(told.vector).toHaveLength(384);
  expect((await call("GET", of("fulltext/stats"))).body).toEqual({
    document_count: 2,
    unique_terms: expect.any(Number),
    avg_doc_length: expect.any(Number),
  });
  expect((await call("POST", of("fulltext/delete"), { ids: ["b"] })).body).toEqual({ deleted_count: 1 });
  expect(hits(await call("POST", of("query"), { vector: [0, 1] }))).toEqual(["c"]);
});

test("distances are the namespace's own, or the query's", async () => {
  const home = await organization();
  await home.call("PUT", "/v1/namespaces/main", { dimension: 2, distance: "dot_product" });
  const call = caller(home.key);
  const vectors = [
    { id: "long", values: [3, 3] },
    { id: "near", values: [1, 0.5] },
    { id: "same", values: [1, 0] },
  ];
  await call("POST", of("upsert-columns"), {
    ids: vectors.map(({ id }) => id),
    vectors: vectors.map(({ values }) => values),
    attributes: { n: [1, 2, 3] },
    dimension: 2,
  });
  const ask = async (distance_metric?: string, filter?: object) =>
    (await call("POST", of("query"), { vector: [1, 0], distance_metric, filter })).body.results.map(
      ({ id, score }: { id: string; score: number }) => [id, score],
    );
  expect(await ask()).toEqual([
    ["long", 3],
    ["near", 1],
    ["same", 1],
  ]);
  expect(await ask("euclidean")).toEqual([
    ["same", 1],
    ["near", expect.closeTo(1 / 1.5, 6)],
    ["long", expect.closeTo(1 / (1 + Math.hypot(2, 3)), 6)],
  ]);
  expect((await ask("cosine")).map(([id]: [string]) => id)).toEqual(["same", "near", "long"]);
  expect(await ask("euclidean", { n: { $lt: 3 } })).toHaveLength(2);
  expect((await call("POST", of("vectors"), { vectors: [{ id: "x", values: [1, 2, 3] }] })).body.code).toBe(
    "DIMENSION_MISMATCH",
  );
});

test("long vectors are found as they are, by a cell that has just woken too", async () => {
  const { call, namespaceId, id } = await tenant();
  const r = random(7);
  const all = Array.from({ length: 300 }, (_, n) => ({
    id: `v${n}`,
    values: Array.from({ length: 3072 }, () => r(9) - 4),
  }));
  for (const from of [0, 150]) {
    const put = await call("POST", of("vectors"), { vectors: all.slice(from, from + 150) });
    expect(put.body).toEqual({ upserted_count: 150 });
  }
  const vector = all[7]?.values ?? [];
  const length = (a: number[]) => Math.hypot(...a);
  const cosine = (a: number[]) =>
    a.reduce((sum, one, i) => sum + one * (vector[i] ?? 0), 0) / length(a) / length(vector);
  const best = all.toSorted((a, b) => cosine(b.values) - cosine(a.values)).slice(0, 5);
  const ask = async () => (await call("POST", of("query"), { vector, top_k: 5 })).body.results;
  const wanted = best.map(({ id, values }) => ({ id, score: expect.closeTo(cosine(values), 5), metadata: {} }));
  expect(await ask()).toEqual(wanted);
  // What is under way outside would keep the cell from being put to sleep.
  await env.CELL.getByName(namespaceId).moveVectors(id, { forMs: 5_000 });
  await evictDurableObject(env.CELL.getByName(namespaceId));
  expect(await ask()).toEqual(wanted);
  const page = (await call("POST", of("export"), { top_k: 10_000 })).body;
  expect(page).toMatchObject({ total_count: 300, returned_count: 300, next_cursor: null });
});

test("what is not right is refused in the published words, and nothing of it is stored", async () => {
  const { call, namespaceId } = await tenant();
  await call("POST", of("vectors"), { vectors: [{ id: "a", values: [1, 0] }] });
  const before = await cellBytes(namespaceId);
  const good = { id: "b", values: [1, 1] };
  const refusals: [string, object, number, string][] = [
    ["vectors", { vectors: [good, { id: "c", values: [1] }] }, 400, "DIMENSION_MISMATCH"],
    ["vectors", { vectors: [good, { id: "c", values: [] }] }, 400, "EMPTY_VECTOR"],
    ["vectors", { vectors: [good, { id: "c", values: [1, 1e39] }] }, 400, "INVALID_REQUEST"],
    ["vectors", { vectors: [good, { id: "c d", values: [1, 1] }] }, 400, "INVALID_REQUEST"],
    ["vectors", { vectors: [good, { id: "c", values: [1, 1], ttl: 1 }] }, 400, "INVALID_REQUEST"],
    ["vectors", { vectors: [good, { id: "c", values: [1, 1], ttl_seconds: 0 }] }, 400, "INVALID_REQUEST"],
    ["vectors", { vectors: [] }, 400, "INVALID_REQUEST"],
    ["upsert-columns", { ids: ["b", "c"], vectors: [[1, 1]] }, 400, "INVALID_REQUEST"],
    ["upsert-columns", { ids: ["b"], vectors: [[1, 1]], attributes: { n: [1, 2] } }, 400, "INVALID_REQUEST"],
    ["upsert-columns", { ids: ["b"], vectors: [[1, 1]], dimension: 3 }, 400, "DIMENSION_MISMATCH"],
    ["query", { vector: [1, 2, 3] }, 400, "DIMENSION_MISMATCH"],
    ["query", { vector: [] }, 400, "EMPTY_VECTOR"],
    ["query", { vector: [1, 0], filter: { n: { $near: 1 } } }, 400, "INVALID_REQUEST"],
    ["query", { vector: [1, 0], filter: { $nor: [] } }, 400, "INVALID_REQUEST"],
    ["query", { vector: [1, 0], filter: { n: { $regex: "(" } } }, 400, "INVALID_REQUEST"],
    ["hybrid", { text: "boat", vector: [1] }, 400, "DIMENSION_MISMATCH"],
    ["vectors/delete", {}, 400, "INVALID_REQUEST"],
    ["vectors/delete", { ids: [] }, 400, "INVALID_REQUEST"],
    ["vectors/delete", { filter: {} }, 400, "INVALID_REQUEST"],
    ["vectors/delete", { ids: ["a"], delete_all: true }, 400, "INVALID_REQUEST"],
    ["vectors/bulk-delete", { filter: {} }, 400, "INVALID_REQUEST"],
    ["vectors/bulk-update", { filter: {}, update: { n: 1 } }, 400, "INVALID_REQUEST"],
    ["export", { cursor: "elsewhere" }, 400, "INVALID_REQUEST"],
    ["upsert-text", { documents: [{ id: "d", text: "a", ttl: 60 }] }, 400, "INVALID_REQUEST"],
  ];
  for (const [path, body, status, code] of refusals) {
    const reply = await call("POST", of(path), body);
    expect([reply.status, reply.body.code], `${path} ${JSON.stringify(body)} ${reply.text}`).toEqual([status, code]);
    expect(reply.body.error).toBeTypeOf("string");
  }
  expect(await cellBytes(namespaceId)).toEqual(before);
});

test("a key for another namespace is told the same bytes of one that is there and one that is not", async () => {
  const home = await organization();
  for (const namespace_name of ["mine", "main"]) await home.call("POST", "/v1/namespaces", { namespace_name });
  await home.call("POST", of("vectors"), { vectors: [{ id: "a", values: [1, 0] }] });
  const made = await home.call("POST", "/v1/namespaces/mine/keys", { name: "k" });
  const call = caller(made.body.key);
  const asked: [string, string, object?][] = [
    ["vectors", "POST", { vectors: [{ id: "a", values: [1, 0] }] }],
    ["query", "POST", { vector: [1, 0] }],
    ["batch-query", "POST", { queries: [{ vector: [1, 0] }] }],
    ["fetch", "POST", { ids: ["a"] }],
    ["export", "POST", {}],
    ["vectors/delete", "POST", { delete_all: true }],
    ["vectors/count", "POST", {}],
    ["stats", "GET"],
    ["flush", "POST"],
  ];
  for (const [path, method, body] of asked) {
    const [there, never] = [
      await call(method, of(path), body),
      await call(method, `/v1/namespaces/nova/${path}`, body),
    ];
    expect(there.status, path).toBe(403);
    expect(bytes(there).replaceAll("main", "nova"), path).toBe(bytes(never));
    expect((await call(method, `/v1/namespaces/mine/${path}`, body)).status, path).toBe(200);
  }
});
