import { top } from "../knn/top";
import type { Terms } from "../text/terms";
import { DAY } from "./calendar";
import type { RecallEntry } from "./entry";
import { gather } from "./evidence";
import { Holdings } from "./holdings";
import { ownScores, type RecallParts, recallParts, relevance } from "./ranking";
import { NONE } from "./turns";
import { type RecallWeights, recallWeights } from "./weights";

export interface RecallOptions {
  topK: number;
  /** Milliseconds: what "last week" is seen from, and recency. */
  now: number;
  weights?: Partial<RecallWeights>;
  /** Whether a memory may be in the result; asked only about those that would be. */
  filter?: (seq: number) => boolean;
  /** Importance 0 to 1 as of now, decay included; 0.5 when absent. Asked about the best few times `topK` only. */
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
    // Importance and recency move a score by a few hundredths: no memory far below the best `topK` can overtake.
    const candidates = top(scores, 4 * topK + 32, { floor: Number.MIN_VALUE, alive });
    const highest = scores[candidates[0] ?? 0]! || 1;
    const scale = evidence.coverage / highest;
    const recalled = Array.from(candidates, (slot) => {
      const parts: RecallParts | undefined = options.explain ? {} : undefined;
      const relevant = Math.min(1, scores[slot]! * scale);
      if (parts) relevance(evidence, weights, lent, slot, parts);
      return this.#lifted(slot, relevant, scale, weights, options, parts);
    });
    return recalled.sort((a, b) => b.score - a.score || a.seq - b.seq).slice(0, topK);
  }

  #lifted(
    slot: number,
    relevant: number,
    scale: number,
    weights: RecallWeights,
    { now, importance, cosines }: RecallOptions,
    parts: RecallParts | undefined,
  ): Recalled {
    const seq = this.#held.turns.seqs[slot]!;
    const age = Math.max(0, (now - this.#held.dated.momentOf(slot)) / DAY);
    const fresh = Number.isNaN(age) ? 0 : 0.5 ** (age / weights.recency_half_life_days);
    const lift = 1 / (1 + weights.importance + weights.recency);
    const byImportance = weights.importance * (2 * (importance?.(seq) ?? 0.5) - 1);
    const byRecency = weights.recency * fresh;
    const score = relevant * lift * (1 + byImportance + byRecency);
    if (parts) {
      for (const part of recallParts) if (parts[part] !== undefined) parts[part] *= scale * lift;
      parts.importance = relevant * lift * byImportance;
      parts.recency = relevant * lift * byRecency;
    }
    return {
      seq,
      score,
      relevance: relevant,
      ...(cosines && { vector: cosines[slot]! }),
      ...(parts && { parts }),
    };
  }
}
