import { lengthened } from "../text/vocabulary";

/** Stands for no session, no speaker and no turn. */
export const NONE = -1;

/**
 * Memories by dense slots, and the order of turns within their sessions as links between slots: what comes last is
 * appended in one step, and a turn's neighbours are read without searching.
 */
export class Turns {
  readonly #slotOf = new Map<number, number>();
  readonly #free: number[] = [];
  readonly #ordinals = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #unused: number[] = [];
  #places = new Float64Array(64);
  #end = 0;
  /** By slot; NONE where no memory is. */
  seqs = new Float64Array(64).fill(NONE);
  /** The session's ordinal, or NONE. */
  sessionOf = new Int32Array(64);
  previous = new Int32Array(64);
  next = new Int32Array(64);
  /** Words in each memory. */
  lengths = new Uint32Array(64);
  /** By session: its last turn, how many turns it has, and how many words. */
  readonly tails: number[] = [];
  readonly turnCounts: number[] = [];
  readonly wordCounts: number[] = [];

  /** The highest slot ever in use plus one. */
  get length(): number {
    return this.#end;
  }

  get size(): number {
    return this.#slotOf.size;
  }

  get sessionCount(): number {
    return this.#ordinals.size;
  }

  slotOf(seq: number): number | undefined {
    return this.#slotOf.get(seq);
  }

  /** `place` orders the turns of a session; equal places keep the order of seq. */
  add(seq: number, session: string | undefined, place: number, words: number): number {
    const slot = this.#free.pop() ?? this.#end++;
    if (slot >= this.seqs.length) this.#grow();
    this.#slotOf.set(seq, slot);
    this.seqs[slot] = seq;
    this.#places[slot] = place;
    this.lengths[slot] = words;
    this.previous[slot] = this.next[slot] = this.sessionOf[slot] = NONE;
    if (session !== undefined) this.#join(slot, this.#ordinal(session), session);
    return slot;
  }

  remove(seq: number): number | undefined {
    const slot = this.#slotOf.get(seq);
    if (slot === undefined) return undefined;
    this.#slotOf.delete(seq);
    if (this.sessionOf[slot] !== NONE) this.#leave(slot, this.sessionOf[slot]!);
    this.seqs[slot] = NONE;
    this.lengths[slot] = 0;
    this.previous[slot] = this.next[slot] = this.sessionOf[slot] = NONE;
    this.#free.push(slot);
    return slot;
  }

  #ordinal(session: string): number {
    const known = this.#ordinals.get(session);
    if (known !== undefined) return known;
    const ordinal = this.#unused.pop() ?? this.tails.length;
    this.#ordinals.set(session, ordinal);
    this.tails[ordinal] = NONE;
    this.turnCounts[ordinal] = this.wordCounts[ordinal] = 0;
    return ordinal;
  }

  #join(slot: number, session: number, name: string): void {
    this.#names[session] = name;
    let before = this.tails[session]!;
    let after = NONE;
    while (before !== NONE && this.#isLater(before, slot)) {
      after = before;
      before = this.previous[before]!;
    }
    this.#link(before, slot);
    if (after === NONE) this.tails[session] = slot;
    else this.#link(slot, after);
    this.sessionOf[slot] = session;
    this.turnCounts[session]!++;
    this.wordCounts[session]! += this.lengths[slot]!;
  }

  #leave(slot: number, session: number): void {
    const [before, after] = [this.previous[slot]!, this.next[slot]!];
    if (before !== NONE) this.next[before] = after;
    if (after !== NONE) this.previous[after] = before;
    else this.tails[session] = before;
    this.wordCounts[session]! -= this.lengths[slot]!;
    if (--this.turnCounts[session]! > 0) return;
    this.#ordinals.delete(this.#names[session]!);
    this.#unused.push(session);
  }

  #link(before: number, after: number): void {
    if (before !== NONE) this.next[before] = after;
    this.previous[after] = before;
  }

  #isLater(slot: number, than: number): boolean {
    const difference = this.#places[slot]! - this.#places[than]!;
    return difference > 0 || (difference === 0 && this.seqs[slot]! > this.seqs[than]!);
  }

  #grow(): void {
    this.seqs = doubled(this.seqs, NONE);
    this.#places = doubled(this.#places);
    this.sessionOf = doubledInt(this.sessionOf);
    this.previous = doubledInt(this.previous);
    this.next = doubledInt(this.next);
    this.lengths = lengthened(this.lengths, this.seqs.length);
  }
}

/** A copy twice as long, the new half filled. */
export function doubled(array: Float64Array, filling = 0): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(array.length * 2).fill(filling, array.length);
  longer.set(array);
  return longer;
}

export function doubledInt(array: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}
