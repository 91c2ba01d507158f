import type { Extraction } from "../engine/text-of";
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

export type Answer<T> = { ok: true; value: T } | Refused;
export type Refused = { ok: false; refusal: Refusal; config: number };

/** A text comes as it is: an object around it costs half as much again as the text. */
export type TextAnswer = string | null | Refused;

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

/** A document from elsewhere, with the times it had there. */
export interface DatedDraft extends DocumentDraft {
  createdAt: number;
  updatedAt: number;
  /** Null for one that stays. */
  expiresAt: number | null;
}

export interface StoredDocument {
  id: string;
  collectionId: string;
  body: string;
  createdAt: number;
  updatedAt: number;
}

/** What a write needs to know of the collection it is in. */
export interface CollectionPlan {
  id: string;
  extraction: Extraction;
  /** How long clients' own vectors were said to be; null where nobody has said. */
  dimension: number | null;
}

/**
 * One document's change. `merge` as RFC 7396 has it, `replace` all of a document that is there, `put` it there if it is
 * not, `lay` the named fields whole beside those that are there, if any. Vectors that are not named stay, but for
 * `replace` and `put` of none.
 */
export interface Change {
  id: string;
  mode: "merge" | "replace" | "put" | "lay";
  /** JSON text of an object. */
  fields: string;
  vectors: NamedVector[];
  /** Null for never. Where it is not said, a document that is replaced stays, and another expires when it did. */
  expiresAt?: number | null;
}

/** `elsewhere`: the id is of a document of another collection. `unkept`: an older schema cannot keep its expiry. */
export type Changed = "updated" | "created" | "missing" | "elsewhere" | "too_large" | "unkept";

/** `dimension`: nothing was changed, since a vector is not of the length that vectors have here. */
export interface ChangeResult {
  results: Changed[];
  dimension: number | null;
}

/** Which documents of a collection are meant. */
export interface Selection {
  collectionId: string;
  /** In the published language, as it came; null for all. */
  filters: unknown;
  /** A part of the id or of any text at the top; null for any. */
  search: string | null;
  ignoreCase: boolean;
}

/** A list of documents. Crosses as JSON text: filters have no one type. */
export interface Listing extends Selection {
  sort: { field: string; direction: "asc" | "desc" } | null;
  /** Where the page before ended: the sort value, and the document's number. */
  after: { value: unknown; seq: number } | null;
  offset: number;
  limit: number;
  groupBy: string | null;
  vectors: boolean;
}

export interface ListedDocument extends StoredDocument {
  vectors: { feature: string; values: number[] }[] | null;
}

export interface DocumentPage {
  documents: ListedDocument[];
  total: number;
  /** Where the next page starts, as JSON text of `after`; null on the last. */
  next: string | null;
  /** With `groupBy`: the group's value as JSON text, how many it has, and which of `documents` are in it. */
  groups: { key: string; count: number; ids: string[] }[] | null;
}

/**
 * A run of data stages. Crosses as JSON text: its parameters have no one type. Their templates are filled in by the
 * cell, each when its stage's turn comes, so that what an input brings is never taken for a template itself.
 */
export interface Plan {
  steps: { name: string; stageId: string; parameters: unknown }[];
  /** What the templates name: the inputs, the namespace, the seed of what is drawn, and the limits of the run. */
  /** `absent` are inputs that were declared and left out: JSON has no word for them. */
  given: {
    inputs: Record<string, unknown>;
    absent: string[];
    namespaceId: string;
    seed: number;
    maxTimeMs?: number;
    credits?: number;
  };
  /** Ids of the retriever's collections; null for all. */
  collections: string[] | null;
  offset: number;
  /** The last document of the page before: the page starts behind it wherever it now stands, else at `offset`. */
  behind: string | null;
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
  /** Where the page began. */
  offset: number;
  /** Documents after the last stage, before paging. */
  total: number;
  /** `notes` is JSON text: what the stage had to say besides its documents. */
  statistics: { name: string; inputCount: number; outputCount: number; durationMs: number; notes: string | null }[];
  /** JSON text: for each field asked for, how often its values occur. */
  facets: string | null;
  /** It ran out of time before its last stage. */
  halted: boolean;
  warnings: string[];
  /** A step whose parameters were not right, with what was wrong; then there are no documents. */
  fault: { step: number; issues: { path: (string | number)[]; message: string }[] } | null;
}

export interface Counts {
  /** The version of the cell's tables. */
  schema: number;
  documents: number;
  memories: number;
  /** Bytes of the cell's database. */
  bytes: number;
  byCollection: Record<string, number>;
  /** Of vectors that clients bring; null while there are none. */
  dimension: number | null;
}

/** An event as a cell hands it out. `data` is JSON text of an object. */
export interface NotedEvent {
  /** Rises with every event of the namespace's contents. */
  sequence: number;
  id: string;
  type: string;
  subjectType: string;
  subjectId: string;
  collectionId: string | null;
  occurredAt: number;
  data: string;
}
