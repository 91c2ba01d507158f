import { describe, expect, test } from "vitest";
import type { Fields } from "../src/engine/fields";
import { doc, runStage as run, shop } from "./stage";

describe("group_by", () => {
  const show = ({ fields }: ReturnType<typeof run>) =>
    fields
      .map(({ key, count, documents }) => {
        const members = Array.isArray(documents) ? documents.map(({ document_id }) => document_id).join("") : "";
        return `${key}:${count}:${members}`;
      })
      .join(" ");
  const cases: [string, Fields, string][] = [
    ["by count, the best first within", { group_by_field: "brand" }, "Acme:2:ad acme:1:b Bolt:1:c null:1:e"],
    ["under its other name", { field: "metadata.brand" }, "Acme:2:ad acme:1:b Bolt:1:c null:1:e"],
    ["the fewest first", { field: "brand", sort_order: "asc" }, "acme:1:b Bolt:1:c null:1:e Acme:2:ad"],
    [
      "by the field",
      { field: "brand", sort_groups_by: "field", sort_order: "asc" },
      "Acme:2:ad Bolt:1:c acme:1:b null:1:e",
    ],
    ["by score", { field: "price", sort_groups_by: "score" }, "10:1:a 30:1:b 20:2:ce dear:1:d"],
    ["so many groups", { field: "brand", max_groups: 2 }, "Acme:2:ad acme:1:b"],
    ["so many of each, counted all the same", { field: "brand", max_per_group: 1, max_groups: 1 }, "Acme:2:a"],
    ["under its other name, too", { field: "brand", docs_per_group: 1, max_groups: 1 }, "Acme:2:a"],
    ["without those that have none", { field: "brand", exclude_null: true }, "Acme:2:ad acme:1:b Bolt:1:c"],
    ["documents by another field", { field: "brand", sort_docs_by: "at", max_groups: 1 }, "Acme:2:ad"],
    ["source_object_id by default", {}, "null:5:abcde"],
  ];
  test.each(cases)("%s", (_, parameters, shown) => {
    expect(show(run("group_by", shop, parameters))).toBe(shown);
  });

  test("first and flatten give documents back, in the order of appearance", () => {
    expect(run("group_by", shop, { field: "brand", output_mode: "first" }).ids).toBe("a b c e");
    expect(run("group_by", shop, { field: "brand", output_mode: "flatten" }).ids).toBe("a d b c e");
    expect(run("group_by", shop, { field: "price", output_mode: "flatten", sort_groups_by: "count" }).ids).toBe(
      "c e a b d",
    );
    const many = Array.from({ length: 150 }, (_, i) => doc(`${i}`, { n: i }));
    expect(run("group_by", many, { field: "n", output_mode: "first" }).out).toHaveLength(150);
    const { out, warnings } = run("group_by", many, { field: "n" });
    expect(out).toHaveLength(100);
    expect(warnings).toEqual(["group_by shows 100 of 150 groups (max_groups)."]);
  });

  test("a group has the score of its best, and shows its documents whole", () => {
    const { out } = run("group_by", shop, { field: "brand", max_groups: 1 });
    expect(out[0]).toMatchObject({
      id: "",
      score: 0.9,
      fields: { documents: [{ document_id: "a", price: 10, score: 0.9 }, {}] },
    });
    const shuffles = [1, 2, 3, 4, 5].map((seed) =>
      show(run("group_by", shop, { field: "no", sort_docs_by: "_random" }, { seed })),
    );
    expect(new Set(shuffles).size).toBeGreaterThan(1);
    expect(show(run("group_by", shop, { field: "no", sort_docs_by: "_random" }, { seed: 3 }))).toBe(shuffles[2]);
  });
});

describe("aggregate", () => {
  const one = (name: string, field?: string, more: Fields = {}) => {
    const { fields } = run("aggregate", shop, { aggregations: [{ function: name, field, alias: "it", ...more }] });
    return fields[0]?.it;
  };
  const cases: [string, string | undefined, Fields, unknown][] = [
    ["count", undefined, {}, 5],
    ["count", "brand", {}, 4],
    ["count_distinct", "brand", {}, 3],
    ["cardinality", "price", {}, 4],
    ["sum", "price", {}, 80],
    ["avg", "price", {}, 20],
    ["avg", "nowhere", {}, null],
    ["sum", "nowhere", {}, 0],
    ["min", "at", {}, "2026-01-01"],
    ["max", "at", {}, "2026-01-03"],
    ["min", "price", {}, 10],
    ["max", "nowhere", {}, null],
    ["first", "tags", {}, ["x", "y"]],
    ["last", "price", {}, 20],
    ["collect", "price", {}, [10, 30, 20, "dear", 20]],
    ["collect_distinct", "price", {}, [10, 30, 20, "dear"]],
    ["percentile", "price", { percentiles: [0, 50, 75, 100] }, { p0: 10, p50: 20, p75: 22.5, p100: 30 }],
    [
      "histogram",
      "price",
      { interval: 20 },
      [
        { key: "0-20", count: 1 },
        { key: "20-40", count: 3 },
      ],
    ],
    [
      "histogram",
      "brand",
      {},
      [
        { key: "Acme", count: 2 },
        { key: "Bolt", count: 1 },
        { key: "acme", count: 1 },
      ],
    ],
    ["avg", "score", {}, 0.75],
  ];
  test.each(cases)("%s of %s", (name, field, more, expected) => {
    const value = one(name, field, more);
    if (typeof expected === "number") expect(value).toBeCloseTo(expected, 12);
    else expect(value).toEqual(expected);
  });

  const total = { function: "count", alias: "total" };
  test("by one field or several, under names of their own, sorted and cut", () => {
    const by = (parameters: Fields) => run("aggregate", shop, { aggregations: [total], ...parameters }).fields;
    expect(by({ group_by: "brand" })).toEqual([
      { brand: "Acme", total: 2 },
      { brand: "acme", total: 1 },
      { brand: "Bolt", total: 1 },
      { brand: null, total: 1 },
    ]);
    expect(by({ group_by: [{ field: "metadata.brand", alias: "b" }, "price"], limit: 2 })).toEqual([
      { b: "Acme", price: 10, total: 1 },
      { b: "acme", price: 30, total: 1 },
    ]);
    const priced = { type: "sum", field: "price", name: "worth" };
    expect(by({ aggregations: [priced], group_by: ["brand"], sort_by: "worth", limit: 2 })).toEqual([
      { brand: "acme", worth: 30 },
      { brand: "Bolt", worth: 20 },
    ]);
    expect(by({ group_by: ["brand"], sort_by: "total", sort_order: "asc" }).at(-1)).toEqual({
      brand: "Acme",
      total: 2,
    });
  });

  test("without documents there is one result over all of none, and none by group", () => {
    expect(run("aggregate", [], { aggregations: [total] }).fields).toEqual([{ total: 0 }]);
    expect(run("aggregate", [], { aggregations: [total], group_by: "brand" }).out).toEqual([]);
  });

  test("documents pass through when they are asked for, the results noted; what is no number is told of", () => {
    const sum = { function: "sum", field: "price", alias: "sum" };
    const { ids, noted, warnings } = run("aggregate", shop, { aggregations: [total, sum], include_documents: true });
    expect([ids, noted.aggregations]).toEqual(["a b c d e", [{ total: 5, sum: 80 }]]);
    expect(warnings).toEqual(["aggregate: sum of price leaves out what is not a number."]);
  });
});
