import { Postings } from "./postings";
import type { QueryTerm } from "./query";
import type { Terms } from "./terms";
import { lengthened, Vocabulary } from "./vocabulary";

export const K1 = 1.2;
export const B = 0.75;

/** ln(1 + (N - n + ½) / (n + ½)): what a term is worth that `frequency` of `count` documents hold. */
export const idf = (count: number, frequency: number): number =>
  Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));

/**
 * An inverted index in memory over documents numbered by dense slots (below 2²⁴), scored by BM25 (Robertson and
 * Zaragoza 2009, k1 1.2, b 0.75; idf = ln(1 + (N - n + ½) / (n + ½)), never negative). About 5 bytes per distinct term
 * of a document. A posting is one 32-bit number: the slot, and the term's count in the low 8 bits.
 */
export class LexicalIndex {
  #vocabulary = new Vocabulary();
  #postings = new Postings();
  #lengths = new Uint32Array(64);
  #scratch = new Float32Array(0);
  #totalLength = 0;
  /** Documents in the index. */
  count = 0;

  get averageLength(): number {
    return this.count === 0 ? 0 : this.#totalLength / this.count;
  }

  get bytes(): number {
    return this.#postings.bytes + this.#vocabulary.bytes + this.#lengths.byteLength + this.#scratch.byteLength;
  }

  /** Adds a document at a free slot. A slot is freed by `remove` with the very terms it was added with. */
  add(slot: number, { ids, counts, length }: Terms): void {
    const vocabulary = this.#vocabulary;
    for (let i = 0; i < ids.length; i++) {
      let term = vocabulary.find(ids[i]!);
      if (term < 0) term = vocabulary.create(ids[i]!, this.#postings.create());
      const size = vocabulary.sizes[term]!++;
      vocabulary.tails[term] = this.#postings.append(vocabulary.tails[term]!, size, (slot << 8) | counts[i]!);
    }
    if (slot >= this.#lengths.length) this.#lengths = lengthened(this.#lengths, slot + 1);
    this.#lengths[slot] = length;
    this.#totalLength += length;
    this.count++;
  }

  /**
   * Takes out the document at a slot, given the terms it was added with; the idf of its terms and the average length
   * follow at once.
   */
  remove(slot: number, { ids, length }: Terms): void {
    const vocabulary = this.#vocabulary;
    for (const id of ids) {
      const term = vocabulary.find(id);
      if (term < 0) continue;
      const head = vocabulary.heads[term]!;
      const tail = this.#postings.remove(head, vocabulary.sizes[term]!, vocabulary.tails[term]!, slot);
      if (tail < 0) continue;
      vocabulary.tails[term] = tail;
      if (--vocabulary.sizes[term]! > 0) continue;
      this.#postings.drop(head);
      vocabulary.delete(term);
    }
    this.#lengths[slot] = 0;
    this.#totalLength -= length;
    this.count--;
  }

  /** How many documents hold a term. */
  frequency(id: number): number {
    const term = this.#vocabulary.find(id);
    return term < 0 ? 0 : this.#vocabulary.sizes[term]!;
  }

  /** Calls `visit` with each stretch of a term's postings (the slot, and the count in the low 8 bits), in no order. */
  scan(id: number, visit: (cells: Uint32Array, from: number, to: number) => void): void {
    const term = this.#vocabulary.find(id);
    if (term >= 0) this.#postings.scan(this.#vocabulary.heads[term]!, this.#vocabulary.sizes[term]!, visit);
  }

  /** The inverse document frequency of a term that `frequency` documents hold. */
  idf(frequency: number): number {
    return idf(this.count, frequency);
  }

  /** The score of a document of average length that holds every term of the query once: what "it all matches" means. */
  fullMatch(terms: readonly QueryTerm[]): number {
    let sum = 0;
    for (const { id, weight, variants = [] } of terms) {
      const held = variants.reduce((held, variant) => held + this.frequency(variant), this.frequency(id));
      sum += weight * this.idf(Math.min(this.count, held));
    }
    return sum;
  }

  /**
   * Writes every document's score into `out`, at its slot, 0 for those that match nothing; `out` must reach to the
   * highest slot. Returns how many documents match.
   */
  score(terms: readonly QueryTerm[], out: Float32Array): number {
    out.fill(0);
    let matched = 0;
    for (const { id, weight, variants } of terms) {
      if (variants?.length) matched += this.#scoreGroup([id, ...variants], weight, out);
      else matched += this.#scoreTerm(this.#vocabulary.find(id), weight, out);
    }
    return matched;
  }

  #scoreTerm(term: number, weight: number, out: Float32Array): number {
    if (term < 0 || weight <= 0) return 0;
    const lengths = this.#lengths;
    const size = this.#vocabulary.sizes[term]!;
    const gain = weight * this.idf(size) * (K1 + 1);
    const flat = K1 * (1 - B);
    const slope = (K1 * B) / this.averageLength;
    let matched = 0;
    this.#postings.scan(this.#vocabulary.heads[term]!, size, (cells, from, to) => {
      for (let i = from; i < to; i++) {
        const slot = cells[i]! >>> 8;
        const count = cells[i]! & 255;
        const before = out[slot]!;
        if (before === 0) matched++;
        out[slot] = before + (gain * count) / (count + flat + slope * lengths[slot]!);
      }
    });
    return matched;
  }

  /** Terms that count as one: a document's count is the sum of theirs, the frequency that of their union. */
  #scoreGroup(ids: readonly number[], weight: number, out: Float32Array): number {
    if (this.#scratch.length < out.length) this.#scratch = new Float32Array(out.length);
    const counts = this.#scratch;
    const slots: number[] = [];
    for (const id of ids) {
      const term = this.#vocabulary.find(id);
      if (term < 0) continue;
      this.#postings.scan(this.#vocabulary.heads[term]!, this.#vocabulary.sizes[term]!, (cells, from, to) => {
        for (let i = from; i < to; i++) {
          const slot = cells[i]! >>> 8;
          if (counts[slot] === 0) slots.push(slot);
          counts[slot]! += cells[i]! & 255;
        }
      });
    }
    const gain = weight * this.idf(slots.length) * (K1 + 1);
    let matched = 0;
    for (const slot of slots) {
      if (out[slot] === 0) matched++;
      const norm = K1 * (1 - B + (B * this.#lengths[slot]!) / this.averageLength);
      out[slot]! += (gain * counts[slot]!) / (counts[slot]! + norm);
      counts[slot] = 0;
    }
    return matched;
  }
}
