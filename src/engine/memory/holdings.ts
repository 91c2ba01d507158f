import { LexicalIndex } from "../text/bm25";
import type { Terms } from "../text/terms";
import { WordScorer } from "./context";
import { Dated } from "./dated";
import type { RecallEntry } from "./entry";
import { Speakers } from "./speakers";
import { doubledInt, NONE, Turns } from "./turns";

/** What is in memory of a namespace's memories, by slot: postings, the order of turns, speakers, dates and traits. */
export class Holdings {
  readonly lexical = new LexicalIndex();
  readonly turns = new Turns();
  readonly scorer = new WordScorer(this.lexical, this.turns);
  readonly speakers = new Speakers();
  readonly dated = new Dated();
  /** The speaker's ordinal, or NONE. */
  speakerOf = new Int32Array(64).fill(NONE);
  traits = new Uint8Array(64);

  add(entry: RecallEntry): number {
    const { seq, terms, session, speaker } = entry;
    const slot = this.turns.add(seq, session, entry.place ?? seq, terms.length);
    this.lexical.add(slot, terms);
    this.dated.set(slot, entry.at, entry.told);
    if (slot >= this.traits.length) this.#grow();
    this.traits[slot] = entry.traits;
    this.speakerOf[slot] = speaker === undefined ? NONE : this.speakers.add(speaker);
    this.scorer.changed();
    return slot;
  }

  remove(seq: number, terms: Terms): boolean {
    const slot = this.turns.remove(seq);
    if (slot === undefined) return false;
    this.lexical.remove(slot, terms);
    this.dated.set(slot, undefined);
    if (this.speakerOf[slot] !== NONE) this.speakers.remove(this.speakerOf[slot]!);
    this.speakerOf[slot] = NONE;
    this.traits[slot] = 0;
    this.scorer.changed();
    return true;
  }

  /** The speakers' numbers, by ordinal, handed down to what they said; 0 for what nobody said. */
  bySlot(bySpeaker: ArrayLike<number>, weight = 1): Float32Array {
    const out = new Float32Array(this.turns.length);
    for (let slot = 0; slot < out.length; slot++) {
      const speaker = this.speakerOf[slot]!;
      if (speaker !== NONE) out[slot] = weight * bySpeaker[speaker]!;
    }
    return out;
  }

  #grow(): void {
    this.speakerOf = doubledInt(this.speakerOf);
    const traits = new Uint8Array(this.traits.length * 2);
    traits.set(this.traits);
    this.traits = traits;
  }
}
