import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { compile } from "../src/cell/filter";
import { Filtered } from "../src/cell/filtered";
import { PayloadIndex } from "../src/cell/payload-index";
import { SearchIndex } from "../src/cell/search-index";
import { indexTypes } from "../src/engine/filter/indexed";
import { parseFilter } from "../src/engine/filter/parse";
import type { Id } from "../src/kit/id";
import { library, seed } from "./filter-library";
import { means } from "./filter-meaning";
import { indexed, random, someFilter } from "./filter-reference";
import { clock } from "./tenant";

const shelf = (sql: SqlStorage) => {
  const index = new SearchIndex(sql);
  index.load();
  const payload = new PayloadIndex(sql);
  return { index, payload, filtered: new Filtered(sql, index, payload) };
};

/** How SQLite means to go about a filter. */
function plan(sql: SqlStorage, payload: PayloadIndex, filter: object): string {
  const { where, operands } = compile(parseFilter(filter), payload.fieldOf);
  const explain = `EXPLAIN QUERY PLAN SELECT seq FROM documents WHERE ${where}`;
  const rows = where.includes("?1") ? sql.exec(explain, operands) : sql.exec(explain);
  return [...rows].map(({ detail }) => detail).join("\n");
}

test("a declared field of each type makes its filters search an index, and read no document", async () => {
  const { stub } = await library("plans", indexed, 30);
  const byValue = "SEARCH payload USING PRIMARY KEY (field=? AND kind=? AND value";
  const filters: [type: string, filter: object][] = [
    ["keyword", { category: "red" }],
    ["keyword", { field: "category", operator: "eq", value: "RED", case_sensitive: false }],
    ["keyword", { field: "tags", operator: "in", value: ["red", "blue", 5, null, true] }],
    ["keyword", { field: "author.name", operator: "starts_with", value: "r" }],
    ["integer", { field: "count", operator: "gte", value: 5 }],
    [
      "float",
      {
        AND: [
          { field: "price", operator: "gt", value: 0.1 },
          { field: "price", operator: "lt", value: "5.5" },
        ],
      },
    ],
    ["bool", { flag: true }],
    ["datetime", { field: "when", operator: "lte", value: "2026-11-20T12:00:00Z" }],
    ["text", { field: "about", operator: "text", value: "dog runs" }],
    ["uuid", { OR: [{ uid: "red" }, { field: "uid", operator: "ne", value: "blue" }] }],
  ];
  await runInDurableObject(stub, (_, { storage: { sql } }) => {
    const { payload } = shelf(sql);
    for (const [type, filter] of filters) {
      const told = plan(sql, payload, filter);
      expect(told, JSON.stringify(filter)).toContain(byValue);
      expect(told, JSON.stringify(filter)).not.toContain("SCAN documents");
      expect(compile(parseFilter(filter), payload.fieldOf).unsure, type).toBeUndefined();
    }
    // What cannot be looked up reads the index of the one field, or, undeclared or without an operator, the documents.
    expect(plan(sql, payload, { field: "category", operator: "contains", value: "e" })).toContain("SEARCH payload");
    expect(plan(sql, payload, { title: "red" })).toContain("SCAN documents");
    expect(plan(sql, payload, { spot: "red" })).toContain("SCAN documents");
    expect(plan(sql, payload, { AND: [{ title: "red" }, { category: "red" }] })).not.toContain("SCAN documents");
  });
  const covered = new Set([...filters.map(([type]) => type), "geo"]);
  expect(indexTypes.filter((type) => !covered.has(type))).toEqual([]);
});

test("an index that is declared later covers what was there before, and one that is dropped is used no more", async () => {
  const { docs, stub, organizationId } = await library("later", {}, 120);
  const pass = { organizationId, keyId: "key_1" as Id<"key">, config: null, collections: null, now: clock.now };
  const declared = Object.entries(indexed).map(([field, type]) => ({ field, type }));
  expect(await stub.declareIndexes(pass, declared)).toMatchObject({ ok: true });
  const agree = () =>
    runInDurableObject(stub, (_, { storage: { sql } }) => {
      const { index, filtered } = shelf(sql);
      const ids = new Map([...sql.exec("SELECT seq, id FROM documents")].map(({ seq, id }) => [seq, id]));
      const r = random(seed + 3);
      for (let n = 0; n < 200; n++) {
        const given = someFilter(r);
        const slots = [...filtered.slots(parseFilter(given), null)];
        const found = slots.map((slot) => ids.get(index.slots.seqOf(slot)));
        const meant = docs.filter((doc) => means(doc, given)).map(({ id }) => id);
        expect(found.sort(), JSON.stringify(given)).toEqual(meant.sort());
      }
      return sql.exec("SELECT count(*) AS n FROM payload").one().n;
    });
  // Not made yet: filters read the documents.
  expect(await agree()).toBe(0);
  await runInDurableObject(stub, (_, { storage: { sql } }) => {
    expect(plan(sql, new PayloadIndex(sql), { category: "red" })).toContain("SCAN documents");
  });
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  const entries = await agree();
  expect(entries).toBeGreaterThan(1000);
  await runInDurableObject(stub, (_, { storage: { sql } }) => {
    expect(plan(sql, new PayloadIndex(sql), { category: "red" })).toContain("SEARCH payload");
  });
  // Declaring the same again keeps what is there; a type that changes is made anew; what is left out goes.
  await stub.declareIndexes(pass, declared);
  expect(await agree()).toBe(entries);
  await stub.declareIndexes(pass, [{ field: "category", type: "text" }]);
  expect(await agree()).toBe(0);
  await runDurableObjectAlarm(stub);
  expect(await agree()).toBeGreaterThan(0);
});

test("an index follows its documents: changed, replaced, removed", async () => {
  const { call, collections, docs, stub } = await library("follows", indexed, 60);
  const [first = ""] = collections;
  const { length } = docs.filter(({ collection }) => collection === first);
  const count = (value: unknown) =>
    runInDurableObject(
      stub,
      (_, { storage: { sql } }) => shelf(sql).filtered.slots(parseFilter({ category: value }), null).length,
    );
  await call("POST", `/v1/collections/${first}/documents`, { document_id: "new", category: ["fresh", "new"] });
  expect([await count("fresh"), await count("new"), await count("stale")]).toEqual([1, 1, 0]);
  await call("PATCH", "/v1/documents/new", { category: "stale" });
  expect([await count("fresh"), await count("stale")]).toEqual([0, 1]);
  await call("PUT", `/v1/collections/${first}/documents/new`, { other: 1 });
  expect(await count("stale")).toBe(0);
  await call("PATCH", `/v1/collections/${first}/documents/bulk`, { update_data: { category: "all" } });
  expect(await count("all")).toBe(length + 1);
  await call("DELETE", "/v1/documents/new");
  expect(await count("all")).toBe(length);
  await call("DELETE", `/v1/collections/${first}`);
  expect(await count("all")).toBe(0);
});
