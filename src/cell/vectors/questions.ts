import { broughtFeature } from "../../engine/features";
import type { Ranked } from "../../engine/knn/rescore";
import { broughtDimension } from "../entries";
import type { Row } from "../found";
import type { Inquiry } from "../remote/inquiry";
import { type Around, search, vectorAt } from "../search";
import type { Shelf } from "../shelf";
import type { Hit, Question, VectorAnswer, VectorAsk } from "./contract";
import { byDistance } from "./distances";
import { byWeight, type Weighed } from "./weighted";

const text = "text_extractor@v1";

/** The best documents for each of several questions, all of one moment. */
export function answers(
  shelf: Shelf,
  { collectionId, questions }: VectorAsk<"search">,
  inquiry: Inquiry,
): VectorAnswer<"search"> {
  const began = performance.now();
  shelf.index.load();
  const dimension = broughtDimension(shelf.sql);
  if (dimension !== null && questions.some(({ vector }) => vector && vector.length !== dimension))
    return { hits: [], ms: 0, warnings: [], dimension };
  const warnings = new Set<string>();
  const warn = (message: string) => void warnings.add(message);
  const hits = questions.map((question) => {
    if (collectionId === null) return [];
    const collections = [collectionId];
    const slots = question.filter
      ? shelf.filtered.slots(question.filter, collections)
      : shelf.index.slots.of(collections);
    return answer(shelf, question, { slots, collections, inquiry, warn });
  });
  return { hits, ms: performance.now() - began, warnings: [...warnings] };
}

function answer(shelf: Shelf, question: Question, around: Around): Hit[] {
  const { sql, index } = shelf;
  const { vector, values } = question;
  const feature = vector ? broughtFeature : shelf.model.feature;
  return best(shelf, question, around).map(({ slot, ...weighed }) => {
    const query = "SELECT * FROM documents WHERE seq = ?";
    const { id, body } = sql.exec<Row>(query, index.slots.seqOf(slot)).one();
    const own = values ? vectorAt(shelf, feature, slot) : undefined;
    return { id, body, values: own ? Array.from(own) : null, ...weighed };
  });
}

function best(shelf: Shelf, question: Question, around: Around): Weighed[] {
  const { text: asked, vector, weight, metric, topK } = question;
  const filter = question.filter ?? undefined;
  if (asked === null) {
    if (vector === null) return [];
    if (metric !== "cosine")
      return alike(byDistance(shelf, metric, Float32Array.from(vector), around.slots, topK), "vectorScore");
    const request = { feature: broughtFeature, channel: "vector", query: { vector }, topK, filter } as const;
    return alike(search(shelf, request, around), "vectorScore");
  }
  const request = { feature: text, query: { text: asked }, topK, filter };
  if (weight === null) return alike(search(shelf, { ...request, channel: "hybrid" }, around), "vectorScore");
  if (weight === 0 && !vector) return alike(search(shelf, { ...request, channel: "words" }, around), "textScore");
  return byWeight(shelf, { text: asked, vector, weight, topK, filter }, around);
}

/** A ranking by one thing alone. */
const alike = ({ slots, scores }: Ranked, by: "vectorScore" | "textScore"): Weighed[] =>
  Array.from(slots, (slot, i) => {
    const score = scores[i] ?? 0;
    return { slot, score, vectorScore: 0, textScore: 0, [by]: Math.min(1, Math.max(0, score)) };
  });
