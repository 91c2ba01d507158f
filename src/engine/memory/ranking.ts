import { IS_QUESTION, SPEAKS_OF_SELF, SPEAKS_OF_TIME } from "./entry";
import type { Evidence } from "./evidence";
import { NONE } from "./turns";
import type { RecallWeights } from "./weights";

export const recallParts = [
  "words",
  "synonym",
  "topic",
  "speaker_name",
  "date",
  "vector",
  "previous",
  "next",
  "two_away",
  "session",
  "topic_session",
  "window",
  "named_speaker",
  "temporal",
  "question",
  "first_person",
  "brief",
  "spread",
  "importance",
  "recency",
] as const;
// Words from which on a turn says something.
const SAYS_SOMETHING = 12;

type Part = (typeof recallParts)[number];

/** What each signal added to a score, or took from it; the sum of the parts is the score. */
export type RecallParts = Partial<Record<Part, number>>;

/** How well the memory at a slot answers, from its own text alone. */
function ownScore(evidence: Evidence, slot: number, parts?: RecallParts): number {
  const { own, vectors, turns } = evidence;
  if (!vectors) {
    if (parts) splitOwn(evidence, slot, 1, parts);
    return own[slot]!;
  }
  const share = turns.sessionOf[slot] === NONE ? evidence.vectorWeight : evidence.vectorWeightInSession;
  const near = share * vectors[slot]!;
  if (parts) splitOwn(evidence, slot, 1 - share, parts).vector = near;
  return (1 - share) * own[slot]! + near;
}

function splitOwn(evidence: Evidence, slot: number, share: number, parts: RecallParts): RecallParts {
  const { own, synonyms, topics, names, dates } = evidence;
  const others = { synonym: synonyms[slot]!, topic: topics[slot]!, speaker_name: names[slot]!, date: dates[slot]! };
  parts.words = share * own[slot]!;
  for (const part of ["synonym", "topic", "speaker_name", "date"] as const) {
    const value = share * others[part];
    if (value !== 0) parts[part] = value;
    parts.words -= value;
  }
  return parts;
}

/** By slot, the scores of `ownScore`: what neighbours lend. */
export function ownScores(evidence: Evidence): Float32Array {
  if (!evidence.vectors) return evidence.own;
  return evidence.own.map((_, slot) => ownScore(evidence, slot));
}

/**
 * The relevance of the memory at a slot: its own score; what its neighbours lend; its window's and its session's, which
 * for a memory outside sessions is its own; times the factors for who speaks, of what, and how. 0 when nothing of the
 * query is in it or around it. `lent` is `ownScores`. Writes each signal's share into `parts`.
 */
export function relevance(
  evidence: Evidence,
  weights: RecallWeights,
  lent: Float32Array,
  slot: number,
  parts?: RecallParts,
): number {
  const { turns, traits, windows, sessions, topicSessions, named, asksWhen } = evidence;
  const own = lent[slot]!;
  const session = turns.sessionOf[slot]!;
  if (parts) ownScore(evidence, slot, parts);
  let score = own;
  const add = (part: Part, value: number) => {
    score += value;
    if (parts && value !== 0) parts[part] = value;
  };
  if (session === NONE) {
    add("window", weights.window * own);
    add("session", weights.session * own);
  } else {
    const before = turns.previous[slot]!;
    const after = turns.next[slot]!;
    const twoBefore = before === NONE ? NONE : turns.previous[before]!;
    const twoAfter = after === NONE ? NONE : turns.next[after]!;
    if (before !== NONE) add("previous", weights.previous * lent[before]!);
    if (after !== NONE) add("next", weights.next * lent[after]!);
    const far = (twoBefore === NONE ? 0 : lent[twoBefore]!) + (twoAfter === NONE ? 0 : lent[twoAfter]!);
    add("two_away", weights.two_away * far);
    const around = evidence.asksForSeveral ? weights.several : 1;
    add("window", around * weights.window * windows[slot]!);
    add("session", around * weights.session * sessions[session]!);
    add("topic_session", weights.topic_session * topicSessions[session]!);
  }
  const trait = traits[slot]!;
  if (named[slot] === 1) add("named_speaker", (weights.named_speaker - 1) * score);
  if (asksWhen && trait & SPEAKS_OF_TIME) add("temporal", (weights.temporal - 1) * score);
  if (session === NONE) return score;
  if (trait & IS_QUESTION) add("question", (weights.question - 1) * score);
  if (trait & SPEAKS_OF_SELF) add("first_person", (weights.first_person - 1) * score);
  const missing = 1 - turns.lengths[slot]! / SAYS_SOMETHING;
  if (missing > 0) add("brief", (weights.brief - 1) * missing * score);
  return score;
}
