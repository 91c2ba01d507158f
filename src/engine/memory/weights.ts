/**
 * What each signal of recall weighs. The defaults are the steps that were measured one after another on a public
 * benchmark of long conversations, where together they raised evidence recall@10 from .53 to .79 over plain full text.
 * Each is harmless where its signal is absent; 0 (for the four factors, 1) switches it off.
 */
export interface RecallWeights {
  /** The speaker's name counts as a word of what they said: this much of its BM25 score. */
  speaker_name: number;
  /** The date counts as words too: this much of the idf of each date in the query that the memory lies in. */
  date: number;
  /** A proper name in the query, as a factor on the word. */
  name: number;
  /** Share of the score of the turn before that a turn is lent: an answer is found by its question. */
  previous: number;
  /** Of the turn after. */
  next: number;
  /** Of the turns two before and two after, each. */
  two_away: number;
  /** The session's own BM25 score, over all of its text. */
  session: number;
  /** The BM25 score of the five turns around. */
  window: number;
  /** Factor for what was said by somebody whom the query names. */
  named_speaker: number;
  /** Factor for memories that speak of time, when the query asks for one. */
  temporal: number;
  /** Factor for turns that are questions: they seldom hold the answer. */
  question: number;
  /** Vectors against words, 0 to 1, for memories that belong to a session; words and turn order say nearly all there. */
  vector_in_session: number;
  /** Factor on what vectors weigh against words for other memories: as in hybrid search, by the query's length. */
  vector: number;
  /** How far importance 1 lifts and importance 0 lowers a score: enough to order near-ties. */
  importance: number;
  /** How far a memory of this moment is lifted over one of long ago. */
  recency: number;
  /** Days after which half of the recency is left. */
  recency_half_life_days: number;
}

export const recallWeights: Readonly<RecallWeights> = {
  speaker_name: 1,
  date: 1,
  name: 1.15,
  previous: 0.4,
  next: 0.25,
  two_away: 0.1,
  session: 0.4,
  window: 0.3,
  named_speaker: 1.5,
  temporal: 1.3,
  question: 0.85,
  vector_in_session: 0.1,
  vector: 1,
  importance: 0.1,
  recency: 0.05,
  recency_half_life_days: 14,
};

/** Nothing but words, vectors and rank: every signal of conversation off. */
export const plainWeights: Readonly<RecallWeights> = {
  ...recallWeights,
  speaker_name: 0,
  date: 0,
  name: 1,
  previous: 0,
  next: 0,
  two_away: 0,
  session: 0,
  window: 0,
  named_speaker: 1,
  temporal: 1,
  question: 1,
  importance: 0,
  recency: 0,
};
