import type { Kind } from "../engine/knn/kind";
import { candidatesFor, type Ranked, rescore } from "../engine/knn/rescore";
import { type TopOptions, top } from "../engine/knn/top";
import { unit } from "../engine/knn/vector";
import { FEEDBACK_DOCUMENTS, type Feedback, withFeedback } from "../engine/latent/feedback";
import type { SearchRequest } from "../engine/stages/stage";
import { fuseHybrid, vectorWeight } from "../engine/text/hybrid";
import { analyseQuery, complete, type Query } from "../engine/text/query";
import { analyse, termOf } from "../engine/text/terms";
import { completions } from "./entries";
import type { Inquiry } from "./remote/inquiry";
import { byRemoteBoth, byRemoteVector } from "./remote/ranking";
import type { Look } from "./remote/sight";
import type { Shelf } from "./shelf";

/** What a search may find, and whom it asks and tells. */
export interface Around {
  /** Slots, ascending. */
  slots: Uint32Array;
  collections: string[] | null;
  inquiry: Inquiry;
  warn(message: string): void;
}

const nothing = (): Ranked => ({ slots: new Uint32Array(0), scores: new Float32Array(0) });

/** The best `topK` of the given slots for one query: by words, by vector, or by both fused over every document. */
export function search(shelf: Shelf, request: SearchRequest, around: Around): Ranked {
  const { slots: best, scores } = ranking(shelf, request, around);
  const floor = request.minScore;
  const below = floor === undefined ? -1 : scores.findIndex((score) => score < floor);
  return below < 0 ? { slots: best, scores } : { slots: best.subarray(0, below), scores: scores.subarray(0, below) };
}

function ranking(shelf: Shelf, request: SearchRequest, around: Around): Ranked {
  const { query, channel, topK, filter } = request;
  const { slots } = around;
  const look = (vector: Float32Array) => ({ feature, vector, slots, collections: around.collections, filter });
  // What extractors make themselves is kept by model; what documents bring, under the extractor's own name.
  const feature = request.feature === "text_extractor@v1" ? shelf.model.feature : request.feature;
  if ("text" in query) {
    const { text } = query;
    if (channel === "words") return byWords(shelf, text, slots, topK);
    const wanted = shelf.model.encodeQuery(analyse(text));
    return channel === "vector"
      ? byVector(shelf, around, look(wanted), topK)
      : byBoth(shelf, around, text, look, wanted, topK);
  }
  if ("vector" in query) return byVector(shelf, around, look(Float32Array.from(query.vector)), topK);
  const self = slotOfDocument(shelf, query.documentId);
  const wanted = vectorAt(shelf, feature, self);
  return wanted ? byVector(shelf, around, look(wanted), topK, self) : nothing();
}

function byWords(shelf: Shelf, text: string, slots: Uint32Array, topK: number): Ranked {
  const scores = new Float32Array(shelf.index.slots.length);
  const { terms } = finished(shelf, analyseQuery(text));
  shelf.index.lexical.score(terms, scores);
  const best = top(scores, topK, { slots: subset(shelf, slots), floor: Number.MIN_VALUE });
  // 1 is a document that holds every word of the query.
  const most = Math.max(shelf.index.lexical.fullMatch(terms), scores[best[0] ?? 0] ?? 0);
  return { slots: best, scores: Float32Array.from(best, (slot) => scores[slot]! / most) };
}

function byBoth(
  shelf: Shelf,
  around: Around,
  text: string,
  look: (vector: Float32Array) => Look,
  wanted: Float32Array,
  topK: number,
): Ranked {
  const { index, model, remote } = shelf;
  const { slots } = around;
  const words = new Float32Array(index.slots.length);
  const query = finished(shelf, analyseQuery(text));
  index.lexical.score(query.terms, words);
  const meant = withFeedback(wanted, leaders(shelf, words, slots));
  const weight = vectorWeight(query.terms.length, model.standing.live > 0);
  const options = { slots, fullMatch: index.lexical.fullMatch(query.terms), weight };
  const near = remote.nearby(model.feature, index.slots.length);
  if (near) return byRemoteBoth({ ...shelf, ...around }, near, look(meant), topK, words, options);
  const cosines = new Float32Array(index.slots.length);
  index.matrices.get(model.feature)?.scan(meant, cosines, subset(shelf, slots));
  fuseHybrid(words, cosines, options);
  return scored(words, top(words, topK, { slots: subset(shelf, slots), floor: Number.MIN_VALUE }));
}

/** The documents that words alone put first, with their vectors. */
function leaders(shelf: Shelf, words: Float32Array, slots: Uint32Array): Feedback[] {
  const best = top(words, FEEDBACK_DOCUMENTS, { slots: subset(shelf, slots), floor: Number.MIN_VALUE });
  return Array.from(best).flatMap((slot) => {
    const vector = vectorAt(shelf, shelf.model.feature, slot);
    return vector ? [{ vector, score: words[slot]! }] : [];
  });
}

function byVector(shelf: Shelf, around: Around, look: Look, topK: number, self?: number): Ranked {
  const { index, remote } = shelf;
  const { feature, vector } = look;
  const near = remote.nearby(feature, index.slots.length);
  if (near) {
    const alive = (slot: number) => slot !== self;
    return byRemoteVector({ ...shelf, ...around }, near, look, topK, (cosines, slots) =>
      best(shelf, look, near.kind, cosines, topK, { slots, alive }),
    );
  }
  const matrix = index.matrices.get(feature);
  if (!matrix) return nothing();
  const scores = new Float32Array(index.slots.length);
  const slots = subset(shelf, around.slots);
  matrix.scan(vector, scores, slots);
  const alive = (slot: number) => slot !== self && matrix.has(slot);
  return best(shelf, look, matrix.kind, scores, topK, { ...(slots && { slots }), alive });
}

/** The best of what was scored; scores of bytes are worked out again from the rows. */
function best(
  shelf: Shelf,
  { feature, vector }: Look,
  kind: Kind,
  scores: Float32Array,
  topK: number,
  among: TopOptions,
): Ranked {
  if (kind === "f32") return scored(scores, top(scores, topK, among));
  const exact = (slot: number) => {
    const kept = vectorAt(shelf, feature, slot);
    return kept && unit(kept);
  };
  return rescore(unit(vector), top(scores, candidatesFor(topK), among), exact, topK);
}

/** The query, its last word replaced by the words it may become when nobody has written it as it stands. */
export function finished({ sql, index }: Shelf, query: Query): Query {
  const { lastWord } = query;
  if (lastWord === undefined || lastWord.length < 2 || index.lexical.frequency(termOf(lastWord)) > 0) return query;
  return complete(query, completions(sql, lastWord));
}

/** Undefined stands for all slots: nothing has to be left out. */
export const subset = ({ index }: Shelf, slots: Uint32Array) => (slots.length < index.slots.length ? slots : undefined);

const scored = (scores: Float32Array, slots: Uint32Array): Ranked => ({
  slots,
  scores: Float32Array.from(slots, (slot) => scores[slot]!),
});

function slotOfDocument({ sql, index }: Shelf, id: string): number | undefined {
  const [row] = sql.exec<{ seq: number }>("SELECT seq FROM documents WHERE id = ?", id);
  return row && index.slots.slotOf(row.seq);
}

export function vectorAt({ sql, index }: Shelf, feature: string, slot: number | undefined): Float32Array | undefined {
  if (slot === undefined) return undefined;
  const seq = index.slots.seqOf(slot);
  const [row] = sql.exec<{ vector: ArrayBuffer }>(
    "SELECT vector FROM vectors WHERE feature = ? AND seq = ?",
    feature,
    seq,
  );
  return row && new Float32Array(row.vector);
}
