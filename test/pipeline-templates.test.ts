import { describe, expect, test } from "vitest";
import type { Fields } from "../src/engine/fields";
import { type Given, runPipeline, StepFault } from "../src/engine/pipeline";
import { given, type Row, Shelf, step } from "./shelf";

const clock = () => 0;

describe("templates", () => {
  const some: Row[] = [1, 2, 3].map((n) => ({
    id: `p${n}`,
    collection: "posts",
    fields: { n, limit: 4 - n, text: "wing" },
  }));
  const find = step("find", "attribute_filter", { field: "n", operator: "gte", value: 1 });
  const run = (steps: ReturnType<typeof step>[], more: Partial<Given> = {}, now = clock) =>
    runPipeline(steps, new Shelf(some), now, given(more));
  const ids = ({ documents }: ReturnType<typeof run>) => documents.map(({ id }) => id).join(" ");

  const cases: [string, Fields, string][] = [
    ["{{DOC.x}} is read from each document", { field: "n", operator: "lte", value: "{{DOC.limit}}" }, "p1 p2"],
    ["{{doc.metadata.x}}, too", { conditions: { AND: [{ n: { gt: "{{ doc.metadata.limit }}" } }] } }, "p3"],
    ["{{CONTEXT.INDEX}} is its place", { field: "n", operator: "gt", value: "{{CONTEXT.INDEX}}" }, ""],
    ["{{STAGE.find.count}} counts what a stage left", { field: "n", value: "{{STAGE.find.count}}" }, "p3"],
    ["{{STAGE.name}} is the stage itself", { field: "n", operator: "ne", value: "{{stage.name}}" }, "p1 p2 p3"],
    ["{{INPUT.x}} keeps its type", { field: "n", operator: "in", value: "{{inputs.list}}" }, "p2"],
    ["{{CONTEXT.time_elapsed_ms}}", { field: "n", operator: "gt", value: "{{CONTEXT.time_elapsed_ms}}" }, "p1 p2 p3"],
    ["{{CONTEXT.budget_remaining}}", { field: "n", operator: "lt", value: "{{CONTEXT.budget_remaining}}" }, "p1"],
    ["several in one text", { field: "n", value: "{{INPUT.none}}{{DOC.n}}" }, "p1 p2 p3"],
  ];
  test.each(cases)("%s", (_, parameters, expected) => {
    const inputs = { list: [2, 9], none: undefined };
    expect(ids(run([find, step("then", "attribute_filter", parameters)], { inputs, credits: 2 }))).toBe(expected);
  });

  test("what an input brings is a value, whatever it looks like", () => {
    const inputs = { query: "{{DOC.n}}{{CONTEXT.namespace_id}}{{INPUT.query}}" };
    const filter = step("then", "attribute_filter", { field: "n", operator: "ne", value: "{{INPUT.query}}" });
    expect(ids(run([find, filter], { inputs }))).toBe("p1 p2 p3");
    const text = step("out", "json_transform", { template: `{"q": {{ INPUT.query | tojson }}, "n": {{ DOC.n }}}` });
    expect(run([find, text], { inputs }).documents[0]?.fields).toEqual({ q: inputs.query, n: 1 });
  });

  const faulty: [string, ReturnType<typeof step>[], (string | number)[], RegExp][] = [
    ["an input that is not declared", [step("a", "limit", { limit: "{{INPUT.many}}" })], ["limit"], /INPUT\.many/],
    [
      "a stage that has not run",
      [find, step("b", "limit", { limit: "{{STAGE.later.count}}" })],
      ["limit"],
      /STAGE\.later/,
    ],
    [
      "an unknown root",
      [step("a", "attribute_filter", { field: "n", value: ["{{secrets.x}}"] })],
      ["value", 0],
      /secrets\.x/,
    ],
    [
      "a document where all are meant",
      [find, step("b", "limit", { limit: "{{DOC.n}}" })],
      [],
      /limit looks at all documents/,
    ],
    [
      "a document before there is one",
      [step("a", "attribute_filter", { field: "n", value: "{{DOC.n}}" })],
      [],
      /means nothing before/,
    ],
    ["a value of the wrong type", [step("a", "limit", { limit: "{{CONTEXT.namespace_id}}" })], ["limit"], /number/],
    [
      "a template that fails where it must not",
      [find, step("b", "json_transform", { template: "x", fail_on_error: true })],
      ["template"],
      /fails/,
    ],
  ];
  test.each(faulty)("%s is a fault of its step and parameter", (_, steps, path, message) => {
    try {
      run(steps);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof StepFault)) throw error;
      expect(error).toMatchObject({ step: steps.length - 1, issues: [{ path }] });
      expect(error.issues[0]?.message).toMatch(message);
    }
  });

  test("a run that is out of time stops before the next stage, with what it has", () => {
    let time = 0;
    const ticking = () => (time += 10);
    const one = step("one", "limit", { limit: 1 });
    const { documents, statistics, halted } = run([find, find, one], { maxTimeMs: 25 }, ticking);
    expect([documents.length, statistics.length, halted]).toEqual([3, 1, true]);
    expect(run([find, one], { maxTimeMs: 1000 }, ticking)).toMatchObject({ halted: false, documents: [{ id: "p1" }] });
  });

  test("facets and aggregations are told of beside the documents, and the seed of a run draws its samples", () => {
    const found = { searches: [{ feature_uri: "text_extractor@v1", query: "wing" }], facets: ["limit"] };
    const total = { aggregations: [{ function: "count", alias: "n" }], include_documents: true };
    const { facets, statistics } = run([step("s", "feature_search", found), step("t", "aggregate", total)]);
    const limits = [1, 2, 3].map((value) => ({ value, count: 1 }));
    expect(facets).toEqual({ limit: limits });
    expect(statistics.map(({ notes }) => notes)).toEqual([{ facets: { limit: limits } }, { aggregations: [{ n: 3 }] }]);
    const draw = (seed: number) => ids(run([find, step("draw", "sample", { count: 1 })], { seed }));
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(draw)).size).toBe(3);
    expect(draw(5)).toBe(draw(5));
  });
});
