import { B, idf, K1, type LexicalIndex } from "../text/bm25";
import type { QueryTerm } from "../text/query";
import { NONE, type Turns } from "./turns";

/** A word to look for. */
export interface Wanted extends QueryTerm {
  /** Whether it only counts in the memory itself: a speaker's name stands in every window and session. */
  own?: boolean;
}

/** BM25 of a query at three widths; a memory outside sessions is a window and a session of its own. */
export interface WordScores {
  /** By slot: the memory's own words. */
  turns: Float32Array;
  /** By slot: the words of the memory, the two before it and the two after it. */
  windows: Float32Array;
  /** By session's ordinal: the words of the whole session. */
  sessions: Float32Array;
}

/**
 * Scores every memory, window of five turns and session in one pass over the postings of the query's terms. Windows and
 * sessions have no postings of their own: their counts are sums of their turns', so that nothing more is kept in memory
 * or on disk, and storing a turn costs the same however long its session is.
 */
export class WordScorer {
  readonly #lexical: LexicalIndex;
  readonly #turns: Turns;
  #windowLengths = new Float32Array(0);
  #averageWindow = 0;
  #measured = false;
  #counts = new Float32Array(0);

  constructor(lexical: LexicalIndex, turns: Turns) {
    this.#lexical = lexical;
    this.#turns = turns;
  }

  /** To be called when a memory came or went. */
  changed(): void {
    this.#measured = false;
  }

  score(terms: readonly Wanted[]): WordScores {
    if (!this.#measured) this.#measure();
    const { length, tails } = this.#turns;
    const scores = {
      turns: new Float32Array(length),
      windows: new Float32Array(length),
      sessions: new Float32Array(tails.length),
    };
    for (const term of terms) if (term.weight > 0) this.#add(term, scores);
    return scores;
  }

  #add({ id, weight, own = false }: Wanted, scores: WordScores): void {
    const { sessionOf, lengths } = this.#turns;
    const lexical = this.#lexical;
    const inSession = new Float32Array(scores.sessions.length);
    const windows: number[] = [];
    const sessions: number[] = [];
    const gain = weight * lexical.idf(lexical.frequency(id)) * (K1 + 1);
    const slope = (K1 * B) / lexical.averageLength;
    lexical.scan(id, (cells, from, to) => {
      for (let i = from; i < to; i++) {
        const slot = cells[i]! >>> 8;
        const count = cells[i]! & 255;
        scores.turns[slot]! += (gain * count) / (count + K1 * (1 - B) + slope * lengths[slot]!);
        if (own) continue;
        this.#meetAround(slot, count, windows);
        const session = sessionOf[slot]!;
        if (session === NONE) continue;
        if (inSession[session] === 0) sessions.push(session);
        inSession[session]! += count;
      }
    });
    this.#scoreWindows(windows, weight, scores.windows);
    const { wordCounts, sessionCount } = this.#turns;
    const average = wordCounts.reduce((sum, words) => sum + words, 0) / sessionCount;
    const sessionGain = weight * idf(sessionCount, sessions.length) * (K1 + 1);
    for (const session of sessions) {
      const count = inSession[session]!;
      const norm = K1 * (1 - B + (B * wordCounts[session]!) / average);
      scores.sessions[session]! += (sessionGain * count) / (count + norm);
    }
  }

  /** Counts a turn's words in the five windows that it is part of. */
  #meetAround(slot: number, count: number, touched: number[]): void {
    const { previous, next } = this.#turns;
    this.#meet(slot, count, touched);
    const before = previous[slot]!;
    if (before !== NONE) {
      this.#meet(before, count, touched);
      if (previous[before] !== NONE) this.#meet(previous[before]!, count, touched);
    }
    const after = next[slot]!;
    if (after === NONE) return;
    this.#meet(after, count, touched);
    if (next[after] !== NONE) this.#meet(next[after]!, count, touched);
  }

  #meet(slot: number, count: number, touched: number[]): void {
    if (this.#counts[slot] === 0) touched.push(slot);
    this.#counts[slot]! += count;
  }

  #scoreWindows(touched: readonly number[], weight: number, out: Float32Array): void {
    const counts = this.#counts;
    const gain = weight * idf(this.#turns.size, touched.length) * (K1 + 1);
    for (const slot of touched) {
      const norm = K1 * (1 - B + (B * this.#windowLengths[slot]!) / this.#averageWindow);
      out[slot]! += (gain * counts[slot]!) / (counts[slot]! + norm);
      counts[slot] = 0;
    }
  }

  #measure(): void {
    const { length, size, lengths, previous, next, seqs } = this.#turns;
    if (this.#counts.length < length) this.#counts = new Float32Array(seqs.length);
    this.#windowLengths = new Float32Array(length);
    let total = 0;
    for (let slot = 0; slot < length; slot++) {
      let words = lengths[slot]!;
      const [before, after] = [previous[slot]!, next[slot]!];
      if (before !== NONE) words += lengths[before]! + (previous[before] === NONE ? 0 : lengths[previous[before]!]!);
      if (after !== NONE) words += lengths[after]! + (next[after] === NONE ? 0 : lengths[next[after]!]!);
      this.#windowLengths[slot] = words;
      total += words;
    }
    this.#averageWindow = total / (size || 1);
    this.#measured = true;
  }
}
