import { z } from "zod";
import type { Document } from "../document";
import { featureUris, findFeature } from "../features";
import { fuse, fusions } from "../fuse";
import { both, Conditions } from "./conditions";
import { QueryInput } from "./query-input";
import { type Query, stage } from "./stage";

const FeatureUri = z.string().transform((uri, context) => {
  const feature = findFeature(uri);
  if (feature) return feature;
  context.addIssue({ code: "custom", message: `Unknown feature ${uri}. Known: ${featureUris().join(", ")}.` });
  return z.NEVER;
});

const Search = z
  .strictObject({
    feature_uri: FeatureUri,
    query: QueryInput,
    top_k: z.int().min(1).max(1000).default(100),
    min_score: z.number().min(0).max(1).nullish(),
    weight: z.number().min(0).max(1).default(1),
    on_empty: z.enum(["error", "skip"]).default("skip"),
    filters: Conditions().optional(),
    collection_identifiers: z.array(z.string()).nullish(),
  })
  .superRefine(({ feature_uri: { extractor }, query, on_empty }, context) => {
    const fault = (message: string) => context.addIssue({ code: "custom", message, path: ["query"] });
    if ("text" in query && !extractor.encodesText)
      fault(
        `${extractor.name}@${extractor.version} has no built-in encoder for text: give input_mode "vector" with ${extractor.dimensions} numbers.`,
      );
    if ("text" in query && on_empty === "error" && query.text.trim() === "") fault("The query is empty.");
    if ("vector" in query && query.vector.length !== extractor.dimensions)
      fault(
        `${extractor.name}@${extractor.version} takes ${extractor.dimensions} numbers, not ${query.vector.length}.`,
      );
  });

const Parameters = z
  .strictObject({
    searches: z.array(Search).max(10).default([]),
    final_top_k: z.int().min(1).max(500).default(25),
    fusion: z.enum(fusions).default("rrf"),
    filters: Conditions().optional(),
    pre_filters: Conditions().optional(),
    collection_identifiers: z.array(z.string()).nullish(),
  })
  .superRefine(({ searches, filters, pre_filters }, context) => {
    if (searches.length === 0 && !filters && !pre_filters)
      context.addIssue({ code: "custom", message: "Give at least one search, or filters alone.", path: ["searches"] });
  });

const isEmpty = (query: Query) => "text" in query && query.text.trim() === "";

export const featureSearch = stage({
  id: "feature_search",
  category: "filter",
  does: "Finds documents by text, vector or example; filters hold before ranking. Without searches: filters alone.",
  parameters: Parameters,
  run(documents, { searches, final_top_k, fusion, filters, pre_filters, collection_identifiers }, corpus) {
    const filter = both(filters, pre_filters);
    const only = documents && new Set(documents.map((document) => document.id));
    const kept = (found: Document[]) => (only ? found.filter((document) => only.has(document.id)) : found);
    if (searches.length === 0) return kept(corpus.select({ filter, limitEach: 1000 })).slice(0, final_top_k);
    const rankings = searches.map((search) => {
      if (isEmpty(search.query)) return [];
      const found = corpus.search({
        feature: `${search.feature_uri.extractor.name}@${search.feature_uri.extractor.version}`,
        channel: search.feature_uri.output.channel,
        query: search.query,
        topK: search.top_k,
        minScore: search.min_score ?? undefined,
        filter: both(filter, search.filters),
        collections: search.collection_identifiers ?? collection_identifiers ?? undefined,
      });
      return kept(found);
    });
    return fuse(rankings, { fusion, weights: searches.map((search) => search.weight) }).slice(0, final_top_k);
  },
});
