import { type Fields, valueAt } from "./fields";

/** A document on its way through a pipeline. What it holds is read only when a stage asks for it. */
export interface Document {
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
