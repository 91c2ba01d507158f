import { candidatesFor, type Ranked, rescore } from "../engine/knn/rescore";
import { top } from "../engine/knn/top";
import { unit } from "../engine/knn/vector";
import type { SearchRequest } from "../engine/stages/stage";
import { analyseQuery, complete, type Query } from "../engine/text/query";
import { completions } from "./entries";
import type { SearchIndex } from "./search-index";

type Warn = (message: string) => void;

/** The best `topK` of the given slots for one query: words, vector, or both fused over every document. */
export function search(
  sql: SqlStorage,
  index: SearchIndex,
  request: SearchRequest,
  slots: Uint32Array,
  warn: Warn,
): Ranked {
  const { query, topK } = request;
  const ranked =
    "text" in query ? byText(sql, index, request, query.text, slots) : byVector(sql, index, request, slots, warn);
  const floor = request.minScore;
  if (floor === undefined) return ranked;
  const keep = ranked.scores.findIndex((score) => score < floor);
  const end = keep < 0 ? topK : keep;
  return { slots: ranked.slots.subarray(0, end), scores: ranked.scores.subarray(0, end) };
}

function byText(sql: SqlStorage, index: SearchIndex, request: SearchRequest, text: string, slots: Uint32Array): Ranked {
  const query = finished(sql, index, analyseQuery(text));
  const scores = new Float32Array(index.slots.length);
  index.lexical.score(query.terms, scores);
  const whole = index.lexical.fullMatch(query.terms);
  for (const slot of slots) scores[slot] = whole > 0 ? Math.min(1, scores[slot]! / whole) : 0;
  return ranked(scores, top(scores, request.topK, { slots, floor: Number.MIN_VALUE }));
}

/** The query, its last word replaced by the words it may become when nobody has written it as it stands. */
function finished(sql: SqlStorage, index: SearchIndex, query: Query): Query {
  const { lastWord, terms } = query;
  if (lastWord === undefined || lastWord.length < 2) return query;
  const known = terms.some((term) => index.lexical.frequency(term.id) > 0 && term.id === terms.at(-1)?.id);
  return known ? query : complete(query, completions(sql, lastWord));
}

function byVector(sql: SqlStorage, index: SearchIndex, request: SearchRequest, slots: Uint32Array, warn: Warn): Ranked {
  const { query, feature, topK } = request;
  const matrix = index.matrices.get(feature);
  const self = "documentId" in query ? slotOfDocument(sql, index, query.documentId) : undefined;
  const wanted = "vector" in query ? Float32Array.from(query.vector) : vectorAt(sql, index, feature, self);
  if (!matrix || !wanted) {
    if ("documentId" in query) warn("document_ref names no document with a vector of this feature.");
    return { slots: new Uint32Array(0), scores: new Float32Array(0) };
  }
  const scores = new Float32Array(index.slots.length);
  matrix.scan(wanted, scores, slots.length < index.slots.size ? slots : undefined);
  const alive = (slot: number) => slot !== self && matrix.has(slot);
  if (matrix.kind === "f32") return ranked(scores, top(scores, topK, { slots, alive }));
  const candidates = top(scores, candidatesFor(topK), { slots, alive });
  return rescore(unit(wanted), candidates, (slot) => exact(vectorAt(sql, index, feature, slot)), topK);
}

const exact = (vector: Float32Array | undefined) => vector && unit(vector);

const ranked = (scores: Float32Array, slots: Uint32Array): Ranked => ({
  slots,
  scores: Float32Array.from(slots, (slot) => scores[slot]!),
});

function slotOfDocument(sql: SqlStorage, index: SearchIndex, id: string): number | undefined {
  const [row] = sql.exec<{ seq: number }>("SELECT seq FROM documents WHERE id = ?", id);
  return row && index.slots.slotOf(row.seq);
}

function vectorAt(
  sql: SqlStorage,
  index: SearchIndex,
  feature: string,
  slot: number | undefined,
): Float32Array | undefined {
  if (slot === undefined) return undefined;
  const seq = index.slots.seqOf(slot);
  const [row] = sql.exec<{ vector: ArrayBuffer }>(
    "SELECT vector FROM vectors WHERE feature = ? AND seq = ?",
    feature,
    seq,
  );
  return row && new Float32Array(row.vector);
}
