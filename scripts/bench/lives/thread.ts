/**
 * A thread of somebody's life, as it comes up over a year of talk. `{slot}` is filled from the thread's own lists, `{me}`
 * with the name of whose life it is, `{when}` with a relative date. Questions are worded by somebody who was not there:
 * with other words than the talk, and those on several scenes with words that stand in none of them.
 */
export interface Thread {
  slots?: Record<string, string[]>;
  scenes: Scene[];
  /** Answered by several scenes: multi-hop. Numbers of scenes, from 0. */
  lists: { asks: string[]; of: number[] }[];
  /** What follows from scenes without being said: open. */
  implied: { asks: string[]; of: number[] }[];
}

export interface Scene {
  /** The turn that holds the fact, in one of these wordings. */
  tells: string[];
  /** A later turn that holds one more, mostly without naming what it is about. */
  more: string[];
  /** What the other says in between. */
  hears: string[];
  /** The other on their own life with the same subject: what a search by words falls for. */
  echoes: string[];
  asks: string[];
  /** Questions that `more` answers. */
  asksMore: string[];
  when: string;
}
