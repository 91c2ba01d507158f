import { expect, test } from "vitest";
import { tenant } from "./tenant";

const path = "/v1/collections/pages/documents";

/** Ten documents: n 0 to 9, kind even or odd, day 1 to 3. */
async function ten() {
  const ada = await tenant();
  const documents = Array.from({ length: 10 }, (_, n) => ({
    document_id: `d${n}`,
    n,
    kind: n % 2 ? "odd" : "even",
    text: `number ${n}`,
    day: `2026-01-0${1 + (n % 3)}T0${n}:00:00Z`,
    tags: n % 2 ? ["a"] : ["a", "b"],
  }));
  expect((await ada.call("POST", path, { documents })).status).toBe(200);
  return ada;
}

test("a document is put, replaced and merged; vectors and text follow", async () => {
  const ada = await ten();
  const made = await ada.call("PUT", `${path}/new`, { title: "Put", deep: { a: 1, b: 2 } });
  expect(made).toMatchObject({ status: 200, body: { document_id: "new", title: "Put" } });
  const merged = await ada.call("PATCH", "/v1/documents/new", { deep: { b: null, c: 3 } });
  expect(merged.body).toMatchObject({ title: "Put", deep: { a: 1, c: 3 } });
  expect(merged.body.deep).not.toHaveProperty("b");
  const replaced = await ada.call("PUT", "/v1/documents/new", { only: true });
  expect(replaced.body).toMatchObject({ only: true });
  expect(replaced.body).not.toHaveProperty("title");
  expect((await ada.call("PUT", "/v1/documents/never", { a: 1 })).status).toBe(404);
  await ada.call("POST", "/v1/collections", { collection_name: "other" });
  expect((await ada.call("PUT", "/v1/collections/other/documents/new", { a: 1 })).status).toBe(409);
  expect((await ada.call("GET", "/v1/documents/new")).body).toMatchObject({ only: true });
});

test("a batch tells of each document; a filter tells how many; nothing at all means nothing", async () => {
  const ada = await ten();
  const updates = [
    { document_id: "d1", seen: true },
    { document_id: "none", seen: true },
  ];
  expect((await ada.call("POST", `${path}/batch`, { updates })).body).toMatchObject({
    updated_count: 1,
    failed_count: 1,
    results: [
      { document_id: "d1", success: true },
      { document_id: "none", success: false },
    ],
  });
  const where = { filters: { kind: "odd" }, update_data: { seen: "all" } };
  expect((await ada.call("POST", `${path}/batch`, where)).body).toMatchObject({ updated_count: 5 });
  expect((await ada.call("PATCH", `${path}/bulk`, { update_data: { every: 1 } })).body.updated_count).toBe(10);
  for (const body of [
    {},
    { filters: {} },
    { document_ids: [] },
    { filters: null },
    { document_ids: ["d1"], filters: { n: 1 } },
  ])
    expect((await ada.call("DELETE", `${path}/batch`, body)).status, JSON.stringify(body)).toBe(422);
  expect((await ada.call("DELETE", `${path}/batch`, { document_ids: ["d0", "none"] })).body).toMatchObject({
    deleted_count: 1,
    failed_count: 1,
  });
  const odd = await ada.call("DELETE", `${path}/batch`, {
    filters: { AND: [{ field: "kind", operator: "eq", value: "odd" }] },
  });
  expect(odd.body).toMatchObject({ deleted_count: 5 });
  const left = await ada.call("POST", `${path}/list`, {});
  expect(left.body.results.map((one: { n: number }) => one.n)).toEqual([2, 4, 6, 8]);
});

test("a list is searched, filtered, sorted, projected, grouped and paged; cursors stay true while others write", async () => {
  const ada = await ten();
  const list = async (body: object, query = "") => (await ada.call("POST", `${path}/list${query}`, body)).body;
  const ns = (body: { results: { n: number }[] }) => body.results.map((one) => one.n);
  expect(ns(await list({ filters: { kind: "odd" }, sort: { field: "n", direction: "desc" } }))).toEqual([
    9, 7, 5, 3, 1,
  ]);
  expect(ns(await list({ search: "number 7" }))).toEqual([7]);
  const chosen = await list({ select: ["kind", "tags.0"], limit: 1 });
  expect(Object.keys(chosen.results[0])).toEqual(expect.arrayContaining(["kind", "document_id"]));
  expect(chosen.results[0]).not.toHaveProperty("text");
  const groups = await list({ group_by: "kind" });
  expect(groups.groups).toMatchObject([
    { group_key: "even", count: 5 },
    { group_key: "odd", count: 5 },
  ]);
  const seen: number[] = [];
  const sort = { field: "day", direction: "asc" };
  let cursor: string | null = null;
  do {
    const body: { results: { n: number }[]; pagination: { next_cursor: string | null } } = await list({
      sort,
      limit: 3,
      cursor,
    });
    seen.push(...ns(body));
    cursor = body.pagination.next_cursor;
    await ada.call("POST", path, { day: "2025-01-01T00:00:00Z", n: -1 });
    await ada.call("DELETE", `/v1/documents/d${seen[0]}`);
  } while (cursor);
  expect(seen).toEqual([0, 3, 6, 9, 1, 4, 7, 2, 5, 8]);
  const first = await list({ sort, limit: 3 });
  const foreign = await list({ sort: { field: "n" }, cursor: first.pagination.next_cursor });
  expect(foreign.status).toBe(422);
  const vectors = await list({ limit: 1, return_vectors: true });
  expect(vectors.results[0]._vectors["text_extractor@v1"]).toHaveLength(384);
});

test("documents are grouped and measured", async () => {
  const ada = await ten();
  const ask = async (body: object) => (await ada.call("POST", `${path}/aggregate`, body)).body;
  const byKind = await ask({
    group_by: [{ field: "kind" }],
    aggregations: [
      { function: "count", alias: "many" },
      { function: "sum", field: "n", alias: "sum" },
      { function: "avg", field: "n", alias: "mean" },
    ],
    sort_by: "sum",
  });
  expect(byKind).toMatchObject({
    total_groups: 2,
    results: [
      { group: { kind: "odd" }, metrics: { many: 5, sum: 25, mean: 5 } },
      { group: { kind: "even" }, metrics: { many: 5, sum: 20, mean: 4 } },
    ],
  });
  const byDay = await ask({
    group_by: [{ field: "day", alias: "on", date_trunc: "day" }],
    aggregations: [{ function: "count", alias: "many" }],
    having: [{ field: "many", operator: "gt", value: 3 }],
  });
  expect(byDay.results).toEqual([{ group: { on: "2026-01-01T00:00:00.000Z" }, metrics: { many: 4 } }]);
  const byTag = await ask({
    group_by: [{ field: "tags" }],
    unwind: "tags",
    aggregations: [{ function: "count", alias: "many" }],
    filters: { n: { gte: 5 } },
    sort_by: "many",
  });
  expect(byTag.results.map((one: { metrics: { many: number } }) => one.metrics.many)).toEqual([5, 2]);
  const ranges = await ask({
    group_by: [{ field: "n" }],
    range_buckets: [{ field: "n", boundaries: [0, 5, 8], default_bucket: "more" }],
    aggregations: [{ function: "max", field: "n", alias: "top" }],
    sort_by: "top",
  });
  expect(ranges.results.map((one: { group: object }) => one.group)).toEqual([
    { n: "more" },
    { n: "5-8" },
    { n: "0-5" },
  ]);
});
