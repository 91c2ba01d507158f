import { describe, expect, test } from "vitest";
import type { Document } from "../src/engine/document";
import type { Fields } from "../src/engine/fields";
import { findStage } from "../src/engine/stages";
import { select } from "../src/engine/stages/mmr";
import type { Corpus } from "../src/engine/stages/stage";
import { doc } from "./stage";

function run(stageId: string, documents: Document[], parameters: Fields, features?: string[]) {
  const warnings: string[] = [];
  const asked: string[] = [];
  const corpus: Corpus = {
    search: () => [],
    select: () => [],
    warn: (message) => warnings.push(message),
    vectors(of, feature) {
      asked.push(feature);
      const key = feature.startsWith("clip") ? "clip" : "text";
      return of.map(({ fields }) => {
        const vector = fields[key];
        return Array.isArray(vector) ? Float32Array.from(vector) : undefined;
      });
    },
  };
  const around = { scope: {}, seed: 1, notes: features ? { features } : {}, note() {} };
  const out = findStage(stageId)?.run(documents, parameters, corpus, around) ?? [];
  return { out, ids: out.map(({ id }) => id).join(" "), warnings, asked };
}

describe("mmr", () => {
  const documents = [
    doc("a", { text: [1, 0], clip: [0, 1], kind: "x", from: "p", tags: ["1", "2"] }, 0.9),
    doc("b", { text: [1, 0.01], clip: [1, 0], kind: "x", from: "q", tags: ["1", "2"] }, 0.85),
    doc("c", { text: [0, 1], clip: [0, 1], kind: "y", from: "p", tags: ["2", "3"] }, 0.5),
    doc("d", { kind: "z", from: "r", note: { rank: 0.7 } }, 0.3),
  ];
  const text = "mixpeek://text_extractor@v1/text_embedding";
  const clip = "clip_vit_l_14@v1";
  const cases: [string, Fields, string][] = [
    ["relevance alone", { lambda: 1, diversity_feature_uri: text }, "a b c d"],
    ["0.7 by default", { diversity_feature_uri: text }, "a c b d"],
    ["diversity alone, the most relevant first", { lambda: 0, diversity_feature_uri: text }, "a c d b"],
    ["lambda_, as the SDK writes it", { lambda_: 0, diversity_feature_uri: text }, "a c d b"],
    ["in another space", { lambda: 0.5, diversity_feature_uri: clip }, "a b d c"],
    [
      "in two",
      { lambda: 0.5, diversity_features: [{ feature_uri: text }, { feature_uri: clip, weight: 0 }] },
      "a c d b",
    ],
    ["by a field", { lambda: 0.5, diversity_fields: ["kind"] }, "a c d b"],
    [
      "by two, one counting for more",
      { lambda: 0.5, diversity_fields: ["kind", "from"], diversity_field_weights: { kind: 3 } },
      "a d c b",
    ],
    ["lists agree as far as they share", { lambda: 0.5, diversity_fields: ["metadata.tags"] }, "a d c b"],
    ["vectors that the documents hold", { lambda: 0.5, embedding_field: "text" }, "a c d b"],
    ["so many", { lambda: 1, top_k: 2, diversity_fields: ["kind"] }, "a b"],
    ["so many, under its other name", { lambda: 1, top_n: 3, diversity_fields: ["kind"] }, "a b c"],
    [
      "another score, all others without",
      { lambda: 1, score_field: "note.rank", diversity_fields: ["kind"] },
      "d a b c",
    ],
    ["euclidean", { lambda: 0, diversity_feature_uri: text, similarity_metric: "euclidean" }, "a d c b"],
  ];
  test.each(cases)("%s", (_, parameters, ids) => {
    expect(run("mmr", documents, parameters).ids).toBe(ids);
  });

  test("without a way named, the feature that was searched decides; without one, the scores", () => {
    const after = run("mmr", documents, { lambda: 0 }, ["text_extractor@v1"]);
    expect([after.ids, after.asked]).toEqual(["a c d b", ["text_extractor@v1"]]);
    const alone = run("mmr", documents.toReversed(), { lambda: 0.5 });
    expect(alone.ids).toBe("a b c d");
    expect(alone.warnings).toHaveLength(1);
    const blind = run("mmr", [doc("x", {}, 0.1), doc("y", {}, 0.2)], { diversity_feature_uri: text });
    expect([blind.ids, blind.warnings.length]).toEqual(["y x", 1]);
    expect(run("mmr", [], { diversity_feature_uri: text }).out).toEqual([]);
  });

  test("its score goes where it is wanted and the document's own stays; scores out of 0 to 1 are scaled", () => {
    const { out } = run("mmr", documents, { lambda: 0.5, diversity_fields: ["kind"] });
    expect(out[0]).toMatchObject({ score: 0.9, fields: { scores: { mmr: 0.45 } } });
    const own = run("mmr", documents, { lambda: 0.5, diversity_fields: ["kind"], mmr_score_field: "by.mmr" }).out[1];
    expect(own?.fields.by).toEqual({ mmr: 0.25 });
    const none = run("mmr", documents, { lambda: 0.5, diversity_fields: ["kind"], mmr_score_field: null }).out[0];
    expect(none).toBe(documents[0]);
    const logits = [doc("x", { kind: 1 }, 8), doc("y", { kind: 1 }, 7.9), doc("z", { kind: 2 }, -4)];
    expect(run("mmr", logits, { lambda: 0.4, diversity_fields: ["kind"] }).ids).toBe("x z y");
    expect(run("mmr", logits, { lambda: 0.6, diversity_fields: ["kind"] }).ids).toBe("x y z");
    expect(run("mmr", logits, { lambda: 0.7, diversity_fields: ["kind"] }).ids).toBe("x y z");
  });

  test("the greedy choice is that of the formula, written out", () => {
    const relevance = Array.from({ length: 40 }, (_, i) => 1 - i / 50);
    const similarity = (a: number, b: number) => ((a * 7 + b * 7) % 13) / 13;
    const picks = select(relevance, similarity, { lambda: 0.4, count: 15 }).map(({ at }) => at);
    const expected = [0];
    while (expected.length < 15) {
      const score = (at: number) =>
        0.4 * relevance[at]! - 0.6 * Math.max(...expected.map((one) => similarity(at, one)));
      const rest = relevance.map((_, at) => at).filter((at) => !expected.includes(at));
      expected.push(rest.reduce((best, at) => (score(at) > score(best) ? at : best)));
    }
    expect(picks).toEqual(expected);
  });
});

describe("score_normalize", () => {
  const scored = (...scores: (number | undefined)[]) => scores.map((score, i) => doc(`${i}`, { n: i }, score));
  const cases: [string, Document[], Fields, number[]][] = [
    ["min_max by default", scored(2, 4, 3), {}, [0, 1, 0.5]],
    ["one alone is 1", scored(7), {}, [1]],
    ["all the same are 1", scored(0.1, 0.1, 0.1), { method: "min_max" }, [1, 1, 1]],
    ["bounds of one's own, kept to", scored(0, 5, 20), { min_value: 0, max_value: 10 }, [0, 0.5, 1]],
    ["a missing score is 0", scored(2, undefined, 4), {}, [0.5, 0, 1]],
    ["z_score", scored(1, 3), { method: "z_score" }, [-1, 1]],
    ["z_score of the same", scored(0.1, 0.1, 0.1), { method: "z_score" }, [0, 0, 0]],
    ["softmax", scored(0, Math.log(3)), { method: "softmax" }, [0.25, 0.75]],
    ["softmax of the huge", scored(5000, 5000), { method: "softmax" }, [0.5, 0.5]],
    ["l2", scored(3, 4), { method: "l2" }, [0.6, 0.8]],
    ["l2 of nothing", scored(0, 0), { method: "l2" }, [0, 0]],
    ["none", [], {}, []],
  ];
  test.each(cases)("%s", (_, documents, parameters, expected) => {
    const { out } = run("score_normalize", documents, parameters);
    expect(out.map(({ id }) => id)).toEqual(documents.map(({ id }) => id));
    for (const [i, { score }] of out.entries()) expect(score).toBeCloseTo(expected[i]!, 12);
  });

  test("into a field of its own, from a field, and into the same field", () => {
    const { out } = run("score_normalize", scored(2, 4), { output_field: "metadata.share" });
    expect(out.map(({ score, fields }) => [score, fields.share])).toEqual([
      [2, 0],
      [4, 1],
    ]);
    const of = run("score_normalize", scored(0.5, 0.6, 0.7), { score_field: "n" }).out;
    expect(of.map(({ score, fields }) => [score, fields.n])).toEqual([
      [0.5, 0],
      [0.6, 0.5],
      [0.7, 1],
    ]);
  });
});
