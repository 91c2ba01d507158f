/**
 * What each signal of recall weighs. Those of order, speakers and dates are the steps that were measured one after another
 * on a public benchmark of long conversations, where together they raised evidence recall@10 from .53 to .79 over plain
 * full text; those of meaning and of how somebody speaks were chosen on made-up lives, and held on others
 * (`npm run bench -- memory`). Each is harmless where its signal is absent; 0 (for factors, 1) switches it off.
 */
export interface RecallWeights {
  /** Words that mean the same as one of the query, as one more word of it. */
  synonym: number;
  /** Words that tell of a subject of the query (`sermon` of religion), as one more word of it. */
  topic: number;
  /** Share of that for the subjects of words that are not their names (`sermon` asks for religion less than `religious`). */
  akin: number;
  /** How much more synonyms and topics weigh of a word that no memory holds, as a factor. */
  unsaid: number;
  /** Share that the commonest words of English lose: they say little even where few memories hold them. */
  common: number;
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
  /** How much the session speaks of the query's subjects. */
  topic_session: number;
  /** The BM25 score of the five turns around. */
  window: number;
  /** Factor for what was said by somebody whom the query names. */
  named_speaker: number;
  /** Factor for memories that speak of time, when the query asks for one. */
  temporal: number;
  /** Factor for turns that are questions: they seldom hold the answer. */
  question: number;
  /** Factor for turns that speak of who says them more than of who hears them. */
  first_person: number;
  /** Factor for a turn without a word; it rises to 1 at twelve words. Short turns greet, thank and praise. */
  brief: number;
  /** Factor on what session and window add, when the query asks for several things: they are told in several sessions. */
  several: number;
  /** Factor for each better turn of the same session, when the query asks for several things. */
  spread: number;
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
  synonym: 0.4,
  topic: 0.7,
  akin: 0.3,
  unsaid: 1.5,
  common: 0.6,
  speaker_name: 1,
  date: 1,
  name: 1.15,
  previous: 0.4,
  next: 0.25,
  two_away: 0.1,
  session: 0.4,
  topic_session: 0.3,
  window: 0.3,
  named_speaker: 1.5,
  temporal: 1.3,
  question: 0.85,
  first_person: 1.3,
  brief: 0.6,
  several: 0.7,
  spread: 0.85,
  vector_in_session: 0.1,
  vector: 1,
  importance: 0.1,
  recency: 0.05,
  recency_half_life_days: 14,
};

/** Nothing but words, vectors and rank: every signal of conversation off. */
export const plainWeights: Readonly<RecallWeights> = {
  ...recallWeights,
  synonym: 0,
  topic: 0,
  akin: 0,
  unsaid: 1,
  common: 0,
  speaker_name: 0,
  date: 0,
  name: 1,
  previous: 0,
  next: 0,
  two_away: 0,
  session: 0,
  topic_session: 0,
  window: 0,
  named_speaker: 1,
  temporal: 1,
  question: 1,
  first_person: 1,
  brief: 1,
  several: 1,
  spread: 1,
  importance: 0,
  recency: 0,
};
