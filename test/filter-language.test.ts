import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { compile } from "../src/cell/filter";
import { Filtered } from "../src/cell/filtered";
import { placeOf } from "../src/cell/filtered-path";
import { PayloadIndex } from "../src/cell/payload-index";
import { SearchIndex } from "../src/cell/search-index";
import { valueAt } from "../src/engine/fields";
import { matches } from "../src/engine/filter/matches";
import { FilterFault, parseFilter } from "../src/engine/filter/parse";
import { library } from "./filter-library";

const passes = (fields: Record<string, unknown>, filter: unknown) =>
  matches((path) => valueAt(fields, path), parseFilter(filter));
const holds = (have: unknown, operator: string, value?: unknown) =>
  passes(have === undefined ? {} : { f: have }, { field: "f", operator, value });

// biome-ignore format: a table reads as a table
test.each<[have: unknown, operator: string, value: unknown, answer: boolean]>([
  ["red", "eq", "red", true], ["red", "eq", "Red", false], [5, "eq", "5", true], ["5", "eq", 5, true], ["05", "eq", 5, false],
  ["5.0", "eq", "5", false], [true, "eq", "true", true], ["true", "eq", true, true], [1, "eq", true, false], [null, "eq", null, true],
  [undefined, "eq", null, false], [["a", "b"], "eq", "b", true], [["a", "b"], "eq", ["a", "b"], true], [["a", "b"], "eq", ["b", "a"], false],
  [{ a: 1, b: 2 }, "eq", { b: 2, a: 1 }, true], ["red", "ne", "blue", true], [undefined, "ne", "blue", false], [["a", "b"], "ne", "b", false],
  [5, "gt", 4, true], ["10", "gt", 9, true], ["10", "gt", "9", false], [[1, 9], "gt", 8, true], ["b", "gte", "b", true], [null, "gte", null, false],
  [true, "gt", false, true], ["2026-11-20", "lt", "2026-11-20T01:00:00+02:00", false], ["2026-11-20", "lte", "2026-11-20T02:00:00+02:00", true],
  ["2026-11-20T12:00Z", "eq", "2026-11-20T13:00:00+01:00", true], ["tomorrow", "gt", "2026-11-20", false], ["2026-02-30", "eq", "2026-02-30", true],
  ["red", "in", ["blue", "red"], true], [5, "in", ["5"], true], ["red", "in", [], false], ["red", "nin", ["blue"], true], [undefined, "nin", ["blue"], false],
  ["a red one", "contains", "red", true], [["red", "blue"], "contains", "red", true], [[1, 2], "contains", 2, true], [12, "contains", 1, false],
  ["red", "starts_with", "re", true], ["red", "starts_with", "ed", false], ["red", "ends_with", "ed", true], [["x", "red"], "ends_with", "d", true],
  ["abc-123", "regex", "\\d{3}$", true], ["abc", "regex", "^b", false], ["ABC", "regex", "(?i)b", true], ["a+b", "regex", "a\\+b", true],
  ["x", "exists", true, true], [null, "exists", true, true], [undefined, "exists", true, false], [undefined, "exists", false, true], [[], "exists", true, true],
  [null, "is_null", true, true], [undefined, "is_null", true, true], ["", "is_null", true, false], [0, "is_null", false, true], [undefined, "is_null", false, false],
  ["Dogs are running", "text", "run dog", true], ["Dogs are running", "text", "run cat", false], [["a dog", "a cat"], "text", "cat dog", true], ["dog", "text", "", false],
])("%j %s %j is %s", (have, operator, value, answer) => {
  expect(holds(have, operator, value)).toBe(answer);
});

test("paths, groups, letter case and the short forms mean what is published", () => {
  const doc = {
    a: { b: [{ c: 1 }, { c: [2, 3] }, 7] },
    "a.b.d": "whole",
    name: "Ada",
    metadata: { color: "red" },
    tags: ["x"],
  };
  const yes: unknown[] = [
    { "a.b.c": 1 },
    { "a.b.c": 3 },
    { "a.b.0.c": 1 },
    { "a.b.1.c.1": 3 },
    { "a.b.2": 7 },
    { "a.b": 7 },
    { "a.b.d": "whole" },
    { "metadata.color": "red" },
    {},
    { AND: [] },
    { NOT: [] },
    { NOT: { name: "Bob" } },
    { NOT: [{ name: "Bob" }, { tags: "y" }] },
    { name: "Ada", tags: "x" },
    { or: [{ name: "Bob" }, { tags: "x" }] },
    { name: { $starts_with: "A", ne: "Alan" } },
    { name: "ada", case_sensitive: false },
    { case_sensitive: false, AND: [{ OR: [{ name: "ADA" }] }] },
    { field: "name", value: "Ada" },
    { field: "name", operator: "eq", value: "ADA", case_sensitive: false },
  ];
  const no: unknown[] = [
    { "a.b.c": 7 }, { "a.b.9.c": 1 }, { "tags.length": 1 }, { "metadata.name": "Ada" }, { OR: [] }, { NOT: [{ name: "Bob" }, { tags: "x" }] }, { name: "ada" },
    { case_sensitive: false, AND: [{ name: "ada", case_sensitive: true }] }, { constructor: "x" }, { field: "__proto__", operator: "exists" }, { field: "toString", operator: "exists", value: true },
  ]; // biome-ignore format: a table reads as a table
  for (const filter of yes) expect(passes(doc, filter), JSON.stringify(filter)).toBe(true);
  for (const filter of no) expect(passes(doc, filter), JSON.stringify(filter)).toBe(false);
  // Without a field called metadata, `metadata.x` is what other clients write for `x`.
  expect(passes({ color: "red" }, { "metadata.color": "red" })).toBe(true);
});

test.each<[filter: unknown, says: string, location: (string | number)[]]>([
  ["red", "A filter is an object.", []],
  [{ AND: { a: 1 } }, "AND takes a list", ["AND"]],
  [{ AND: [{ field: "a", operator: "like", value: 1 }] }, 'Unknown operator "like"', ["AND", 0]],
  [{ field: "a", op: "gt", value: 1 }, "A condition has field, operator, value", ["op"]],
  [{ field: "", value: 1 }, "1 to 255 characters", []],
  [{ field: "a", operator: "in", value: "x" }, "`in` takes a list", []],
  [{ field: "a", operator: "exists", value: "maybe" }, "true or false", []],
  [{ field: "a", operator: "contains", value: ["x"] }, "`contains` takes one value", []],
  [{ field: "a", operator: "regex", value: "(" }, "Invalid regular expression", []],
  [{ field: "a", operator: "regex", value: "(a)\\1" }, "Back-references", []],
  [{ field: "a", operator: "regex", value: "(?=a)" }, "(?= is not supported", []],
  [{ field: "a", operator: "regex", value: "(x{100}){100}" }, "too large", []],
  [{ case_sensitive: "no", AND: [] }, "case_sensitive is true or false", ["case_sensitive"]],
  [JSON.parse(`${'{"NOT":['.repeat(17)}{"a":1}${"]}".repeat(17)}`), "16 levels deep", expect.any(Array)],
  [{ OR: Array(257).fill({ a: 1 }) }, "256 conditions", ["OR", 256, "a"]],
])("%j is refused: %s", (filter, says, location) => {
  expect(() => parseFilter(filter)).toThrow(FilterFault);
  try {
    parseFilter(filter);
  } catch (error) {
    expect(error).toMatchObject({ message: expect.stringContaining(says), location });
  }
});

test("no pattern takes more than time in proportion to the text", () => {
  const text = `${"a".repeat(60_000)}!`;
  for (const value of [
    "(a+)+$",
    "(a|a)*b",
    "(a*)*b",
    "a*a*a*a*a*b",
    "(.*.*.*)*x",
    "(a?){300}a{300}c",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
  ])
    expect(holds(text, "regex", value), value).toBe(false);
});

test("names and values that are SQL, JSON paths or no text at all find what they name and nothing else", async () => {
  const names = [
    "it's", 'quo"te', "$", "$.a", "]", "[0]", "a]", "--", "a; DROP TABLE documents", "') OR 1=1 --", '"."', '" OR "', "\\", '\\"', "a\0b", "\0", "\n", "é", "😀",
    "\ud83d", "?1", "?", ":x", "@x", "%", "*", "", " ", "a.b", ".", "..", "metadata.", "metadata.it's", "__proto__", "constructor", "seq", "body", "x".repeat(255), "'".repeat(255), '"'.repeat(255),
  ]; // biome-ignore format: a table reads as a table
  const isRefused = (name: string) => name.includes("\0") || name === "__proto__";
  const { call, collections, stub } = await library("names", {}, 0);
  for (const [i, name] of names.entries()) {
    const document = { document_id: `d${i}`, [name]: `v${name}` };
    const reply = await call("POST", `/v1/collections/${collections[0]}/documents`, document);
    expect(reply.status, reply.text).toBe(isRefused(name) ? 422 : 200);
  }
  await runInDurableObject(stub, (_, { storage: { sql } }) => {
    const index = new SearchIndex(sql);
    index.load();
    const payload = new PayloadIndex(sql);
    const filtered = new Filtered(sql, index, payload);
    const find = (filter: object) => [...filtered.of(collections[0] ?? "", parseFilter(filter))].map(({ id }) => id);
    for (const [i, name] of names.entries()) {
      if (name === "") continue;
      const own = isRefused(name) ? [] : [`d${i}`];
      const aliased = names.indexOf(name.replace(/^metadata\./, ""));
      const there = own.length === 0 || aliased === i ? own : [...own, `d${aliased}`];
      expect(find({ field: name, operator: "exists" }).sort(), name).toEqual(there.sort());
      expect(find({ field: name, operator: "eq", value: `v${name}` }), name).toEqual(own);
      expect(find({ field: name, operator: "ends_with", value: name }), name).toEqual(own);
      expect(find({ field: name, operator: "eq", value: "' OR '1'='1" }), name).toEqual([]);
      // Whatever a client writes stands in a path, or in the one parameter.
      if (!name.isWellFormed()) continue;
      const { where } = compile(parseFilter({ field: "f", operator: "in", value: [name, "b"] }), payload.fieldOf);
      expect(where).toBe(
        compile(parseFilter({ field: "f", operator: "in", value: ["q", "b"] }), payload.fieldOf).where,
      );
      const place = placeOf([name]);
      if (place !== undefined) expect(sql.exec(`SELECT ${place} AS path`).one().path).toBe(`$."${name}"`);
    }
    const stored = names.filter((name) => !isRefused(name));
    expect(sql.exec("SELECT count(*) AS n FROM documents").one().n).toBe(stored.length);
  });
});

test("filters of every size are answered", async () => {
  const { collections, stub } = await library("sizes", {}, 200);
  await runInDurableObject(stub, (_, { storage: { sql } }) => {
    const index = new SearchIndex(sql);
    index.load();
    const filtered = new Filtered(sql, index, new PayloadIndex(sql));
    const count = (filter: object) => {
      const rows = collections.flatMap((id) => [...filtered.of(id, parseFilter(filter))]).length;
      expect(filtered.slots(parseFilter(filter), null).length).toBe(rows);
      return rows;
    };
    const leaf = { field: "title", operator: "contains", value: "e" };
    const deep = (levels: number): object =>
      levels === 0 ? leaf : { OR: [...Array(15).fill({ missing: 1 }), { AND: [deep(levels - 1)] }] };
    const some = count(leaf);
    expect(some).toBeGreaterThan(5);
    expect(count(deep(7))).toBe(some);
    expect(count({ OR: Array.from({ length: 256 }, (_, i) => ({ [`${"long.".repeat(45)}${i}`]: 1 })) })).toBe(0);
    expect(count({ AND: Array(256).fill(leaf) })).toBe(some);
    const none = Array.from({ length: 100_000 }, (_, i) => `value ${i}`);
    expect(count({ AND: [leaf, { field: "title", operator: "nin", value: none }] })).toBe(some);
    expect(count({ field: "title", operator: "eq", value: "x".repeat(3_000_000) })).toBe(0);
  });
});
