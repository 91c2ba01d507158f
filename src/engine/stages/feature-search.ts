import { type Document, derive } from "../document";
import { fuse } from "../fuse";
import { both } from "./conditions";
import { countFacets } from "./facets";
import { groupsOf, shown } from "./group";
import { dice, randomVector } from "./random";
import { isEmpty, type Search, SearchParameters } from "./search-parameters";
import { type Corpus, type SearchRequest, type Surroundings, stage } from "./stage";

/** More than a cell can hold: all there are. */
const all = 1_000_000;

/** Without searches, so many documents of each collection are looked at. */
const limitEach = 1000;

export const featureSearch = stage({
  id: "feature_search",
  category: "filter",
  does: "Finds documents by text, vector or example; filters hold before ranking. Without searches: filters alone.",
  parameters: SearchParameters,
  run(documents, parameters, corpus, around) {
    const { searches, facets, group_by, final_top_k } = parameters;
    const names = searches.map(({ feature_uri }) => feature_uri.name);
    if (names.length > 0) around.note({ features: names });
    if (parameters.fusion === "learned")
      corpus.warn("feature_search: nothing has been learned about these searches yet; rrf joins them.");
    const candidates = find(documents, parameters, corpus, around, false);
    if (facets?.length) {
      const exact = facets.filter((facet) => facet.exact);
      const every = exact.length > 0 ? find(documents, parameters, corpus, around, true) : [];
      const sampled = facets.filter((facet) => !facet.exact);
      around.note({ facets: { ...countFacets(candidates, sampled), ...countFacets(every, exact) } });
    }
    if (!group_by) return candidates.slice(0, final_top_k);
    return shown(groupsOf(candidates, group_by.field).slice(0, group_by.limit), group_by.mode, group_by.perGroup);
  },
});

/**
 * The documents that the searches find, fused, best first; of those that came in, if any did. `whole` looks for all
 * that match, not only for the best of each search.
 */
function find(
  documents: Document[] | undefined,
  { searches, fusion, filters, pre_filters, collection_identifiers }: SearchParameters,
  corpus: Corpus,
  around: Surroundings,
  whole: boolean,
): Document[] {
  const filter = both(filters, pre_filters);
  const collections = collection_identifiers ?? undefined;
  const within = (found: Document[]) => (documents ? joined(documents, found) : found);
  if (searches.length === 0) return within(corpus.select({ filter, limitEach: whole ? all : limitEach, collections }));
  const among = documents?.map(({ id }) => id);
  const asked = searches.filter(({ query, on_empty }) => !isEmpty(query) || on_empty === "random");
  const rankings = asked.map((search, i) =>
    corpus.search({
      ...what(search, around.seed + i),
      topK: whole ? all : search.top_k,
      filter: both(filter, search.filters),
      collections: search.collection_identifiers ?? collections,
      among,
    }),
  );
  const weights = asked.map(({ weight }) => weight);
  return within(fuse(rankings, { fusion: fusion === "learned" ? "rrf" : fusion, weights }));
}

/** An empty query that is to find something all the same finds what lies in a random direction. */
function what(
  { feature_uri: { extractor, output, name }, query, min_score }: Search,
  seed: number,
): Pick<SearchRequest, "feature" | "channel" | "query" | "minScore"> {
  if (!isEmpty(query)) return { feature: name, channel: output.channel, query, minScore: min_score ?? undefined };
  return { feature: name, channel: "vector", query: { vector: randomVector(extractor.dimensions, dice(seed)) } };
}

/** The documents that came in, as the stages before have made them, in the order and with the scores of the found. */
function joined(documents: Document[], found: Document[]): Document[] {
  const byId = Map.groupBy(documents, ({ id }) => id);
  return found.flatMap(({ id, score }) => (byId.get(id) ?? []).map((document) => derive(document, { score })));
}
