import { z } from "zod";
import { fusions } from "../fuse";
import { Conditions } from "./conditions";
import { Facet } from "./facets";
import { FeatureUri } from "./feature-uri";
import { outputModes } from "./group";
import { caching, FieldPath, isFields } from "./parameters";
import { QueryInput } from "./query-input";
import type { Query } from "./stage";

export const isEmpty = (query: Query) => "text" in query && query.text.trim() === "";

/** How a large file that is the query would be cut up: queries here are no files, so there is nothing to cut. */
const Preprocessing = z.strictObject({
  feature_uri: z.string().nullish(),
  params: z.record(z.string(), z.unknown()).nullish(),
  max_chunks: z.int().min(1).max(100).default(20),
  aggregation: z.enum(["rrf", "max", "avg"]).default("rrf"),
  dedup_field: FieldPath.nullish(),
});

/** An input that may be left out leaves a query without a value, which is an empty query; a search has to have one. */
const withQuery = (given: unknown) =>
  isFields(given) && "query" in given && given.query === undefined ? { ...given, query: null } : given;

const SearchFields = z
  .strictObject({
    feature_uri: FeatureUri,
    query: QueryInput,
    top_k: z.int().min(1).max(1000).default(100),
    min_score: z.number().min(0).max(1).nullish(),
    weight: z.number().min(0).max(1).default(1),
    on_empty: z.enum(["error", "skip", "random"]).default("skip"),
    query_preprocessing: Preprocessing.nullish(),
    filters: Conditions().nullish(),
    collection_identifiers: z.array(z.string()).nullish(),
  })
  .superRefine(({ feature_uri: { extractor }, query, on_empty }, context) => {
    const fault = (message: string) => context.addIssue({ code: "custom", message, path: ["query"] });
    const { name, version, dimensions } = extractor;
    if (isEmpty(query)) {
      if (on_empty === "error") fault("The query is empty.");
      return;
    }
    if ("text" in query && !extractor.encodesText)
      fault(
        `${name}@${version} has no built-in encoder for text: give input_mode "vector" with ${dimensions} numbers.`,
      );
    if ("vector" in query && query.vector.length !== dimensions)
      fault(`${name}@${version} takes ${dimensions} numbers, not ${query.vector.length}.`);
  });

const Search = z.preprocess(withQuery, SearchFields);

export type Search = z.output<typeof SearchFields>;

const PerGroup = z.int().min(1).max(100);

const Grouping = z
  .strictObject({
    field: FieldPath,
    max_per_group: PerGroup.nullish(),
    group_size: PerGroup.nullish(),
    limit: z.int().min(1).max(500).default(25),
    output_mode: z.enum(outputModes).default("all"),
  })
  .transform(({ field, max_per_group, group_size, limit, output_mode }) => ({
    field,
    perGroup: max_per_group ?? group_size ?? 1,
    limit,
    mode: output_mode,
  }));

/** What the learned fusion would learn from. */
const Learning = z.strictObject({
  algorithm: z.enum(["thompson_sampling", "epsilon_greedy", "ucb"]).nullish(),
  context_features: z.array(z.string()).nullish(),
  demographic_features: z.array(z.string()).nullish(),
  fallback_strategy: z.string().nullish(),
  min_interactions: z.int().min(1).max(100).nullish(),
  reward_signal: z.string().nullish(),
  exploration_bonus: z.number().min(0.1).max(10).nullish(),
  prior_alpha: z.number().min(0.1).nullish(),
  prior_beta: z.number().min(0.1).nullish(),
});

/** The older way to say what to search: `feature_uris: [{uri, input: {text}}]` and `limit`. */
function withSearches(given: unknown): unknown {
  if (!isFields(given) || !Array.isArray(given.feature_uris) || "searches" in given) return given;
  const { feature_uris, limit, ...rest } = given;
  const searches = feature_uris.map((one: unknown) => {
    if (!isFields(one)) return one;
    const { uri, input, ...others } = one;
    return { feature_uri: uri, query: input, ...others };
  });
  return { searches, ...(limit !== undefined && { final_top_k: limit }), ...rest };
}

const SearchParameterFields = z
  .strictObject({
    searches: z.array(Search).max(10).default([]),
    final_top_k: z.int().min(1).max(500).default(25),
    fusion: z.enum(fusions).default("rrf"),
    learning_config: Learning.nullish(),
    query_preprocessing: Preprocessing.nullish(),
    filters: Conditions().nullish(),
    pre_filters: Conditions().nullish(),
    collection_identifiers: z.array(z.string()).nullish(),
    facets: z.array(Facet).max(20).nullish(),
    group_by: Grouping.nullish(),
    ...caching,
  })
  .superRefine(({ searches, filters, pre_filters }, context) => {
    if (searches.length === 0 && !filters && !pre_filters)
      context.addIssue({ code: "custom", message: "Give at least one search, or filters alone.", path: ["searches"] });
  });

export const SearchParameters = z.preprocess(withSearches, SearchParameterFields);

export type SearchParameters = z.output<typeof SearchParameterFields>;
