import { expect, test } from "vitest";
import { harbour, retriever, textSearch as search, searcher, tenant } from "./tenant";

const names = (reply: { body: { results?: { document_id: string }[] } }) =>
  reply.body.results?.map((one) => one.document_id);

test("a retriever is created, read by id or name, listed, and deleted; both published shapes of a stage become one", async () => {
  const ada = await tenant();
  const parameters = { searches: [search()] };
  const nested = { stage_name: "find", stage_type: "filter", config: { stage_id: "feature_search", parameters } };
  const flat = { stage_name: "find", stage_type: "apply", stage_id: "feature_search", parameters };
  const input_schema = { query: { type: "string", required: true } };
  const made = [];
  for (const [i, stage] of [nested, flat].entries()) {
    const draft = {
      retriever_name: `r${i}`,
      description: "d",
      collection_identifiers: ["pages"],
      stages: [stage],
      input_schema,
      tags: ["t"],
    };
    const reply = await ada.call("POST", "/v1/retrievers", draft);
    expect(reply.body.retriever).toMatchObject({
      retriever_id: expect.stringMatching(/^ret_/),
      retriever_name: `r${i}`,
      collection_ids: [ada.collectionId],
      stages: [nested],
      input_schema,
      version: 1,
      is_published: false,
    });
    for (const ref of [`r${i}`, reply.body.retriever.retriever_id])
      expect((await ada.call("GET", `/v1/retrievers/${ref}`)).body).toEqual(reply.body.retriever);
    made.push(reply.body.retriever);
  }
  for (const [method, path] of [
    ["GET", "/v1/retrievers"],
    ["POST", "/v1/retrievers/list"],
  ] as const) {
    const { body } = await ada.call(method, path);
    expect(body.total).toBe(3);
    expect(body.results).toEqual(expect.arrayContaining(made));
  }
  expect(await ada.call("POST", "/v1/retrievers", { ...searcher("r0") })).toMatchObject({ status: 409 });
  expect(await ada.call("DELETE", "/v1/retrievers/r0")).toMatchObject({ status: 200, body: { success: true } });
  expect(await ada.call("GET", "/v1/retrievers/r0")).toMatchObject({ status: 404 });
  expect(await ada.call("POST", "/v1/retrievers/r0/execute", {})).toMatchObject({ status: 404 });
  const unnamed = await ada.call("POST", "/v1/retrievers", {
    retriever_name: "u",
    stages: [{ stage_id: "limit" }, { stage_id: "limit" }],
  });
  expect(new Set(unnamed.body.retriever.stages.map((stage: { stage_name: string }) => stage.stage_name)).size).toBe(2);
});

test("the catalogue of stages gives each its parameters, and each of them can be used", async () => {
  const ada = await tenant();
  const { body } = await ada.call("GET", "/v1/retrievers/stages");
  const ids = body.map((stage: { stage_id: string }) => stage.stage_id);
  expect(ids).toEqual(
    expect.arrayContaining(["feature_search", "attribute_filter", "sort_attribute", "sort_relevance", "limit"]),
  );
  for (const stage of body) {
    expect(stage).toMatchObject({
      description: expect.any(String),
      category: expect.stringMatching(/^(filter|sort|reduce|apply|enrich)$/),
    });
    expect(stage.parameter_schema, stage.stage_id).toMatchObject({ type: "object", properties: expect.any(Object) });
  }
});

test("inputs are checked against the schema, defaults are filled in, and templates keep their types", async () => {
  const ada = await harbour();
  const input_schema = {
    properties: {
      colours: { type: "array", default: ["red", "white"] },
      longest: { type: "number" },
      shade: { type: "string", enum: ["red", "white"] },
    },
    required: ["longest"],
  };
  const filter = (conditions: object) => ({ stage_id: "attribute_filter", parameters: { conditions } });
  const run = await retriever(
    ada.call,
    [
      filter({ field: "colour", operator: "in", value: "{{INPUT.colours}}" }),
      filter({ field: "length", operator: "lte", value: "{{ inputs.longest }}" }),
    ],
    { input_schema },
  );
  expect(names(await run({ longest: 12 }))).toEqual(["dinghy", "yacht"]);
  expect(names(await run({ longest: 20.5, colours: ["red"] }))).toEqual(["dinghy", "tug"]);
  expect(names(await run({ longest: 12, colours: [] }))).toEqual([]);
  for (const [inputs, named] of [
    [{}, "longest"],
    [{ longest: "12" }, "longest"],
    [{ longest: null }, "longest"],
    [{ longest: 12, colours: "red" }, "colours"],
    [{ longest: 12, shade: "blue" }, "shade"],
  ] as const) {
    const reply = await run(inputs);
    expect(reply, JSON.stringify(inputs)).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining(named) },
    });
    expect(reply.body.error.details.validation_errors[0].location).toEqual(["body", "inputs", named]);
  }
  const inside = await retriever(ada.call, [filter({ field: "crew.captain", value: "{{INPUT.first}}{{input.last}}" })]);
  expect(names(await inside({ first: "A", last: "nn" }))).toEqual(["tug"]);
  for (const template of [
    "{{INPUT.unheard}}",
    "{{SECRETS.key}}",
    "{{INPUT}}",
    "{{INPUT.__proto__}}",
    "{{INPUT.constructor}}",
  ]) {
    const reply = await (await retriever(ada.call, [filter({ field: "colour", value: template })]))({});
    expect(reply, template).toMatchObject({ status: 422, body: { detail: expect.stringContaining("template") } });
  }
  const names2 = await retriever(ada.call, [filter({ field: "colour", value: "{{INPUT.constructor}}" })], {
    input_schema: { constructor: { type: "string" } },
  });
  expect(names(await names2({ constructor: "white" }))).toEqual(["yacht"]);
  expect(await names2({})).toMatchObject({ status: 200 });
});

test("an execution gives results and documents alike, pages by offset, and says what each stage did", async () => {
  const ada = await harbour();
  const run = await retriever(ada.call, [
    { stage_name: "find", stage_id: "feature_search", parameters: { searches: [search()], final_top_k: 50 } },
    {
      stage_name: "coloured",
      stage_id: "attribute_filter",
      parameters: { field: "colour", operator: "in", value: ["red", "white"] },
    },
    { stage_name: "few", stage_id: "limit", parameters: { limit: 2 } },
  ]);
  const { status, body } = await run({ query: "sailing boat" });
  expect(status).toBe(200);
  expect(body.documents).toEqual(body.results);
  expect(body).toMatchObject({
    status: "completed",
    execution_id: expect.stringMatching(/^exec_/),
    error: null,
    warnings: [],
  });
  const { stages } = body.stage_statistics;
  expect(Object.keys(stages)).toEqual(["find", "coloured", "few"]);
  expect(stages.find.input_count).toBe(0);
  expect(stages.coloured.input_count).toBe(stages.find.output_count);
  expect(stages.few).toMatchObject({ input_count: stages.coloured.output_count, output_count: 2 });
  expect(stages.few.efficiency).toBeCloseTo(2 / stages.coloured.output_count);
  expect(body.results).toHaveLength(2);
  expect(body.pagination).toMatchObject({ method: "offset", total: 2, page_number: 1, page_size: 10, has_next: false });
  const all = await retriever(ada.call, [{ stage_id: "attribute_filter", parameters: { conditions: {} } }]);
  const everything = names(await all())!;
  expect(everything).toHaveLength(5);
  const paged = [];
  for (let page_number = 1; page_number <= 3; page_number++) {
    const reply = await all({}, { pagination: { method: "offset", page_size: 2, page_number } });
    expect(reply.body.pagination).toMatchObject({
      total: 5,
      total_pages: 3,
      has_next: page_number < 3,
      has_previous: page_number > 1,
    });
    paged.push(...names(reply)!);
  }
  expect(paged).toEqual(everything);
  expect(names(await all({}, { settings: { limit: 3 } }))).toHaveLength(3);
  for (const pagination of [{ page_size: 501 }, { page_size: 0 }, { page_number: 0 }, { method: "scrying" }])
    expect(await all({}, { pagination })).toMatchObject({ status: 422 });
});
