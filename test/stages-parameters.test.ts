import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Fields } from "../src/engine/fields";
import { findStage, stages } from "../src/engine/stages";
import { issuesOf } from "../src/engine/stages/issues";

const search = { feature_uri: "text_extractor@v1", query: "x" };
const count = { function: "count", alias: "n" };

/** What each stage can do with at the least. */
const least: Record<string, Fields> = {
  feature_search: { searches: [search] },
  attribute_filter: { field: "a", value: 1 },
  sort_attribute: {},
  sort_relevance: {},
  mmr: {},
  score_normalize: {},
  limit: {},
  deduplicate: { fields: ["a"] },
  sample: {},
  aggregate: { aggregations: [count] },
  group_by: {},
  json_transform: { template: "{}" },
  rag_prepare: {},
  unwind: { field: "a" },
  document_enrich: { target_collection_id: "c" },
};

/** Where the parameters are wrong, and what is said. */
function faults(stageId: string, parameters: Fields) {
  const parsed = findStage(stageId)?.parameters.safeParse({ ...least[stageId], ...parameters });
  return issuesOf(parsed?.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe.each(stages.map((stage) => [stage.id, stage] as const))("%s", (id, stage) => {
  test("takes the least, and refuses what it does not know by its name", () => {
    expect(faults(id, {})).toEqual([]);
    expect(faults(id, { no_such_parameter: 1 }).join()).toContain("no_such_parameter");
    expect(faults(id, JSON.parse(`{"__proto__": {"x": 1}}`)).join()).toContain("__proto__");
  });

  test("shows its parameters as JSON Schema", () => {
    const schema = z.toJSONSchema(stage.parameters, { io: "input", unrepresentable: "any" });
    expect(schema).toMatchObject({ type: "object", additionalProperties: false });
    for (const name of Object.keys(least[id] ?? {})) expect(Object.keys(schema.properties ?? {})).toContain(name);
  });
});

const wrong: [stage: string, parameters: Fields, says: RegExp][] = [
  ["deduplicate", { fields: undefined }, /^fields: Name the fields/],
  ["deduplicate", { similarity_threshold: 1.1 }, /^similarity_threshold/],
  ["deduplicate", { strategy: "magic" }, /^strategy/],
  ["group_by", { max_per_group: 1001 }, /^max_per_group/],
  ["group_by", { max_per_group: 0 }, /^max_per_group/],
  ["group_by", { output_mode: "some" }, /^output_mode/],
  ["group_by", { sort_groups_by: "size" }, /^sort_groups_by/],
  ["aggregate", { aggregations: [] }, /^aggregations/],
  ["aggregate", { aggregations: [{ function: "median", alias: "m", field: "a" }] }, /^aggregations\.0\.function/],
  ["aggregate", { aggregations: [{ alias: "m" }] }, /^aggregations\.0\.function: Name the function/],
  ["aggregate", { aggregations: [{ function: "sum", alias: "m" }] }, /^aggregations\.0\.field: sum needs a field/],
  ["aggregate", { aggregations: [{ function: "count" }] }, /^aggregations\.0\.alias/],
  ["aggregate", { aggregations: [count, count] }, /^aggregations: Two results are called "n"/],
  ["aggregate", { group_by: [{ field: "a", alias: "n" }] }, /^aggregations: Two results are called "n"/],
  ["aggregate", { sort_by: "m" }, /^sort_by: Nothing is called that. Known: n/],
  ["aggregate", { limit: 1001 }, /^limit/],
  ["sample", { count: 1001 }, /^count/],
  ["sample", { size: 0 }, /^size/],
  ["sample", { strategy: "stratified" }, /^stratify_by: Name the field/],
  ["sample", { seed: 1.5 }, /^seed/],
  ["sample", { preserve_top_k: -1 }, /^preserve_top_k/],
  ["mmr", { lambda: 1.1 }, /^lambda/],
  ["mmr", { top_k: 501 }, /^top_k/],
  ["mmr", { diversity_feature_uri: "nobody@v1" }, /^diversity_feature_uri: Unknown feature/],
  ["mmr", { similarity_metric: "manhattan" }, /^similarity_metric/],
  ["mmr", { diversity_fields: ["a"], diversity_field_weights: { b: 1 } }, /^diversity_field_weights: "b" is none/],
  ["score_normalize", { method: "rank" }, /^method/],
  ["score_normalize", { min_value: 2, max_value: 1 }, /^max_value/],
  ["unwind", { field: undefined }, /^field/],
  ["unwind", { when: { AND: 1 } }, /^when\.AND/],
  ["json_transform", { template: "" }, /^template/],
  ["json_transform", { template: "{{ x" }, /^template: The template cannot be read/],
  ["json_transform", { template: "x".repeat(20_001) }, /^template/],
  ["rag_prepare", { max_tokens: 99 }, /^max_tokens/],
  ["rag_prepare", { max_tokens: 128_001 }, /^max_tokens/],
  ["rag_prepare", { truncation_strategy: "drop_first" }, /^truncation_strategy/],
  ["rag_prepare", { output_mode: "poem" }, /^output_mode/],
  ["rag_prepare", { citation: { style: "chicago" } }, /^citation\.style/],
  ["rag_prepare", { document_template: "{% if %}" }, /^document_template: The template cannot be read/],
  ["document_enrich", { target_collection_id: undefined }, /^target_collection_id: Name the collection/],
  ["document_enrich", { retriever_id: "ret_1" }, /^retriever_id: A join here goes by field/],
  ["document_enrich", { retriever_config: { stages: [] } }, /^retriever_config: A join here goes by field/],
  ["document_enrich", { strategy: "merge" }, /^strategy/],
  ["document_enrich", { cache_behavior: "sometimes" }, /^cache_behavior/],
  ["feature_search", { searches: [{ feature_uri: "text_extractor@v1" }] }, /^searches\.0\.query/],
  ["feature_search", { searches: [{ ...search, on_empty: "guess" }] }, /^searches\.0\.on_empty/],
  ["feature_search", { searches: [{ ...search, min_score: 2 }] }, /^searches\.0\.min_score/],
  [
    "feature_search",
    { searches: [{ ...search, query: { input_mode: "vector", value: [1] } }] },
    /takes 384 numbers, not 1/,
  ],
  ["feature_search", { searches: [] }, /^searches: Give at least one search/],
  ["feature_search", { facets: [{ key: "a", limit: 1001 }] }, /^facets\.0\.limit/],
  ["feature_search", { group_by: { field: "a", max_per_group: 101 } }, /^group_by\.max_per_group/],
  ["feature_search", { group_by: {} }, /^group_by\.field/],
  ["feature_search", { fusion: "borda" }, /^fusion/],
  ["feature_search", { cache_ttl_seconds: -1 }, /^cache_ttl_seconds/],
  ["attribute_filter", { field: undefined }, /Give either field and value, or conditions/],
  ["attribute_filter", { conditions: { a: 1 } }, /Give either field and value, or conditions/],
];

test.each(wrong)("%s %j is refused in its place", (stage, parameters, says) => {
  expect(faults(stage, parameters).some((one) => says.test(one)) || faults(stage, parameters)).toBe(true);
});

test("what clients leave empty with null is as if it were not there", () => {
  const empty: Record<string, Fields> = {
    mmr: { diversity_feature_uri: null, diversity_features: null, diversity_fields: null, top_n: null },
    sample: { stratify_by: null, seed: null },
    aggregate: { group_by: null, sort_by: null, limit: null },
    group_by: { max_groups: null, sort_groups_by: null },
    document_enrich: {
      fields_to_merge: null,
      output_field: null,
      when: null,
      retriever_id: null,
      retriever_config: null,
    },
    feature_search: { facets: null, group_by: null, learning_config: null, filters: null, pre_filters: null },
    score_normalize: { output_field: null, min_value: null },
    rag_prepare: { citation: null },
    attribute_filter: { conditions: null },
  };
  for (const [stage, parameters] of Object.entries(empty)) expect(faults(stage, parameters), stage).toEqual([]);
});
