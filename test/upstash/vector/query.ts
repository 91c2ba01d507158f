import { denseOf, type Entry, type Sparse, show, shownBy, sparseOf } from "./entry.ts";
import { parseFilter } from "./filter.ts";
import type { IndexOptions } from "./index.ts";
import { float32, type JsonObject, textOf } from "./json.ts";
import { invalid, Refusal } from "./refusal.ts";
import { denseScore, fused, type Hit, ranked, sparseScore, weighted } from "./scores.ts";

const mostResults = 1000;

/** What a query is asked of. */
export interface Asked {
  seen: ReadonlyMap<string, Entry>;
  options: IndexOptions;
  /** Answers of filters that the service's documents leave open. */
  open: boolean;
  /** How many of the best the filter looks at, before it gives up; as the service, it may return fewer than asked for. */
  filterBudget: number;
}

export function query(sent: JsonObject, asked: Asked): JsonObject[] {
  const topK = countOf(sent.topK ?? 10, "topK");
  const hits = oneList(candidates(sent, asked, topK), algorithmOf(sent));
  return shownHits(hits.slice(0, topK), sent);
}

export const shownHits = (hits: Hit[], sent: JsonObject): JsonObject[] => {
  const shown = shownBy(sent);
  return hits.map(({ entry, score }) => ({ ...show(entry, shown), score: float32(score) }));
};

/** A hybrid index that is asked with one component only gives that component's own scores. */
export const oneList = (lists: Hit[][], algorithm: "RRF" | "DBSF"): Hit[] =>
  lists.length === 1 ? (lists[0] ?? []) : fused(lists, algorithm);

export function algorithmOf({ fusionAlgorithm = "RRF" }: JsonObject): "RRF" | "DBSF" {
  if (fusionAlgorithm === "RRF" || fusionAlgorithm === "DBSF") return fusionAlgorithm;
  throw invalid("Unknown fusion algorithm");
}

/** All that pass, best first: a list for each component of the query. One that stands alone may end after `most`. */
export function candidates(
  sent: JsonObject,
  { seen, options, open, filterBudget }: Asked,
  most = Number.POSITIVE_INFINITY,
): Hit[][] {
  const vector = denseOf(sent.vector, options);
  const sparse = sparseOf(sent.sparseVector, options);
  if (!vector && !sparse) throw invalid("Either a dense or a sparse vector must be provided");
  const filter = textOf(sent.filter, "filter");
  const test = filter?.trim() ? parseFilter(filter) : () => true;
  const all = [...seen.values()];
  const scores = [
    ...(vector ? [denseScore(vector, options.similarityFunction ?? "COSINE")] : []),
    ...(sparse ? [sparseScore(weightedBy(sent, sparse, all))] : []),
  ];
  const passes = ({ metadata }: Entry) => test(metadata, open);
  if (filterBudget >= all.length) {
    const passing = filter ? all.filter(passes) : all;
    return scores.map((score) => ranked(passing, score, scores.length === 1 ? most : passing.length));
  }
  const within = (hits: Hit[]) => (filter ? hits.slice(0, filterBudget).filter(({ entry }) => passes(entry)) : hits);
  return scores.map((score) => within(ranked(all, score)));
}

function weightedBy({ weightingStrategy }: JsonObject, sparse: Sparse, all: Entry[]): Sparse {
  if (weightingStrategy === undefined) return sparse;
  if (weightingStrategy !== "IDF") throw invalid("Unknown weighting strategy");
  return weighted(sparse, all);
}

export function countOf(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1)
    throw invalid(`${what} must be greater than 0`);
  if (value > mostResults) throw new Refusal(400, `${what} is too large: ${value}, limit: ${mostResults}`);
  return value;
}
