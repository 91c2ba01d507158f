import { broughtFeature } from "../../engine/features";
import type { Filter } from "../../engine/filter/filter";
import type { Ranked } from "../../engine/knn/rescore";
import { top } from "../../engine/knn/top";
import { dot, unit } from "../../engine/knn/vector";
import { fuseHybrid } from "../../engine/text/hybrid";
import { analyseQuery } from "../../engine/text/query";
import { analyse } from "../../engine/text/terms";
import { byRemoteBoth } from "../remote/ranking";
import { type Around, finished, search, subset, vectorAt } from "../search";
import type { Shelf } from "../shelf";

export interface Weighed {
  slot: number;
  score: number;
  vectorScore: number;
  textScore: number;
}

interface Asked {
  text: string;
  vector: number[] | null;
  weight: number;
  topK: number;
  filter: Filter | undefined;
}

/**
 * The best of some slots by words and a vector: the one that the query brings, among those that clients have brought, or
 * the one that is made of its text here, among those of documents' texts. Fused as hybrid search does, at the caller's
 * weight; at 1 the vector decides alone.
 */
export function byWeight(shelf: Shelf, asked: Asked, around: Around): Weighed[] {
  const { text, vector, weight } = asked;
  const feature = vector ? broughtFeature : shelf.model.feature;
  const wanted = unit(vector ?? shelf.model.encodeQuery(analyse(text)));
  const { terms } = finished(shelf, analyseQuery(text));
  const words = new Float32Array(shelf.index.slots.length);
  shelf.index.lexical.score(terms, words);
  const fullMatch = shelf.index.lexical.fullMatch(terms);
  const ranked = weight === 1 ? alone(shelf, asked, around) : fused(shelf, { wanted, words, fullMatch }, asked, around);
  const most = ranked.slots.reduce((most, slot) => Math.max(most, words[slot]!), fullMatch);
  return Array.from(ranked.slots, (slot, i) => {
    const own = vectorAt(shelf, feature, slot);
    return {
      slot,
      score: ranked.scores[i]!,
      vectorScore: own ? Math.min(1, Math.max(0, dot(wanted, unit(own)))) : 0,
      textScore: most > 0 ? words[slot]! / most : 0,
    };
  });
}

function alone(shelf: Shelf, { text, vector, topK, filter }: Asked, around: Around): Ranked {
  const feature = vector ? broughtFeature : "text_extractor@v1";
  return search(shelf, { feature, channel: "vector", query: vector ? { vector } : { text }, topK, filter }, around);
}

function fused(
  shelf: Shelf,
  { wanted, words, fullMatch }: { wanted: Float32Array; words: Float32Array; fullMatch: number },
  { vector, weight, topK, filter }: Asked,
  around: Around,
): Ranked {
  const { index, model, remote } = shelf;
  const { slots, collections } = around;
  const feature = vector ? broughtFeature : model.feature;
  const options = { slots, fullMatch, weight };
  const near = remote.nearby(feature, index.slots.length);
  if (near) {
    const look = { feature, vector: wanted, slots, collections, filter };
    return byRemoteBoth({ ...shelf, ...around }, near, look, topK, words, options);
  }
  const cosines = new Float32Array(index.slots.length);
  index.matrices.get(feature)?.scan(wanted, cosines, subset(shelf, slots));
  const scores = words.slice();
  fuseHybrid(scores, cosines, options);
  const best = top(scores, topK, { slots, floor: Number.MIN_VALUE });
  return { slots: best, scores: Float32Array.from(best, (slot) => scores[slot]!) };
}
