import { expect, test } from "vitest";
import { tenant } from "./tenant";

test("a pipeline of new stages runs in the cell, through HTTP", async () => {
  const ada = await tenant();
  const make = async (name: string, documents: object[]) => {
    const reply = await ada.call("POST", "/v1/collections", { collection_name: name });
    const id = reply.body.collection_id ?? reply.body.collection?.collection_id;
    for (const document of documents) {
      const made = await ada.call("POST", `/v1/collections/${id}/documents`, document);
      expect(made.status, made.text).toBe(200);
    }
    return id;
  };
  const posts = await make("posts", [
    { document_id: "p1", text: "shock waves on a wing", by: "u1", kind: "a", tags: ["x", "y"] },
    { document_id: "p2", text: "shock waves on a plate", by: "u2", kind: "a", tags: ["y"] },
    { document_id: "p3", text: "heat of a shock", by: "u1", kind: "b", tags: [] },
  ]);
  await make("authors", [{ user: "u1", name: "Ann" }]);
  const run = async (stages: object[], inputs: object = {}) => {
    const body = { collection_identifiers: [posts], stages, inputs, input_schema: { query: { type: "text" } } };
    const reply = await ada.call("POST", "/v1/retrievers/execute", body);
    expect(reply.status, reply.text).toBe(200);
    return reply.body;
  };
  const find = {
    stage_name: "find",
    stage_id: "feature_search",
    parameters: { searches: [{ feature_uri: "text_extractor@v1", query: "{{INPUT.query}}" }], facets: ["kind"] },
  };
  const joined = await run(
    [
      find,
      { stage_id: "mmr", parameters: { lambda: 0.5, top_k: 3 } },
      {
        stage_id: "document_enrich",
        parameters: {
          target_collection_id: "authors",
          source_field: "by",
          target_field: "user",
          fields_to_merge: ["name"],
          output_field: "author",
        },
      },
      {
        stage_id: "feature_search",
        parameters: { searches: [{ feature_uri: "text_extractor@v1/full_text", query: "wing plate" }] },
      },
      {
        stage_id: "json_transform",
        parameters: {
          template: `{"id": "{{ DOC.document_id }}", "author": {{ DOC.author.name | tojson }}, "of": {{ STAGE.find.count }}, "q": {{ INPUT.query | tojson }}, "document_id": 5, "_highlights": "x"}`,
        },
      },
    ],
    { query: `shock "{{DOC.x}}"` },
  );
  expect(joined.facets.kind).toEqual([
    { value: "a", count: 2 },
    { value: "b", count: 1 },
  ]);
  expect(joined.warnings).toEqual([]);
  expect(joined.results.map((one: { id: string }) => one.id).sort()).toEqual(["p1", "p2"]);
  expect(joined.results.find((one: { id: string }) => one.id === "p1")).toMatchObject({
    author: "Ann",
    of: 3,
    q: `shock "{{DOC.x}}"`,
  });
  const grouped = await run([find, { stage_id: "group_by", parameters: { field: "kind" } }], { query: "shock" });
  expect(grouped.results).toMatchObject([
    { key: "a", count: 2 },
    { key: "b", count: 1 },
  ]);
  const counted = await run(
    [
      find,
      {
        stage_id: "aggregate",
        parameters: { aggregations: [{ function: "count", alias: "n" }], include_documents: true },
      },
    ],
    { query: "shock" },
  );
  expect(counted.stage_statistics.stages.aggregate_2.metadata).toEqual({ aggregations: [{ n: 3 }] });
  const bad = await ada.call("POST", "/v1/retrievers/execute", {
    collection_identifiers: [posts],
    inputs: {},
    stages: [find, { stage_id: "json_transform", parameters: { template: "{{ x" } }],
  });
  expect(bad.status, bad.text).toBe(422);
  const later = await ada.call("POST", "/v1/retrievers/execute", {
    collection_identifiers: [posts],
    inputs: {},
    stages: [{ stage_id: "limit", parameters: { limit: "{{STAGE.x.count}}" } }],
  });
  expect([later.status, later.text.includes("STAGE.x.count")]).toEqual([422, true]);
});
