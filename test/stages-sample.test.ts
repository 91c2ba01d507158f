import { describe, expect, test } from "vitest";
import type { Document } from "../src/engine/document";
import type { Fields } from "../src/engine/fields";
import { dice } from "../src/engine/stages/random";
import { allocate } from "../src/engine/stages/sample";
import { nearDuplicates, resemblance, shingles } from "../src/engine/stages/shingles";
import { doc, runStage as run, shop } from "./stage";

describe("deduplicate", () => {
  const text = "the quick brown fox jumps over the lazy dog and runs away from the farm";
  const texts = [
    doc("1", { content: text }),
    doc("2", { content: `${text} again` }),
    doc("3", { content: "a wholly different text about the flow of air" }),
    doc("4", { content: text.toUpperCase() }),
    doc("5", {}),
    doc("6", { content: "" }),
  ];
  const cases: [string, Document[], Fields, string][] = [
    ["by one field", shop, { fields: ["brand"] }, "a b c e"],
    ["whatever the case", shop, { fields: ["brand"], case_sensitive: false }, "a c e"],
    ["the last is kept, in its place", shop, { fields: ["metadata.brand"], keep: "last" }, "b c d e"],
    ["several fields", shop, { strategy: "field", fields: ["brand", "price"] }, "a b c d e"],
    ["two without the field agree", [doc("x"), doc("y"), doc("z", { n: null })], { fields: ["n"] }, "x"],
    ["lists and numbers", [doc("x", { n: [1] }), doc("y", { n: [1] }), doc("z", { n: "1" })], { fields: ["n"] }, "x z"],
    ["by content, the same only", texts, { strategy: "content", similarity_threshold: 1 }, "1 2 3 4 5 6"],
    ["by content, nearly", texts, { strategy: "content", similarity_threshold: 0.9 }, "1 3 4 5 6"],
    ["by content, 0.95 by default", texts, { strategy: "content" }, "1 2 3 4 5 6"],
    ["in any case", texts, { strategy: "content", similarity_threshold: 0.9, case_sensitive: false }, "1 3 5 6"],
    ["the last by content", texts, { strategy: "content", similarity_threshold: 0.9, keep: "last" }, "2 3 4 5 6"],
    ["0 makes all texts alike", texts, { strategy: "content", similarity_threshold: 0 }, "1 5 6"],
    ["another field", shop, { strategy: "content", content_field: "brand", case_sensitive: false }, "a c e"],
    ["nothing", [], { fields: ["brand"] }, ""],
  ];
  test.each(cases)("%s", (_, documents, parameters, ids) => {
    expect(run("deduplicate", documents, parameters).ids).toBe(ids);
  });

  test("prefix filtering finds exactly the pairs that comparing all with all finds", () => {
    const random = dice(7);
    const word = () => `w${Math.floor(random() * 12)}`;
    const made = Array.from({ length: 300 }, () =>
      Array.from({ length: 4 + Math.floor(random() * 4) }, word).join(" "),
    );
    for (const threshold of [0, 0.2, 0.5, 0.75, 1]) {
      const isRepeated = nearDuplicates(threshold);
      const kept: Uint32Array[] = [];
      for (const text of made) {
        const own = shingles(text);
        const expected = kept.some((other) => resemblance(own, other) >= threshold);
        if (!expected) kept.push(own);
        expect(isRepeated(text)).toBe(expected);
      }
    }
  });
});

describe("sample", () => {
  const many = Array.from({ length: 100 }, (_, i) =>
    doc(`${i}`, { kind: i < 60 ? "a" : i < 90 ? "b" : "c" }, 1 - i / 200),
  );
  const kinds = (parameters: Fields) => {
    const { out } = run("sample", many, parameters);
    return ["a", "b", "c"].map((kind) => out.filter(({ fields }) => fields.kind === kind).length).join(" ");
  };

  test.each(["random", "reservoir", "systematic", "stratified"])(
    "%s: as many as asked for, once each, in order",
    (strategy) => {
      const parameters = { strategy, count: 20, seed: 42, stratify_by: "kind" };
      const { out } = run("sample", many, parameters);
      const places = out.map(({ id }) => Number(id));
      expect(places).toHaveLength(20);
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      expect(run("sample", many, parameters, { seed: 99 }).ids).toBe(run("sample", many, parameters, { seed: 5 }).ids);
      expect(run("sample", shop, { ...parameters, stratify_by: "brand" }).ids).toBe("a b c d e");
    },
  );

  test("another seed draws others; without one, another run does", () => {
    const drawn = (seed: number | null, runSeed = 1) => run("sample", many, { seed }, { seed: runSeed }).ids;
    expect(new Set([drawn(1), drawn(2), drawn(-3), drawn(2 ** 40), drawn(2 ** 40 + 1)]).size).toBe(5);
    expect(drawn(null, 1)).not.toBe(drawn(null, 2));
    expect(drawn(null, 2)).toBe(drawn(null, 2));
  });

  test.each(["random", "reservoir"])("%s: every document as likely as another", (strategy) => {
    const counts = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 2000; seed++) {
      const { out } = run("sample", many.slice(0, 10), { strategy, count: 3, seed });
      for (const { id } of out) counts[Number(id)] = (counts[Number(id)] ?? 0) + 1;
    }
    // 600 each; the standard deviation is 20.
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(100);
  });

  const cases: [string, Fields, string][] = [
    ["by share", { strategy: "stratified", stratify_by: "kind", count: 10 }, "6 3 1"],
    ["the least for each", { strategy: "stratified", stratify_by: "kind", count: 10, min_per_stratum: 3 }, "4 3 3"],
    [
      "none, if that is the least",
      { strategy: "stratified", stratify_by: "kind", count: 2, min_per_stratum: 0 },
      "1 1 0",
    ],
    ["so many of each", { method: "stratified", group_field: "kind", samples_per_group: 4 }, "4 4 4"],
    [
      "so many of each, within a count",
      { method: "stratified", group_field: "kind", samples_per_group: 4, size: 6 },
      "2 2 2",
    ],
    ["the same of each", { method: "stratified", group_field: "kind", size: 12, allocation: "equal" }, "4 4 4"],
    [
      "what a small one lacks, others give",
      { strategy: "stratified", stratify_by: "kind", count: 45, allocation: "equal" },
      "18 17 10",
    ],
    ["the best are kept", { preserve_top_k: 8, count: 8 }, "8 0 0"],
    ["10 by default", { strategy: "stratified", stratify_by: "metadata.kind" }, "6 3 1"],
  ];
  test.each(cases)("stratified: %s", (_, parameters, expected) => {
    expect(kinds({ seed: 1, ...parameters })).toBe(expected);
  });

  test("even steps, the best kept beside what is drawn, and the names of the docs", () => {
    const ten = many.slice(0, 10);
    expect(run("sample", ten, { strategy: "systematic", count: 3 }).ids).toBe("0 3 6");
    expect(run("sample", ten, { method: "systematic", limit: 5 }).ids).toBe("0 2 4 6 8");
    const reversed = ten.toReversed();
    const { out } = run("sample", reversed, { count: 5, preserve_top_k: 2, seed: 3 });
    expect(out).toHaveLength(5);
    expect(out.slice(-2).map(({ id }) => id)).toEqual(["1", "0"]);
    expect(run("sample", ten, { count: 3, preserve_top_k: 10 }).ids).toBe("0 1 2");
    expect(run("sample", [], {}).ids).toBe("");
  });

  test("shares are those of largest remainders", () => {
    expect(allocate([50, 30, 20], 7, 0, false)).toEqual([4, 2, 1]);
    expect(allocate([1, 1, 98], 10, 1, false)).toEqual([1, 1, 8]);
    expect(allocate([5, 5], 100, 1, false)).toEqual([5, 5]);
    expect(allocate([], 10, 1, false)).toEqual([]);
  });
});
