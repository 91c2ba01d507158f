import { type Fields, valueAt } from "./fields";

/** A document on its way through a pipeline. What it holds is read only when a stage asks for it. */
export interface Document {
  /** Empty for a result that is no stored document (see `made`). */
  readonly id: string;
  readonly collectionId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** What the user stored. */
  readonly fields: Fields;
  /** How well it answers, where a search has said so. */
  score: number | undefined;
}

/**
 * A document made from another by a stage, or from a group of them. What is not named stays as it was; the stored
 * document is not touched.
 */
export function derive(document: Document, changes: { fields?: Fields; score?: number }): Document {
  const { id, collectionId, createdAt, updatedAt } = document;
  const { fields = document.fields, score = document.score } = changes;
  return { id, collectionId, createdAt, updatedAt, fields, score };
}

/** A result that is no stored document, such as a group with its counts: it has fields and nothing else. */
export const made = (fields: Fields, score?: number): Document => ({
  id: "",
  collectionId: "",
  createdAt: 0,
  updatedAt: 0,
  fields,
  score,
});

const iso = (ms: number) => new Date(ms).toISOString();

const system: Record<string, (document: Document) => unknown> = {
  document_id: (document) => document.id,
  collection_id: (document) => document.collectionId,
  created_at: (document) => iso(document.createdAt),
  updated_at: (document) => iso(document.updatedAt),
  score: (document) => document.score,
};

/** What a path means in a document: the user's own field first, then what we know of it ourselves. */
export function read(document: Document, path: string): unknown {
  const own = valueAt(document.fields, path);
  if (own !== undefined) return own;
  return system[path.replace(/^(_internal|metadata)\./, "")]?.(document);
}
