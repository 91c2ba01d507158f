import { describe, expect, test } from "vitest";
import { type Document, read } from "../src/engine/document";
import type { Fields } from "../src/engine/fields";
import { matches } from "../src/engine/filter/matches";
import { findStage } from "../src/engine/stages";
import type { Corpus, Notes, SearchRequest } from "../src/engine/stages/stage";
import { doc } from "./stage";

/** Forty documents; a search for "even" finds the even ones, any other text all, and a vector all backwards. */
const shelf = Array.from({ length: 40 }, (_, i) => ({
  id: `d${i}`,
  fields: { n: i, kind: i % 4 === 0 ? "a" : "b", of: `p${i % 5}`, tags: i < 2 ? ["x", "x", "y"] : "x" },
}));

function run(parameters: Fields, documents?: Document[], seed = 1) {
  const warnings: string[] = [];
  const asked: SearchRequest[] = [];
  const noted: Notes = {};
  const corpus: Corpus = {
    search(request) {
      asked.push(request);
      const { query, among, filter, topK, minScore = 0 } = request;
      const found = shelf
        .filter(({ fields }) => !("text" in query) || query.text !== "even" || fields.n % 2 === 0)
        .map(({ id, fields }) => doc(id, fields, 1 - fields.n / 50))
        .filter((one) => !among || among.includes(one.id))
        .filter((one) => !filter || matches((path) => read(one, path), filter))
        .filter(({ score = 0 }) => score >= minScore);
      return ("vector" in query ? found.reverse() : found).slice(0, topK);
    },
    select: ({ filter, limitEach }) =>
      shelf
        .map(({ id, fields }) => doc(id, fields))
        .filter((one) => !filter || matches((path) => read(one, path), filter))
        .slice(0, limitEach),
    warn: (message) => warnings.push(message),
  };
  const note = (more: Notes) => Object.assign(noted, more);
  const out =
    findStage("feature_search")?.run(documents, parameters, corpus, { scope: {}, seed, notes: {}, note }) ?? [];
  return { out, ids: out.map(({ id }) => id).join(" "), warnings, asked, noted };
}

const uri = "mixpeek://text_extractor@v1/text_embedding";
const search = (more: Fields = {}): Fields => ({ feature_uri: uri, query: "even", ...more });

describe("feature_search", () => {
  const cases: [string, Fields, string][] = [
    ["the best so many", { searches: [search()], final_top_k: 3 }, "d0 d2 d4"],
    [
      "a query in its long form",
      { searches: [search({ query: { input_mode: "text", value: "even" } })], final_top_k: 2 },
      "d0 d2",
    ],
    ["the older form", { feature_uris: [{ uri, input: { text: "even" } }], limit: 2 }, "d0 d2"],
    ["min_score", { searches: [search({ min_score: 0.9 })] }, "d0 d2 d4"],
    ["filters before ranking", { searches: [search({ top_k: 2, filters: { kind: "b" } })] }, "d2 d6"],
    [
      "filters of the stage as well",
      { searches: [search({ filters: { kind: "b" } })], filters: { n: { gt: 9 } }, final_top_k: 1 },
      "d10",
    ],
    ["filters alone", { pre_filters: { kind: "a" }, final_top_k: 2 }, "d0 d4"],
    [
      "an empty one is left out of the fusion",
      { searches: [search({ query: " " }), search()], final_top_k: 2 },
      "d0 d2",
    ],
    ["null is empty", { searches: [search({ query: null })] }, ""],
    ["an input that was left out is empty", { searches: [search({ query: undefined })] }, ""],
    [
      "what has no effect here",
      {
        searches: [search({ query_preprocessing: { max_chunks: 5 } })],
        final_top_k: 1,
        cache_behavior: "aggressive",
        cache_ttl_seconds: 60,
        learning_config: { algorithm: "ucb" },
      },
      "d0",
    ],
    [
      "the first of each group",
      { searches: [search()], group_by: { field: "of", output_mode: "first", limit: 3 } },
      "d0 d2 d4",
    ],
    [
      "groups, flat",
      { searches: [search()], group_by: { field: "of", output_mode: "flatten", group_size: 2, limit: 2 } },
      "d0 d10 d2 d12",
    ],
  ];
  test.each(cases)("%s", (_, parameters, ids) => {
    expect(run(parameters).ids).toBe(ids);
  });

  test("groups over all that was found, not over the first page of it", () => {
    const { out } = run({
      searches: [search()],
      final_top_k: 1,
      group_by: { field: "metadata.kind", max_per_group: 2 },
    });
    expect(out.map(({ fields, score }) => [fields.key, fields.count, score])).toEqual([
      ["a", 10, 1],
      ["b", 10, 0.96],
    ]);
    expect(out[0]?.fields.documents).toMatchObject([{ document_id: "d0", n: 0 }, { document_id: "d4" }]);
  });

  test("facets count what the searches found; exact ones all that they match", () => {
    const facets = [
      "metadata.kind",
      { key: "of", limit: 2 },
      { key: "n", limit: 1, exact: true },
      { key: "tags", exact: true },
    ];
    const { noted, asked, out } = run({ searches: [search({ top_k: 6 })], facets, final_top_k: 1 });
    expect(out).toHaveLength(1);
    expect(noted.facets).toEqual({
      "metadata.kind": [
        { value: "a", count: 3 },
        { value: "b", count: 3 },
      ],
      of: [
        { value: "p0", count: 2 },
        { value: "p1", count: 1 },
      ],
      n: [{ value: 0, count: 1 }],
      tags: [
        { value: "x", count: 20 },
        { value: "y", count: 1 },
      ],
    });
    expect(asked.map(({ topK }) => topK)).toEqual([6, 1_000_000]);
    expect(run({ filters: { kind: "a" }, facets: ["kind"], final_top_k: 1 }).noted.facets).toEqual({
      kind: [{ value: "a", count: 10 }],
    });
    expect(run({ searches: [search()] }).noted).toEqual({ features: ["text_extractor@v1"] });
  });

  test("after other stages it ranks what they left, as they made it", () => {
    const before = [
      doc("d9", { made: 1 }),
      doc("d2", { made: 2 }, 0.1),
      doc("d4", { made: 3 }),
      doc("d4", { made: 4 }),
    ];
    const { out, asked } = run({ searches: [search()] }, before);
    expect(out.map(({ id, fields, score }) => [id, fields.made, score])).toEqual([
      ["d2", 2, 0.96],
      ["d4", 3, 0.92],
      ["d4", 4, 0.92],
    ]);
    expect(asked[0]?.among).toEqual(["d9", "d2", "d4", "d4"]);
    expect(before[1]?.score).toBe(0.1);
  });

  test("on_empty: random looks in a direction that depends on the run alone", () => {
    const random = search({ query: "", on_empty: "random", min_score: 0.5 });
    const vectorOf = (seed: number) => {
      const { asked, out } = run({ searches: [random], final_top_k: 2 }, undefined, seed);
      expect(out.map(({ id }) => id)).toEqual(["d39", "d38"]);
      expect(asked[0]).toMatchObject({ channel: "vector", feature: "text_extractor@v1" });
      const query = asked[0]?.query;
      return query && "vector" in query ? query.vector : [];
    };
    const vector = vectorOf(1);
    expect([vector.length, vector.every(Number.isFinite)]).toEqual([384, true]);
    expect(vectorOf(1)).toEqual(vector);
    expect(vectorOf(2)).not.toEqual(vector);
    expect(() => run({ searches: [search({ query: "", on_empty: "error" })] })).toThrow(/The query is empty/);
    const image = { feature_uri: "clip_vit_l_14@v1", query: "", on_empty: "random" };
    expect(run({ searches: [image], final_top_k: 1 }).ids).toBe("d39");
  });

  test("learned falls back, and says so", () => {
    const { ids, warnings } = run({ searches: [search(), search()], fusion: "learned", final_top_k: 2 });
    expect([ids, warnings.length]).toEqual(["d0 d2", 1]);
  });
});
