import type { Filter } from "../../engine/filter/filter";
import type { Metric } from "./distances";

/** Questions of one call at most. */
export const mostQueries = 100;

/** One question. Its text, its vector, or both fused: then `weight` is what the vector counts against the words. */
export interface Question {
  text: string | null;
  vector: number[] | null;
  /** Of a text alone too, whose vector is made here then; null leaves it to hybrid search. */
  weight: number | null;
  metric: Metric;
  filter: Filter | null;
  topK: number;
  /** Whether vectors are to be told: those that were compared. */
  values: boolean;
}

/** A document of this dialect. */
export interface VectorRecord {
  id: string;
  /** The document's fields, as JSON text. */
  body: string;
  /** The vector that a client has brought, or that was compared; null where there is none, or none was asked for. */
  values: number[] | null;
}

export interface Hit extends VectorRecord {
  score: number;
  /** The cosine, and the share of the query's words; both 0 to 1. */
  vectorScore: number;
  textScore: number;
}

/** `dimension`: a question's vector is not of the length that vectors have here, and none was answered. */
interface Found {
  hits: Hit[][];
  /** How long the search took, in milliseconds. */
  ms: number;
  /** What the caller may have to know of how it was answered. */
  warnings: string[];
  dimension?: number;
}

/**
 * What is asked of one collection's vectors and texts; null for one that is not there yet. A filter crosses in the
 * house's form: it was read, and found right, before.
 */
export interface VectorCalls {
  search: { ask: { collectionId: string | null; questions: Question[] }; answer: Found };
  fetch: { ask: { collectionId: string | null; ids: string[]; values: boolean }; answer: VectorRecord[] };
  /** In the order they came, fewer than asked for where vectors are long; `next` is the last one's place, or null. */
  page: {
    ask: { collectionId: string | null; after: number; limit: number; values: boolean };
    answer: { records: VectorRecord[]; total: number; next: number | null };
  };
  /** Ids of those that a filter meets. */
  meant: { ask: { collectionId: string | null; filter: Filter | null }; answer: string[] };
  count: { ask: { collectionId: string | null; filter: Filter | null }; answer: number };
  stats: { ask: { collectionId: string | null }; answer: VectorStats };
  /** Of the documents with text. Every one's terms are read for it. */
  terms: { ask: { collectionId: string | null }; answer: TermStats };
}

export interface VectorStats {
  documents: number;
  vectors: number;
  dimension: number | null;
  /** Bytes of those vectors. */
  bytes: number;
}

/** How many they are, their different terms, and terms in the mean. */
export interface TermStats {
  texts: number;
  terms: number;
  meanLength: number;
}

export type VectorVerb = keyof VectorCalls;
export type VectorAsk<V extends VectorVerb> = VectorCalls[V]["ask"];
export type VectorAnswer<V extends VectorVerb> = VectorCalls[V]["answer"];
