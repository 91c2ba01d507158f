import type { Id } from "../kit/id";

/** What every call into a cell carries: who calls, for whom, and under which configuration it was planned. */
export interface Pass {
  organizationId: Id<"organization">;
  keyId: Id<"key">;
  /** The configuration version the call was planned with; null when it rests on none. */
  config: number | null;
  /** Collections the key may see; null for all. */
  collections: string[] | null;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Why a cell does not serve a call. `stale`: planned with an older configuration; plan again.
 * The others are final for this pass.
 */
export type Refusal = "unfounded" | "retired" | "foreign" | "revoked" | "stale";

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal; config: number };

/** Vectors a document brings along, by what they are kept under (`clip_vit_l_14@v1`). */
export interface NamedVector {
  feature: string;
  values: Float32Array;
}

export interface DocumentDraft {
  id: string;
  collectionId: string;
  /** The user's fields, as JSON text. */
  body: string;
  /** What the full-text index is to hold; empty for none. */
  text: string;
  vectors: NamedVector[];
}

export interface StoredDocument {
  id: string;
  collectionId: string;
  body: string;
  createdAt: number;
  updatedAt: number;
}

export interface DocumentPage {
  documents: StoredDocument[];
  total: number;
  /** Where the next page starts; null on the last. */
  next: number | null;
}

/** A change of a document: the new fields and text, made from the version that was read. */
export interface DocumentChange {
  id: string;
  readAt: number;
  body: string;
  text: string;
  vectors: NamedVector[];
}

/** A run of data stages, all templates filled in. Crosses as JSON text: its parameters have no one type. */
export interface Plan {
  steps: { name: string; stageId: string; parameters: unknown }[];
  /** Ids of the retriever's collections; null for all. */
  collections: string[] | null;
  offset: number;
  limit: number;
  highlights: boolean;
}

export interface Highlight {
  field: string;
  segments: { text: string; match: boolean }[];
}

export interface FoundDocument extends StoredDocument {
  score: number | null;
  highlights: Highlight[] | null;
}

export interface Outcome {
  documents: FoundDocument[];
  /** Documents after the last stage, before paging. */
  total: number;
  statistics: { name: string; inputCount: number; outputCount: number; durationMs: number }[];
  warnings: string[];
  /** A step whose parameters were not right, with what was wrong; then there are no documents. */
  fault: { step: number; issues: { path: (string | number)[]; message: string }[] } | null;
}

export interface Counts {
  documents: number;
  /** Bytes of the cell's database. */
  bytes: number;
  byCollection: Record<string, number>;
}
