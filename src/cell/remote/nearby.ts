import type { Kind } from "../../engine/knn/kind";
import { createMatrix } from "../../engine/knn/matrix";
import { VectorError } from "../../engine/knn/vector";

/** A vector at hand: the object tells one time of holding it from another. */
interface Held {
  row: number;
  /** It is of what no search out there can be trusted to find; false for what was only looked at. */
  unseen: boolean;
}

/** Vectors looked at that are kept for the next search. */
const kept = 2_000;

/**
 * Vectors of one feature at hand in memory: all that no search outside can be trusted to find, and some that were looked
 * at lately. They are scored by the same kernel as where all vectors are in the cell, so that the scores are the same.
 */
export class Nearby {
  readonly kind: Kind;
  readonly dimensions: number;
  readonly #matrix;
  readonly #held = new Map<number, Held>();
  readonly #free: number[] = [];
  #rows = 0;
  #lookedAt = 0;

  constructor(dimensions: number, kind: Kind) {
    this.dimensions = dimensions;
    this.kind = kind;
    this.#matrix = createMatrix(dimensions, { kind });
  }

  /** Seqs of what no search out there can be trusted to find. */
  *unseen(): Iterable<number> {
    for (const [seq, { unseen }] of this.#held) if (unseen) yield seq;
  }

  has(seq: number): boolean {
    return this.#held.has(seq);
  }

  /** Holds a vector in place of what was held of the document; one that cannot be scored is left out. */
  hold(seq: number, vector: Float32Array, unseen: boolean): void {
    this.release(seq);
    const row = this.#free.pop() ?? this.#rows++;
    try {
      this.#matrix.set(row, vector);
    } catch (error) {
      this.#free.push(row);
      if (error instanceof VectorError) return;
      throw error;
    }
    this.#held.set(seq, { row, unseen });
    if (!unseen) this.#lookedAt++;
  }

  release(seq: number): void {
    const held = this.#held.get(seq);
    if (!held) return;
    this.#held.delete(seq);
    this.#matrix.remove(held.row);
    this.#free.push(held.row);
    if (!held.unseen) this.#lookedAt--;
  }

  /** What stands for the vector as it is held now. */
  token(seq: number): object | undefined {
    return this.#held.get(seq);
  }

  /** From here on it can be found outside, unless it was held anew since the token was taken. */
  settle(seq: number, token: object): void {
    const held = this.#held.get(seq);
    if (!held || held !== token || !held.unseen) return;
    held.unseen = false;
    this.#lookedAt++;
  }

  /** Cosines, in the order of the seqs, which are all held. */
  scores(wanted: Float32Array, seqs: readonly number[]): Float32Array {
    const rows = Uint32Array.from(seqs, (seq) => this.#held.get(seq)?.row ?? 0);
    const scores = new Float32Array(Math.max(this.#matrix.length, this.#rows));
    this.#matrix.scan(wanted, scores, rows);
    return Float32Array.from(rows, (row) => scores[row]!);
  }

  /** Lets go of what was only looked at, when that is much. */
  tidy(): void {
    if (this.#lookedAt <= kept) return;
    for (const [seq, { unseen }] of [...this.#held]) if (!unseen) this.release(seq);
  }
}
