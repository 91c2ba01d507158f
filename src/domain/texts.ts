import type { Change } from "../cell/contract";
import { isTooLarge, maxDocumentBytes } from "../cell/size";
import type { Hit, Question, VectorRecord } from "../cell/vectors/contract";
import type { Fields } from "../engine/fields";
import type { Filter } from "../engine/filter/filter";
import { Problem } from "../kit/problem";
import type { CollectionRow } from "../store/config";
import type { Namespace } from "../store/door";
import { createCollection, findCollection } from "./collections";
import { planOf } from "./documents/documents";
import { readDraft } from "./documents/draft";

export type Home = Pick<Namespace, "id" | "row" | "now" | "collections" | "documents">;

/** The collection that the memory dialect's texts and vectors lie in; one like any other, made when it is first needed. */
const name = "texts";

/** Where in a document of that collection its metadata lies. */
export const metadataField = "metadata";

export interface Text {
  id: string;
  text: string;
  metadata?: Fields | null | undefined;
  ttl_seconds?: number | null | undefined;
}

/**
 * Puts texts there. `put` in the place of what has the same id, whatever that is; `lay` beside the vector and, where
 * none is given, the metadata that it has.
 */
export function upsertTexts(home: Home, texts: Text[], mode: "put" | "lay"): Promise<number> {
  const drafts = texts.map(({ id, text, metadata, ttl_seconds }) => {
    const fields = metadata || mode === "put" ? { text, metadata: metadata ?? {} } : { text };
    return { id, fields, values: null, ttlSeconds: ttl_seconds ?? null };
  });
  return upsert(home, drafts, mode, "documents");
}

export interface Draft {
  id: string;
  fields: Fields;
  values: Change["vectors"][number] | null;
  ttlSeconds: number | null;
}

/** How many were written. All are found right before the first is. `list` is where the body has them. */
export async function upsert(home: Home, drafts: Draft[], mode: Change["mode"], list: string): Promise<number> {
  const collection = await theirs(home);
  const changes = drafts.map(({ id, fields: given, values, ttlSeconds }, i): Change => {
    const { fields } = readDraft(home.row, collection, { ...given, document_id: id }, ["body", list, i]);
    const text = JSON.stringify(fields);
    if (isTooLarge(text))
      throw new Problem("too_large", `${list}[${i}] has more than ${maxDocumentBytes} bytes. Nothing was stored.`);
    const expiresAt = ttlSeconds === null ? null : Math.round(home.now + ttlSeconds * 1000);
    return { id, mode, fields: text, vectors: values ? [values] : [], expiresAt };
  });
  const results = await home.documents.change(planOf(collection, home.row.dimension), changes);
  for (const [result, code, message] of refusals) if (results.includes(result)) throw new Problem(code, message);
  return results.length;
}

const refusals = [
  ["elsewhere", "conflict", "An id belongs to a document of another collection. The others were stored."],
  ["too_large", "too_large", `A document would have more than ${maxDocumentBytes} bytes. The others were stored.`],
  ["unkept", "conflict", "The namespace was brought to an older schema, in which nothing expires. Migrate it first."],
] as const;

/** Results for each question. `told` is what an answer has to say of itself, where there is such a thing. */
export async function search(home: Home, questions: Question[]) {
  const { hits, ms, warnings } = await home.documents.vectors("search", { collectionId: await idOf(home), questions });
  return { hits, ms, told: warnings.length > 0 ? { warnings } : {} };
}

/** A question in words. `weight` is what vectors count, 0 to 1; null leaves it to hybrid search. */
export const inWords = (
  text: string,
  { top_k: topK, filter }: { top_k: number; filter?: Filter | null | undefined },
  { weight = null, vector = null, values = false }: Partial<Pick<Question, "weight" | "vector" | "values">> = {},
): Question => ({ text, vector, weight, metric: "cosine", filter: filter ?? null, topK, values });

/** A document as this dialect shows it. */
export function present({ id, body, values }: VectorRecord) {
  const { text, metadata }: { text?: string; metadata?: Fields } = JSON.parse(body);
  return { id, values, text, metadata: metadata ?? {} };
}

/** A result as this dialect shows it, its vector under another name. */
export function presentHit(hit: Hit) {
  const { values, ...shown } = present(hit);
  return { ...shown, score: hit.score, ...(values && { vector: values }) };
}

/** The collection's id; null while there is none, or none that the key may see. The cell has the last word on that. */
export const idOf = async (home: Pick<Home, "collections">) => (await textsOf(home))?.id ?? null;

export const textsOf = (home: Pick<Home, "collections">) => home.collections.find(name);

export async function deleteTexts(home: Home, ids: string[]): Promise<number> {
  const collection = await idOf(home);
  const deleted = await home.documents.remove(collection ? ids : [], collection);
  return deleted.filter(Boolean).length;
}

async function theirs(home: Home): Promise<CollectionRow> {
  const known = await textsOf(home);
  if (known) return known;
  try {
    const feature_extractor = {
      feature_extractor_name: "text_extractor",
      version: "v1",
      // A vector's text lies in its metadata, where clients put it.
      input_mappings: { text: ["text", "metadata.text"] },
    };
    await createCollection(home, { collection_name: name, feature_extractor });
  } catch (error) {
    // Somebody else was first.
    if (!(error instanceof Problem && error.code === "conflict")) throw error;
  }
  return findCollection(home, name);
}
