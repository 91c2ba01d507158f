import { expect, test } from "vitest";
import { read } from "../../src/engine/document";
import { matches } from "../../src/engine/filter/matches";
import { parseFilter } from "../../src/engine/filter/parse";
import { newId } from "../../src/kit/id";
import { accessTo, compileFilter } from "../../src/outside/vectors/filter";
import { metadataOf } from "../../src/outside/vectors/metadata";
import { type Doc, random, someDoc, someFilter } from "../filter-reference";
import { parseFilter as parseUpstash } from "./vector/filter.ts";
import type { JsonObject } from "./vector/json.ts";

const collections = [newId("collection"), newId("collection")];

/** A document as the cell reads it. */
const stored = ({ id, collection, at, body }: Doc) => ({
  id,
  collectionId: collection,
  createdAt: Date.parse(at),
  updatedAt: Date.parse(at),
  fields: body,
  score: undefined,
});

/** An entry's metadata as Upstash has them: through JSON, and with nothing but what JSON can hold. */
const sent = (fields: object, collection = collections[0] ?? ""): JsonObject =>
  JSON.parse(
    JSON.stringify(metadataOf({ id: "1.1", vector: new Float32Array(2), collection, fields: { ...fields } }, false)),
  );

/** What a filter is at Upstash, as it is read there; whatever its documents leave open, as it is answered. */
const asked = (filter: object) => {
  const compiled = compileFilter(parseFilter(filter));
  if (compiled === undefined) return undefined;
  const test = parseUpstash(compiled);
  return (metadata: JsonObject, open: boolean) => test(metadata, open);
};

test("whoever passes one of 4,000 random filters passes what it compiles to, whatever Upstash leaves open", () => {
  const r = random(5);
  const docs = Array.from({ length: 150 }, (_, n) => someDoc(r, n, collections));
  const metadata = docs.map(({ body, collection }) => sent(body, collection));
  const told = { compiled: 0, kept: 0, matching: 0, out: 0 };
  for (let n = 0; n < 4_000; n++) {
    const given = JSON.parse(JSON.stringify(someFilter(r)));
    const filter = parseFilter(given);
    const passes = asked(given);
    if (!passes) continue;
    told.compiled++;
    docs.forEach((doc, i) => {
      const document = stored(doc);
      const matching = matches((path) => read(document, path), filter);
      for (const open of [false, true]) {
        const passed = passes(metadata[i] ?? {}, open);
        if (matching) expect(passed, `${JSON.stringify(given)} ${JSON.stringify(doc.body)}`).toBe(true);
        if (matching) told.matching++;
        else if (passed) told.kept++;
        else told.out++;
      }
    });
  }
  // A filter that lets everybody through would be as right, and of no use.
  expect(told.compiled).toBeGreaterThan(800);
  expect(told.matching).toBeGreaterThan(1_000);
  expect(told.out).toBeGreaterThan(20 * told.kept);
});

test("what compiles tells exactly who passes, of scalars and of lists of them", () => {
  const fields = [
    { color: "red", size: 5, sold: true, when: "2026-11-20", tags: ["a", "b"] },
    { color: "Red", size: "5", sold: "true", when: "2026-11-20T12:00:00Z", tags: ["c"] },
    { color: "blue", size: 7.5, sold: false, when: "2026-11-21", tags: [] },
    { color: ["blue", "red"], size: [1, 9], author: { name: "Ada" }, "it's": "fun", über: "x" },
    { size: -1e-9, color: [null], sold: [] },
    {},
  ];
  const metadata = fields.map((one) => sent(one));
  const passing = (filter: object) => {
    const passes = asked(filter);
    return metadata.flatMap((one, n) => (passes?.(one, true) ? [n] : []));
  };
  const is = (field: string, operator: string, value: unknown) => ({ field, operator, value });
  const table: [object, number[]][] = [
    [is("size", "eq", 5), [0, 1]],
    [is("size", "eq", "5"), [0, 1]],
    [is("size", "gt", 5), [2, 3]],
    [is("size", "gte", 5), [0, 1, 2, 3]],
    [is("size", "lt", 5), [3, 4]],
    [is("size", "lte", 7.5), [0, 1, 2, 3, 4]],
    [is("size", "in", [7.5, 100]), [2]],
    [is("size", "lt", -1), [4]],
    [is("size", "eq", -1e-9), [4]],
    [is("size", "lte", -5), [4]],
    [is("color", "eq", null), [4]],
    [is("color", "in", ["blue", "green"]), [2, 3]],
    [is("sold", "eq", true), [0, 1]],
    [is("sold", "eq", "false"), [2]],
    [is("when", "eq", "2026-11-20T00:00:00Z"), [0]],
    [is("when", "gt", "2026-11-20"), [1, 2]],
    [is("tags", "eq", "b"), [0]],
    [is("tags", "in", []), []],
    [is("author.name", "eq", "Ada"), [3]],
    [is("metadata.author.name", "eq", "Ada"), [3]],
    [is("it's", "eq", "fun"), [3]],
    [is("über", "eq", "x"), [3]],
    [{ AND: [is("size", "gt", 1), is("color", "eq", "blue")] }, [2, 3]],
    [{ OR: [is("size", "eq", 7.5), is("tags", "eq", "c")] }, [1, 2]],
    [{ AND: [is("tags", "eq", "c"), is("color", "ne", "red")] }, [1]],
  ];
  for (const [filter, expected] of table) expect(passing(filter), JSON.stringify(filter)).toEqual(expected);
});

test("what nothing certain can be said of says nothing, and lets through whatever stands beside it", () => {
  const silent: object[] = [
    { field: "a", operator: "ne", value: 1 }, { field: "a", operator: "nin", value: [1] }, { NOT: { a: 1 } }, { a: [1] }, { a: { b: 1 } },
    { field: "a", operator: "exists", value: true }, { field: "a", operator: "is_null", value: true }, { field: "a", operator: "regex", value: "a" },
    { field: "a", operator: "contains", value: "a" }, { field: "a", operator: "starts_with", value: "a" }, { field: "a", operator: "text", value: "a" },
    { field: "a", operator: "gt", value: "b" }, { field: "a", operator: "gt", value: -1 }, { field: "a", operator: "lt", value: 1e21 }, { field: "a", operator: "gt", value: 1e-9 }, { field: "a", operator: "gt", value: true }, { "a.0": 1 }, { AND: [] },
    { created_at: "2026-11-20" }, { "metadata.document_id": "x" }, { "_internal.collection_id": "x" }, { OR: [{ a: 1 }, { NOT: { a: 1 } }] },
    { field: "a", operator: "in", value: Array.from({ length: 101 }, (_, n) => n) },
    { OR: Array.from({ length: 250 }, (_, n) => ({ [`field_${n}`]: "2.5" })) },
  ].map((filter) => ("a" in filter && typeof filter.a === "object" ? { field: "a", operator: "eq", value: filter.a } : filter)); // biome-ignore format: a table reads as a table
  for (const filter of silent) expect(compileFilter(parseFilter(filter)), JSON.stringify(filter)).toBe(undefined);
  expect(compileFilter(parseFilter({ AND: [{ NOT: { a: 1 } }, { b: 2 }] }))).toBe(compileFilter(parseFilter({ b: 2 })));
});

test("a document that says too much for Upstash passes every filter, and stays below its limit", () => {
  const fields = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`field ${n}`, `text ${n}`]));
  const metadata = sent(fields);
  expect(metadata).toEqual({ c: collections[0], z: 0, x: 1 });
  expect(asked({ "field 7": "text 8" })?.(metadata, false)).toBe(true);
  const long = sent({ text: "word ".repeat(100_000), lists: Array.from({ length: 500 }, (_, n) => `tag ${n}`) });
  expect(long).toMatchObject({ x: 0 });
  expect(JSON.stringify(long).length).toBeLessThan(48_000);
  expect(asked({ text: "word ".repeat(100_000) })?.(long, false)).toBe(true);
});

const hostile = [
  "'", '"', "' OR 1=1", "') OR 1=1", "') OR (c != 'x", '") OR ("" = "', "a' OR x = 0 OR c = '", "\\' OR x = 0 --", "'\n) OR (x = 0", "a\0b",
  "\u2028", "\ud800", "‘’", "𝒂'", "/*", "--", "%27", "&#39;", "x".repeat(5_000), "') OR HAS FIELD c OR ('a' = 'a", "z = 0", "c",
]; // biome-ignore format: a table reads as a table

test("no value and no field's name gets out of its place: what compiles is one clause that holds nothing of it", () => {
  const [mine = "", other = ""] = collections;
  const filters = hostile.flatMap((text) => [
    { field: "color", operator: "eq", value: text },
    { field: "color", operator: "in", value: [text, "red"] },
    { field: text, operator: "eq", value: "red" },
    { AND: [{ [text]: 5 }, { color: text }] },
    { OR: [{ [text]: text }, { color: "red" }] },
  ]).filter((filter) => !("field" in filter) || (filter.field ?? "").length < 256); // biome-ignore format: a chain
  for (const filter of filters.filter((one) => !JSON.stringify(one).includes('"xxxxxxx'))) {
    const compiled = compileFilter(parseFilter(filter)) ?? "";
    expect(compiled).toMatch(/^\(x = 1 OR [a-z0-9_.'()<>= ANDORCTIS]+\)$/);
    const whole = parseUpstash(`${accessTo([mine])} AND ${compiled}`);
    for (const text of hostile)
      for (const open of [false, true]) {
        expect(whole(sent({ color: text, [text]: text }, other), open), JSON.stringify(filter)).toBe(false);
        expect(whole(sent({ color: "green" }, mine), open), JSON.stringify(filter)).toBe(false);
      }
  }
});

test("only ids of collections stand in the clause that says where to look", () => {
  for (const id of [...hostile, "col_1", "", `${collections[0]}'`, newId("document")])
    expect(() => accessTo([collections[0] ?? "", id]), id).toThrow(RangeError);
});
