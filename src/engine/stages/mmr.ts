import { z } from "zod";
import { type Document, numberAt, put, read } from "../document";
import { FeatureUri } from "./feature-uri";
import { sortBy } from "./order";
import { FieldPath } from "./parameters";
import { byFields, byVectors, type Similarity, similarityMetrics, weighted } from "./similarity";
import { type Corpus, type Surroundings, stage } from "./stage";

/** Only the best are weighed against each other: the work grows with their number times `top_k`. */
const most = 2000;

const Lambda = z.number().min(0).max(1);
const TopK = z.int().min(1).max(500);

const Parameters = z
  .strictObject({
    lambda: Lambda.nullish(),
    lambda_: Lambda.nullish(),
    top_k: TopK.nullish(),
    top_n: TopK.nullish(),
    diversity_feature_uri: FeatureUri.nullish(),
    diversity_features: z
      .array(z.strictObject({ feature_uri: FeatureUri, weight: z.number().min(0).max(1).default(1) }))
      .max(10)
      .nullish(),
    diversity_fields: z.array(FieldPath).max(10).nullish(),
    diversity_field_weights: z.record(z.string(), z.number().min(0)).nullish(),
    embedding_field: FieldPath.nullish(),
    score_field: FieldPath.default("score"),
    mmr_score_field: FieldPath.nullable().default("scores.mmr"),
    similarity_metric: z.enum(similarityMetrics).default("cosine"),
  })
  .superRefine(({ diversity_fields: fields, diversity_field_weights: weights }, context) => {
    const stray = Object.keys(weights ?? {}).find((field) => !fields?.includes(field));
    if (stray !== undefined)
      context.addIssue({
        code: "custom",
        message: `${JSON.stringify(stray)} is none of the diversity_fields.`,
        path: ["diversity_field_weights"],
      });
  });

type Parameters = z.output<typeof Parameters>;

export const mmr = stage({
  id: "mmr",
  category: "sort",
  does: "Orders by what each document adds: its score, less its likeness to those before it, by fields or vectors.",
  parameters: Parameters,
  run(documents, parameters, corpus, around) {
    const { score_field, mmr_score_field } = parameters;
    const ranked = sortBy(documents ?? [], (document) => numberAt(document, score_field), { descending: true });
    if (ranked.length > most) corpus.warn(`mmr weighs the best ${most} of ${ranked.length} documents.`);
    const candidates = ranked.slice(0, most);
    const relevance = unitScale(candidates.map((document) => numberAt(document, score_field)));
    const similarity = similarityOf(candidates, parameters, corpus, around);
    const picks = select(relevance, similarity, {
      lambda: parameters.lambda ?? parameters.lambda_ ?? 0.7,
      count: parameters.top_k ?? parameters.top_n ?? 25,
    });
    return picks.map(({ at, score }) => {
      const document = candidates[at]!;
      return mmr_score_field === null ? document : put(document, mmr_score_field, score);
    });
  },
});

/** Scores as they are when they lie within 0 and 1, like likeness does, else by their range; a missing one is 0. */
function unitScale(scores: (number | undefined)[]): number[] {
  const known = scores.filter((score) => score !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (low >= 0 && high <= 1) return scores.map((score) => score ?? 0);
  return scores.map((score) => (score === undefined ? 0 : high > low ? (score - low) / (high - low) : 1));
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): the most relevant first, then again and again the one of
 * highest λ · relevance − (1 − λ) · likeness to the most alike of those taken. Equal ones by relevance.
 */
export function select(
  relevance: number[],
  similarity: Similarity,
  { lambda, count }: { lambda: number; count: number },
) {
  const likeness = new Float64Array(relevance.length);
  const left = new Set(relevance.keys());
  const picks: { at: number; score: number }[] = [];
  while (picks.length < count && left.size > 0) {
    let best = { at: -1, score: Number.NEGATIVE_INFINITY };
    for (const at of left) {
      const score = lambda * relevance[at]! - (1 - lambda) * likeness[at]!;
      if (score > best.score) best = { at, score };
      // The candidates come most relevant first, and nothing is taken yet that they could be like.
      if (picks.length === 0) break;
    }
    left.delete(best.at);
    picks.push(best);
    for (const at of left) {
      const alike = similarity(at, best.at);
      likeness[at] = picks.length === 1 ? alike : Math.max(likeness[at]!, alike);
    }
  }
  return picks;
}

/** The first way that is named: one feature, several, fields; else the feature that was searched before. */
function similarityOf(documents: Document[], parameters: Parameters, corpus: Corpus, around: Surroundings): Similarity {
  const { diversity_feature_uri, diversity_features, diversity_fields, diversity_field_weights } = parameters;
  const { similarity_metric, embedding_field } = parameters;
  const none: Similarity = () => 0;
  const by = (vectors: (Float32Array | undefined)[], what: string) => {
    if (documents.length > 0 && vectors.every((vector) => vector === undefined))
      corpus.warn(`mmr: no document has a vector under ${what}; the order is that of the scores.`);
    return byVectors(vectors, similarity_metric);
  };
  const byFeature = (name: string) => by(corpus.vectors?.(documents, name) ?? documents.map(() => undefined), name);
  if (diversity_feature_uri) return byFeature(diversity_feature_uri.name);
  if (diversity_features?.length)
    return weighted(
      diversity_features.map(({ feature_uri, weight }) => ({ similarity: byFeature(feature_uri.name), weight })),
    );
  if (diversity_fields?.length)
    return byFields(
      documents,
      diversity_fields.map((field) => ({ field, weight: diversity_field_weights?.[field] ?? 1 })),
    );
  if (embedding_field)
    return by(
      documents.map((document) => vectorOf(read(document, embedding_field))),
      embedding_field,
    );
  const searched = around.notes.features?.[0];
  if (searched) return byFeature(searched);
  corpus.warn("mmr: nothing says what makes documents alike; the order is that of the scores.");
  return none;
}

const vectorOf = (value: unknown): Float32Array | undefined =>
  Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === "number")
    ? Float32Array.from(value)
    : undefined;
