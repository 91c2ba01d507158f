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

// A map, in which `constructor` is not a field that every document has.
const system = new Map<string, (document: Document) => unknown>([
  ["document_id", (document) => document.id],
  ["collection_id", (document) => document.collectionId],
  ["created_at", (document) => iso(document.createdAt)],
  ["updated_at", (document) => iso(document.updatedAt)],
  ["score", (document) => document.score],
]);

/** A path without what stands before names of our own. */
const bare = (path: string) => path.replace(/^(_internal|metadata)\./, "");

/** Whether a path may mean what we know of a document ourselves, where the user has no field there. */
export const namesSystem = (path: string): boolean => system.has(bare(path));

/** What a path means in a document: the user's own field first, then what we know of it ourselves. */
export function read(document: Document, path: string): unknown {
  const own = valueAt(document.fields, path);
  if (own !== undefined) return own;
  // What a stage made up has no id and no dates of its own.
  if (document.id === "" && path !== "score") return undefined;
  // A field `metadata` of the user's own answers for all that is in it.
  if (path.startsWith("metadata.") && Object.hasOwn(document.fields, "metadata")) return undefined;
  return system.get(bare(path))?.(document);
}

/** The number at a path, `score` being the document's own; undefined where there is none. */
export function numberAt(document: Document, path: string): number | undefined {
  const value = path === "score" ? document.score : read(document, path);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A document with one value set at a path; a number at `score` is its score. */
export function put(document: Document, path: string, value: unknown): Document {
  if (path === "score" && typeof value === "number") return derive(document, { score: value });
  return derive(document, { fields: withValue(document.fields, path, value) });
}

/**
 * Fields with one value set at a dot path, its parents made where they are missing. The mirror of `valueAt`: where
 * `metadata.x` is read as `x`, it is written there.
 */
export function withValue(fields: Fields, path: string, value: unknown): Fields {
  if (Object.hasOwn(fields, path)) return { ...fields, [path]: value };
  const flat = path.startsWith("metadata.") && !Object.hasOwn(fields, "metadata");
  const [key = "", ...rest] = (flat ? path.slice("metadata.".length) : path).split(".");
  return { ...fields, [key]: setIn(Object.hasOwn(fields, key) ? fields[key] : undefined, rest, value) };
}

function setIn(target: unknown, path: string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(target) && /^\d+$/.test(key) && Number(key) < target.length)
    return target.with(Number(key), setIn(target[Number(key)], rest, value));
  const fields: Fields = typeof target === "object" && target !== null && !Array.isArray(target) ? { ...target } : {};
  return { ...fields, [key]: setIn(Object.hasOwn(fields, key) ? fields[key] : undefined, rest, value) };
}

/** A document as it is shown inside another result, or to a template: its fields, and what we know of it ourselves. */
export function plain(document: Document): Fields {
  const known = document.id === "" ? {} : { document_id: document.id, collection_id: document.collectionId };
  return { ...document.fields, ...known, ...(document.score !== undefined && { score: document.score }) };
}
