import { idf } from "../text/bm25";
import { vectorWeight } from "../text/hybrid";
import type { QueryTerm } from "../text/query";
import type { Wanted } from "./context";
import type { Holdings } from "./holdings";
import { divide, highest, type Meant, meantBy } from "./meant";
import { asksForSeveral, wordsOf } from "./question";
import { NONE, type Turns } from "./turns";
import type { RecallWeights } from "./weights";
import { asksWhen, type NamedDate } from "./when";

/** What the signals say about one query, by slot, each kind divided by its highest so that they can be weighed. */
export interface Evidence extends Meant {
  turns: Turns;
  traits: Uint8Array;
  /** The memory's words, what it says in other words, its speaker's name and its date; then the last two by themselves. */
  own: Float32Array;
  names: Float32Array;
  dates: Float32Array;
  /** Cosines above 0, where the caller has them. */
  vectors: Float32Array | undefined;
  windows: Float32Array;
  /** By session's ordinal. */
  sessions: Float32Array;
  /** 1 for what a speaker said whom the query names. */
  named: Float32Array;
  asksWhen: boolean;
  asksForSeveral: boolean;
  /** What vectors weigh against words, outside sessions and inside. */
  vectorWeight: number;
  vectorWeightInSession: number;
  /** The share of the query that the best memory covers by words, name and date; its cosine when none has any. */
  coverage: number;
}

export interface Asked {
  query: string;
  /** Milliseconds. */
  now: number;
  cosines?: Float32Array | undefined;
  vectorWeight?: number | undefined;
  learned?: boolean | undefined;
}

// What a memory that holds no word of the query must reach, as a cosine and of the best one's, to count as near.
const NOISE = 0.25;
const NEAR = 0.5;

export function gather(held: Holdings, asked: Asked, weights: RecallWeights): Evidence {
  const { query, now } = asked;
  const { length, size } = held.turns;
  const dates = held.dated.datesIn(query, now, length);
  const terms = wordsOf(query, { ...weights, hasMay: dates.some(isMay) });
  const wanted = terms.map((term) => asName(held, term));
  const { turns: own, windows, sessions } = held.scorer.score(wanted);
  const worth = (id: number) => idf(size, nameFrequency(held, id));
  const names = held.bySlot(held.speakers.scores(terms, worth), weights.speaker_name);
  const meant = meantBy(held, terms, weights);
  const { synonyms, topics } = meant;
  const dated = new Float32Array(length);
  held.dated.score(dates, size, weights.date, dated);
  for (let slot = 0; slot < length; slot++) own[slot]! += synonyms[slot]! + topics[slot]! + names[slot]! + dated[slot]!;
  const best = highest(own);
  for (const scores of [own, synonyms, topics, names, dated]) divide(scores, best);
  divide(windows, highest(windows));
  divide(sessions, highest(sessions));
  const { vectors, nearest } = near(asked.cosines?.slice(0, length), own, held.turns);
  const full = held.lexical.fullMatch(wanted) || 1;
  return {
    turns: held.turns,
    traits: held.traits,
    ...meant,
    own,
    names,
    dates: dated,
    vectors,
    windows,
    sessions,
    named: held.bySlot(held.speakers.named(query)),
    asksWhen: asksWhen(query),
    asksForSeveral: asksForSeveral(query),
    vectorWeight: best > 0 ? share(weights.vector * vectorWeight(terms.length, asked.learned ?? false), asked) : 1,
    vectorWeightInSession: share(weights.vector_in_session, asked),
    coverage: Math.min(1, best > 0 ? best / full : nearest),
  };
}

const share = (usual: number, { vectorWeight }: Asked) => Math.min(1, vectorWeight ?? usual);

/** How many memories hold a name, as its speaker's or in their words: at most all. */
function nameFrequency({ lexical, speakers, turns }: Holdings, id: number): number {
  const spoken = speakers.memoriesOf(id);
  return spoken === 0 ? 0 : Math.min(turns.size, spoken + lexical.frequency(id));
}

/**
 * A speaker's name in a text is worth as little as in front of it: who is greeted by name has not said anything yet.
 * Among words alone it would be a rare one, and count for much.
 */
function asName(held: Holdings, term: QueryTerm): Wanted {
  const frequency = nameFrequency(held, term.id);
  if (frequency === 0) return term;
  const { size } = held.turns;
  return {
    ...term,
    weight: (term.weight * idf(size, frequency)) / held.lexical.idf(held.lexical.frequency(term.id)),
    own: true,
  };
}

/** The cosines of memories that hold a word of the query or are near it, by the nearest. */
function near(cosines: Float32Array | undefined, own: Float32Array, { seqs }: Turns) {
  if (!cosines) return { vectors: undefined, nearest: 0 };
  for (let slot = 0; slot < cosines.length; slot++) if (seqs[slot] === NONE) cosines[slot] = 0;
  const nearest = highest(cosines);
  const floor = Math.max(NOISE, NEAR * nearest);
  for (let slot = 0; slot < cosines.length; slot++)
    if (!(cosines[slot]! >= (own[slot]! > 0 ? 0 : floor))) cosines[slot] = 0;
  divide(cosines, nearest);
  return { vectors: cosines, nearest };
}

const isMay = (date: NamedDate) => ("month" in date ? date.month : new Date(date.from).getUTCMonth()) === 4;
