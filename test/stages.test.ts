import { expect, test } from "vitest";
import { type Call, harbour, retriever, textSearch as search, tenant } from "./tenant";

const names = (reply: { body: { results?: { document_id: string }[] } }) =>
  reply.body.results?.map((one) => one.document_id);

const faulty: [names: string, stage: object][] = [
  ["teleport", { stage_id: "teleport" }],
  ["", { stage_name: "no id" }],
  ["topk", { stage_id: "feature_search", parameters: { searches: [search()], topk: 3 } }],
  ["top_k", { stage_id: "feature_search", parameters: { searches: [{ ...search(), top_k: 0 }] } }],
  ["top_k", { stage_id: "feature_search", parameters: { searches: [{ ...search(), top_k: "many" }] } }],
  ["min_score", { stage_id: "feature_search", parameters: { searches: [{ ...search(), min_score: 2 }] } }],
  ["searches", { stage_id: "feature_search", parameters: {} }],
  [
    "feature_uri",
    { stage_id: "feature_search", parameters: { searches: [{ ...search(), feature_uri: "cordon://nobody@v1/x" }] } },
  ],
  ["fusion", { stage_id: "feature_search", parameters: { searches: [search()], fusion: "magic" } }],
  ["limit", { stage_id: "limit", parameters: { limit: -1 } }],
  ["size", { stage_id: "limit", parameters: { size: 5 } }],
  ["direction", { stage_id: "sort_attribute", parameters: { field: "a", direction: "up" } }],
  ["conditions", { stage_id: "attribute_filter", parameters: {} }],
  [
    "nearly",
    { stage_id: "attribute_filter", parameters: { conditions: { field: "a", operator: "nearly", value: 1 } } },
  ],
  ["operator", { stage_id: "attribute_filter", parameters: { field: "a", operator: "nearly", value: 1 } }],
  ["in", { stage_id: "attribute_filter", parameters: { field: "a", operator: "in", value: 1 } }],
  ["AND", { stage_id: "attribute_filter", parameters: { conditions: { AND: { field: "a", value: 1 } } } }],
  ["score_field", { stage_id: "sort_relevance", parameters: { score_field: "" } }],
];

test("an unknown stage or parameter is refused when the retriever is made, by name and place", async () => {
  const ada = await tenant();
  for (const [name, stage] of faulty)
    for (const shape of [stage, { config: stage }]) {
      const draft = { retriever_name: "x", stages: [{ stage_id: "limit" }, shape] };
      const reply = await ada.call("POST", "/v1/retrievers", draft);
      expect(reply, `${JSON.stringify(stage)} ${reply.text}`).toMatchObject({ status: 422, body: { code: "invalid" } });
      expect(reply.body.detail, JSON.stringify(stage)).toContain(name);
      expect(reply.body.error.details.validation_errors[0].location.slice(0, 3)).toEqual(["body", "stages", 1]);
    }
  for (const draft of [
    {},
    { retriever_name: "x" },
    { retriever_name: "x", stages: [] },
    { retriever_name: "", stages: [{ stage_id: "limit" }] },
  ])
    expect(await ada.call("POST", "/v1/retrievers", draft)).toMatchObject({ status: 422 });
  const twice = [
    { stage_id: "limit", stage_name: "x" },
    { stage_id: "limit", stage_name: "x" },
  ];
  expect(await ada.call("POST", "/v1/retrievers", { retriever_name: "x", stages: twice })).toMatchObject({
    status: 422,
  });
  expect((await ada.call("GET", "/v1/retrievers")).body.total).toBe(1);
});

/** A filter as the one stage of a retriever: which boats pass. */
async function passing(call: Call, parameters: object) {
  const run = await retriever(call, [{ stage_id: "attribute_filter", parameters }]);
  const reply = await run();
  expect(reply, reply.text).toMatchObject({ status: 200 });
  return names(reply);
}

const all = ["dinghy", "yacht", "tug", "liner", "raft"];
const conditions: [condition: object, pass: string[]][] = [
  [{ field: "colour", value: "red" }, ["dinghy", "tug"]],
  [{ field: "colour", operator: "eq", value: "RED" }, []],
  [{ field: "colour", operator: "ne", value: "red" }, ["yacht", "liner", "raft"]],
  [{ field: "colour", operator: "eq", value: null }, ["liner"]],
  [{ field: "length", operator: "gt", value: 12 }, ["tug", "liner"]],
  [{ field: "length", operator: "gte", value: 12 }, ["yacht", "tug", "liner"]],
  [{ field: "length", operator: "lt", value: 12 }, ["dinghy"]],
  [{ field: "length", operator: "lte", value: "12" }, ["dinghy", "yacht"]],
  [{ field: "length", operator: "ne", value: 3 }, ["yacht", "tug", "liner"]],
  [{ field: "length", operator: "in", value: [3, 200, "20"] }, ["dinghy", "tug", "liner"]],
  [{ field: "length", operator: "in", value: [] }, []],
  [{ field: "tags", value: "sail" }, ["dinghy", "yacht"]],
  [{ field: "tags", operator: "ne", value: "small" }, ["yacht"]],
  [{ field: "tags", operator: "in", value: ["small", "large"] }, ["dinghy"]],
  [{ field: "crew.captain", value: "Ann" }, ["tug"]],
  [{ field: "metadata.crew.captain", value: "Ann" }, ["tug"]],
  [{ field: "document_id", operator: "in", value: ["raft", "nobody"] }, ["raft"]],
  [{ field: "nowhere", operator: "ne", value: 1 }, []],
  [{ field: "__proto__.x", operator: "ne", value: 1 }, []],
  [{ colour: "red", length: 20 }, ["tug"]],
  [{ AND: [] }, all],
  [{ OR: [] }, []],
  [
    {
      AND: [
        { field: "colour", value: "red" },
        { field: "length", operator: "gt", value: 3 },
      ],
    },
    ["tug"],
  ],
  [
    {
      OR: [
        { field: "colour", value: "white" },
        { field: "length", operator: "gt", value: 100 },
      ],
    },
    ["yacht", "liner"],
  ],
  [
    {
      NOT: [
        { field: "colour", value: "red" },
        { field: "colour", value: "white" },
      ],
    },
    ["liner", "raft"],
  ],
  [{ AND: [{ OR: [{ colour: "red" }, { colour: "white" }] }, { NOT: [{ tags: "small" }] }] }, ["yacht", "tug"]],
  [{ AND: [{ colour: "RED" }], case_sensitive: false }, ["dinghy", "tug", "raft"]],
];

test("every operator, alone and in AND, OR and NOT, lets the same documents pass wherever a filter may stand", async () => {
  const ada = await harbour();
  for (const [condition, pass] of conditions) {
    const what = JSON.stringify(condition);
    expect(await passing(ada.call, { conditions: condition }), what).toEqual(pass);
    if ("field" in condition) expect(await passing(ada.call, condition), what).toEqual(pass);
    for (const place of ["filters", "pre_filters"]) {
      const alone = await retriever(ada.call, [{ stage_id: "feature_search", parameters: { [place]: condition } }]);
      expect(names(await alone()), `${place} ${what}`).toEqual(pass);
    }
    const searched = [{ ...search("boat ship logs"), filters: condition }];
    const run = await retriever(ada.call, [{ stage_id: "feature_search", parameters: { searches: searched } }]);
    const found = names(await run());
    expect(
      found?.every((name) => pass.includes(name)),
      `${found} ${what}`,
    ).toBe(true);
    for (const name of pass.filter((one) => one !== "raft")) expect(found, what).toContain(name);
  }
  expect(await passing(ada.call, { field: "colour", value: "RED", case_insensitive: true })).toEqual([
    "dinghy",
    "tug",
    "raft",
  ]);
  const deep = (levels: number): object => (levels === 0 ? { colour: "red" } : { AND: [deep(levels - 1)] });
  expect(await passing(ada.call, { conditions: deep(15) })).toEqual(["dinghy", "tug"]);
  await expect(passing(ada.call, { conditions: deep(100) })).rejects.toThrow(/nest/);
});

test("sorting by a field or by score keeps equals in place and puts what lacks it where it was told", async () => {
  const ada = await harbour();
  const first = { stage_id: "attribute_filter", parameters: { conditions: {} } };
  const sorted = async (stage_id: string, parameters: object) =>
    names(await (await retriever(ada.call, [first, { stage_id, parameters }]))());
  expect(await sorted("sort_attribute", { field: "length", direction: "asc" })).toEqual([
    "dinghy",
    "yacht",
    "tug",
    "liner",
    "raft",
  ]);
  expect(await sorted("sort_attribute", { sort_field: "length", order: "desc" })).toEqual([
    "liner",
    "tug",
    "yacht",
    "dinghy",
    "raft",
  ]);
  expect(await sorted("sort_attribute", { field: "length", direction: "desc", nulls_last: false })).toEqual([
    "raft",
    "liner",
    "tug",
    "yacht",
    "dinghy",
  ]);
  expect(await sorted("sort_attribute", { field: "colour", direction: "asc" })).toEqual([
    "raft",
    "dinghy",
    "tug",
    "yacht",
    "liner",
  ]);
  expect(await sorted("sort_attribute", { field: "nowhere" })).toEqual(all);
  expect(await sorted("sort_relevance", { score_field: "length", direction: "asc" })).toEqual([
    "dinghy",
    "yacht",
    "tug",
    "liner",
    "raft",
  ]);
  expect(await sorted("sort_relevance", { score_field: "length", missing_score: "top" })).toEqual([
    "raft",
    "liner",
    "tug",
    "yacht",
    "dinghy",
  ]);
  expect(await sorted("limit", { limit: 2, offset: 1 })).toEqual(["yacht", "tug"]);
  const run = await retriever(ada.call, [
    { stage_id: "feature_search", parameters: { searches: [search()] } },
    { stage_id: "sort_attribute", parameters: { field: "length", direction: "asc" } },
    { stage_id: "sort_relevance" },
  ]);
  const scores = (await run({ query: "sailing boat" })).body.results.map((one: { score: number }) => one.score);
  expect(scores.length).toBeGreaterThan(1);
  expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a));
});
