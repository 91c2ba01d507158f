import type { Fields } from "../fields";
import type { Filter } from "../filter/filter";

/** One vector as a space holds it. An id is never given to another vector. */
export interface SpaceEntry {
  id: string;
  vector: Float32Array;
  collection: string;
  fields: Fields;
}

export interface SpaceQuestion {
  vector: Float32Array;
  topK: number;
  /** Ids; null for all. */
  collections: string[] | null;
  /** May be answered with more than what passes, never with less. */
  filter?: Filter;
}

/** `cosine` lies in -1..1. */
export interface SpaceHit {
  id: string;
  cosine: number;
}

/**
 * The vectors of one namespace and one feature, kept somewhere. What was put in or taken out may be seen later only.
 * Every method throws when the place does not answer in time.
 */
export interface VectorSpace {
  /** Any number of entries. */
  upsert(entries: readonly SpaceEntry[]): Promise<void>;
  /** How many were there. */
  remove(ids: readonly string[]): Promise<number>;
  /** Best first. */
  query(question: SpaceQuestion): Promise<SpaceHit[]>;
  /** Whether all that was put in or taken out before this call is seen by now. */
  settled(): Promise<boolean>;
  /** Ids page by page; `next` is null on the last. */
  list(cursor: string | null): Promise<{ ids: string[]; next: string | null }>;
  count(): Promise<number>;
  /** The space goes with everything in it. One that is not there is gone already. */
  drop(): Promise<void>;
}
