import type { QueryTerm } from "../text/query";
import type { Holdings } from "./holdings";
import { relatedTo } from "./lexicon/related";
import { NONE } from "./turns";
import type { RecallWeights } from "./weights";

/** What memories say of a query in other words than its own. */
export interface Meant {
  /** By slot: BM25 of the synonyms of its words, and of the words that tell of its subjects. */
  synonyms: Float32Array;
  topics: Float32Array;
  /** By session's ordinal: how much it speaks of the subjects, the highest 1. */
  topicSessions: Float32Array;
}

/** Each word's synonyms, and each subject's words, count as one word that stands in whatever memory holds one of them. */
export function meantBy(held: Holdings, terms: readonly QueryTerm[], weights: RecallWeights): Meant {
  const { lexical, speakers, turns } = held;
  const { synonym, topic, unsaid } = weights;
  const [synonyms, topics] = [new Float32Array(turns.length), new Float32Array(turns.length)];
  const topicSessions = new Float32Array(turns.tails.length);
  if (synonym + topic + weights.topic_session === 0) return { synonyms, topics, topicSessions };
  // Grace and Rose mean somebody where they speak.
  const words = terms.filter(({ id }) => speakers.memoriesOf(id) === 0);
  const related = relatedTo(
    words.map((word) => ({ ...word, weight: word.weight * (lexical.frequency(word.id) === 0 ? unsaid : 1) })),
    weights.akin,
  );
  lexical.score(related.synonyms, synonyms);
  lexical.score(related.topics, topics);
  for (let slot = 0; slot < topics.length; slot++) {
    synonyms[slot]! *= synonym;
    if (topics[slot] === 0) continue;
    const session = turns.sessionOf[slot]!;
    if (session !== NONE) topicSessions[session]! += topics[slot]! / Math.sqrt(turns.turnCounts[session]!);
    topics[slot]! *= topic;
  }
  divide(topicSessions, highest(topicSessions));
  return { synonyms, topics, topicSessions };
}

export function highest(scores: Float32Array): number {
  let best = 0;
  for (let i = 0; i < scores.length; i++) if (scores[i]! > best) best = scores[i]!;
  return best;
}

export function divide(scores: Float32Array, by: number): void {
  if (by > 0) for (let i = 0; i < scores.length; i++) scores[i]! /= by;
}
