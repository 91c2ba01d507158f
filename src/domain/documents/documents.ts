import type { Change, CollectionPlan, DocumentDraft } from "../../cell/contract";
import { isTooLarge, maxDocumentBytes } from "../../cell/size";
import type { Fields } from "../../engine/fields";
import { textOf } from "../../engine/text-of";
import { Problem } from "../../kit/problem";
import type { CollectionRow } from "../../store/config";
import type { Namespace } from "../../store/door";
import { findCollection } from "../collections";
import { type Draft, readDraft } from "./draft";
import { present, presentWhole } from "./present";

export type Home = Pick<Namespace, "id" | "row" | "now" | "collections" | "documents">;

const missing = () => new Problem("not_found", "There is no such document.");

const tooLarge = (id: string) =>
  new Problem("too_large", `The document ${id} has more than ${maxDocumentBytes} bytes. Nothing was stored.`);

/** Creates one document: the body is the document. */
export async function createDocument(home: Home, collectionRef: string, body: Fields) {
  const collection = await findCollection(home, collectionRef);
  const draft = readDraft(home.row, collection, body, ["body"]);
  await create(home, collection, [draft]);
  return present(home.id, { ...row(collection, draft), createdAt: home.now, updatedAt: home.now });
}

/** Creates all of the documents or none. */
export async function createDocuments(home: Home, collectionRef: string, bodies: Fields[]) {
  const collection = await findCollection(home, collectionRef);
  const drafts = bodies.map((body, i) => readDraft(home.row, collection, body, ["body", "documents", i]));
  const seen = new Set<string>();
  const twice = drafts.find(({ id }) => seen.size === seen.add(id).size);
  if (twice) throw new Problem("conflict", `The document_id ${twice.id} is in this batch twice. Nothing was stored.`);
  await create(home, collection, drafts);
  const documents = drafts.map(({ id }) => ({ document_id: id, collection_id: collection.id }));
  return { documents, results: documents, created_count: documents.length, success: true };
}

async function create(home: Home, collection: CollectionRow, drafts: Draft[]): Promise<void> {
  const { taken } = await home.documents.create(drafts.map((draft) => row(collection, draft)));
  if (taken.length > 0) throw idTaken(taken[0] ?? "");
}

const idTaken = (id: string) =>
  new Problem("conflict", `A document of this namespace has the document_id ${id} already. Nothing was stored.`);

function row(collection: CollectionRow, { id, fields, vectors }: Draft): DocumentDraft {
  const body = JSON.stringify(fields);
  if (isTooLarge(body)) throw tooLarge(id);
  return { id, collectionId: collection.id, body, text: textOf(collection.featureExtractor, fields), vectors };
}

export const planOf = ({ id, featureExtractor }: CollectionRow, dimension: number | null = null): CollectionPlan => ({
  id,
  dimension,
  extraction: { name: featureExtractor.name, inputMappings: featureExtractor.inputMappings },
});

/** The cell knows which collections the key may see; with a collection in the path, the document has to be of it. */
export async function getDocument(home: Home, collectionRef: string | undefined, id: string, vectors = false) {
  const collection = collectionRef === undefined ? undefined : await findCollection(home, collectionRef);
  const document = await home.documents.get(id, vectors);
  if (!document || (collection && document.collectionId !== collection.id)) throw missing();
  return presentWhole(home.id, document);
}

/** The collection of a path, or, without one, that of the document. */
async function collectionOf(home: Home, collectionRef: string | undefined, id: string): Promise<CollectionRow> {
  if (collectionRef !== undefined) return findCollection(home, collectionRef);
  const document = await home.documents.get(id, false);
  const collection = document && (await home.collections.find(document.collectionId));
  if (!collection) throw missing();
  return collection;
}

/** Merges the named fields into a document (RFC 7396), replaces all of it, or puts it there if it is not. */
export async function changeDocument(
  home: Home,
  collectionRef: string | undefined,
  id: string,
  mode: Change["mode"],
  body: Fields,
) {
  const collection = await collectionOf(home, collectionRef, id);
  const { fields, vectors } = readDraft(home.row, collection, { ...body, document_id: id }, ["body"]);
  const change = { id, mode, fields: JSON.stringify(fields), vectors };
  const [result] = await home.documents.change(planOf(collection), [change]);
  if (result === "elsewhere") throw idTaken(id);
  if (result === "too_large") throw tooLarge(id);
  if (result === "missing") throw missing();
  return getDocument(home, collection.id, id);
}

export async function deleteDocument(home: Home, collectionRef: string | undefined, id: string) {
  const collection = collectionRef === undefined ? undefined : await findCollection(home, collectionRef);
  const [deleted] = await home.documents.remove([id], collection?.id ?? null);
  if (!deleted) throw missing();
  return { message: "The document is deleted.", success: true };
}
