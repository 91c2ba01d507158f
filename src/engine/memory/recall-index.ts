import { top } from "../knn/top";
import type { Terms } from "../text/terms";
import { DAY } from "./calendar";
import type { RecallEntry } from "./entry";
import { type Evidence, gather } from "./evidence";
import { Holdings } from "./holdings";
import { ownScores, type RecallParts, recallParts, relevance } from "./ranking";
import { sharesOf } from "./spread";
import { NONE } from "./turns";
import { type RecallWeights, recallWeights } from "./weights";

// Of so many times the memories that are asked for, the best are chosen where sessions take turns.
const SPREAD_OVER = 3;

export interface RecallOptions {
  topK: number;
  /** Milliseconds: what "last week" is seen from, and recency. */
  now: number;
  weights?: Partial<RecallWeights>;
  /** Whether a memory may be in the result; asked only about those that would be. */
  filter?: (seq: number) => boolean;
  /** Importance 0 to 1 as of now, decay included; 0.5 when absent. Asked about those only whose place it can change. */
  importance?: (seq: number) => number;
  /** Cosines with the query by slot (see `slotOf`), at least `length` of them. */
  cosines?: Float32Array;
  /** What vectors weigh against words for every memory, 0 to 1, when the caller wants to say; 1 is vectors alone. */
  vectorWeight?: number;
  /** Whether the vectors come from a model that was fitted or is a caller's own: see `vectorWeight`. */
  learned?: boolean;
  /** Gives `parts` with every result. */
  explain?: boolean;
}

export interface Recalled {
  seq: number;
  /** 0 to 1: relevance, importance and recency together. Results are in its order. */
  score: number;
  /** 0 to 1: the best answer has the share of the query's words that it covers. */
  relevance: number;
  /** 0 to 1: by the memory's own words, speaker and date alone. */
  text: number;
  /** The cosine, where the caller gave them. */
  vector?: number;
  parts?: RecallParts;
}

/**
 * A namespace's memories in memory, for recall: postings of their words, the order of turns, speakers and dates. It is
 * made from one row per memory (`RecallEntry`, its terms as a blob), kept up with `add` and `remove` after each commit,
 * and can be dropped at any time. Storage is the truth.
 */
export class RecallIndex {
  readonly #held = new Holdings();

  get size(): number {
    return this.#held.turns.size;
  }

  /** How long an array over slots has to be. */
  get length(): number {
    return this.#held.turns.length;
  }

  /** Where a memory stands in arrays such as `cosines`; slots of memories that are gone are given away again. */
  slotOf(seq: number): number | undefined {
    return this.#held.turns.slotOf(seq);
  }

  /** Adds a memory that is not there; a changed one is removed, then added. Returns its slot. */
  add(entry: RecallEntry): number {
    return this.#held.add(entry);
  }

  /** Takes a memory out, given the terms it was added with. False when it is not there. */
  remove(seq: number, terms: Terms): boolean {
    return this.#held.remove(seq, terms);
  }

  /** The best memories for a query, best first. Without speakers, sessions and dates it is plain hybrid search. */
  recall(query: string, options: RecallOptions): Recalled[] {
    if (this.size === 0) return [];
    const weights = { ...recallWeights, ...options.weights };
    const { turns } = this.#held;
    const evidence = gather(this.#held, { query, ...options }, weights);
    const lent = ownScores(evidence);
    const scores = new Float32Array(this.length);
    const { seqs } = turns;
    for (let slot = 0; slot < scores.length; slot++)
      if (seqs[slot] !== NONE) scores[slot] = relevance(evidence, weights, lent, slot);
    const { filter, topK } = options;
    const alive = (slot: number) => !filter || filter(seqs[slot]!);
    const spreads = evidence.asksForSeveral && weights.spread !== 1;
    const wide = spreads ? SPREAD_OVER * topK : topK;
    const best = top(scores, wide, { floor: Number.MIN_VALUE, alive });
    const highest = scores[best[0] ?? 0]! || 1;
    const run = { evidence, weights, options, lent, scale: evidence.coverage / highest };
    const lifted = new Float32Array(this.length);
    for (let slot = 0, bar = barOf(scores, best, wide, weights); slot < scores.length; slot++)
      if (scores[slot]! >= bar && alive(slot)) lifted[slot] = scores[slot]! * this.#lift(slot, run).all;
    const near = top(lifted, wide, { floor: Number.MIN_VALUE });
    const shares = spreads ? sharesOf(near, turns, weights.spread) : undefined;
    for (const [slot, share] of shares ?? []) lifted[slot]! *= share;
    const chosen = Array.from(shares ? top(lifted, topK, { slots: near }) : near, (slot) =>
      this.#recalled(slot, Math.min(1, scores[slot]! * run.scale), run, shares?.get(slot) ?? 1),
    );
    return chosen.sort((a, b) => b.score - a.score || a.seq - b.seq);
  }

  /** What importance and recency add to 1, each, and all three over the most that they can be. */
  #lift(slot: number, { weights, options }: Run): { unit: number; importance: number; recency: number; all: number } {
    const { turns, dated } = this.#held;
    const age = Math.max(0, (options.now - dated.momentOf(slot)) / DAY);
    const fresh = Number.isNaN(age) ? 0 : 0.5 ** (age / weights.recency_half_life_days);
    const unit = 1 / (1 + weights.importance + weights.recency);
    const importance = unit * weights.importance * (2 * (options.importance?.(turns.seqs[slot]!) ?? 0.5) - 1);
    const recency = unit * weights.recency * fresh;
    return { unit, importance, recency, all: unit + importance + recency };
  }

  #recalled(slot: number, relevant: number, run: Run, share: number): Recalled {
    const { evidence, weights, options, lent, scale } = run;
    const { unit, importance, recency, all } = this.#lift(slot, run);
    const recalled: Recalled = {
      seq: this.#held.turns.seqs[slot]!,
      score: relevant * all * share,
      relevance: relevant,
      text: evidence.own[slot]! * evidence.coverage,
      ...(options.cosines && { vector: options.cosines[slot]! }),
    };
    if (!options.explain) return recalled;
    const parts: RecallParts = {};
    relevance(evidence, weights, lent, slot, parts);
    for (const part of recallParts) if (parts[part] !== undefined) parts[part] *= scale * unit;
    if (share !== 1) parts.spread = relevant * all * (share - 1);
    return { ...recalled, parts: { ...parts, importance: relevant * importance, recency: relevant * recency } };
  }
}

/**
 * The relevance below which neither importance nor recency can lift a memory among the best: what the last of them would
 * have at its least, over what another could have at its most.
 */
function barOf(scores: Float32Array, best: Uint32Array, topK: number, weights: RecallWeights): number {
  if (best.length < topK) return Number.MIN_VALUE;
  const { importance, recency } = weights;
  const share = (1 - importance) / (1 + importance + recency);
  return Math.max(Number.MIN_VALUE, scores[best.at(-1) ?? 0]! * share);
}

/** One recall: what was found out so far. */
interface Run {
  evidence: Evidence;
  weights: RecallWeights;
  options: RecallOptions;
  lent: Float32Array;
  scale: number;
}
