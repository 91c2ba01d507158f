import type { DocumentDraft, StoredDocument } from "../../cell/contract";
import type { Fields } from "../../engine/fields";
import { makeCursor, readCursor } from "../../kit/cursor";
import { iso } from "../../kit/iso";
import { Problem } from "../../kit/problem";
import type { CollectionRow } from "../../store/config";
import type { Namespace } from "../../store/door";
import { findCollection } from "../collections";
import { type PageRequest, pagination } from "../page";
import { type Draft, readDraft } from "./draft";
import { textOf } from "./text";

type Home = Pick<Namespace, "id" | "row" | "now" | "collections" | "documents">;

const missing = () => new Problem("not_found", "There is no such document.");

/** Creates one document: the body is the document. */
export async function createDocument(home: Home, collectionRef: string, body: Fields) {
  const collection = await findCollection(home, collectionRef);
  const draft = readDraft(home.row, collection, body, ["body"]);
  await create(home, collection, [draft]);
  return present(home, { ...row(collection, draft), createdAt: home.now, updatedAt: home.now });
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
  if (taken.length === 0) return;
  throw new Problem(
    "conflict",
    `A document of this namespace has the document_id ${taken[0]} already. Nothing was stored.`,
  );
}

/** A row of the cell holds 2 MB at most, in UTF-8. */
const maxDocumentBytes = 1_500_000;
const encoder = new TextEncoder();

function row(collection: CollectionRow, { id, fields, vectors }: Draft): DocumentDraft {
  const body = JSON.stringify(fields);
  // No character takes more than three bytes of UTF-8 for each of its units: most bodies need no counting.
  if (body.length * 3 > maxDocumentBytes && encoder.encode(body).length > maxDocumentBytes)
    throw new Problem("too_large", `The document ${id} has more than ${maxDocumentBytes} bytes. Nothing was stored.`);
  return { id, collectionId: collection.id, body, text: textOf(collection, fields), vectors };
}

async function find(
  home: Home,
  collectionRef: string | undefined,
  id: string,
): Promise<[StoredDocument, CollectionRow]> {
  const named = collectionRef === undefined ? undefined : await findCollection(home, collectionRef);
  const document = await home.documents.get(id);
  const collection = named ?? (document ? await home.collections.find(document.collectionId) : undefined);
  if (!document || !collection || document.collectionId !== collection.id) throw missing();
  return [document, collection];
}

export async function getDocument(home: Home, collectionRef: string | undefined, id: string) {
  if (collectionRef === undefined) {
    // The cell knows which collections the key may see: no configuration is needed, and a warm read is one hop.
    const document = await home.documents.get(id);
    if (!document) throw missing();
    return present(home, document);
  }
  const [document] = await find(home, collectionRef, id);
  return present(home, document);
}

/** How often a change is tried again when somebody else changed the document in between. */
const attempts = 5;

/** Changes the named fields, as RFC 7396 says: an object is merged into an object, null takes a field away. */
export async function patchDocument(home: Home, collectionRef: string | undefined, id: string, body: Fields) {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const [document, collection] = await find(home, collectionRef, id);
    const { fields, vectors } = readDraft(home.row, collection, { ...body, document_id: id }, ["body"]);
    const next = mergePatch(JSON.parse(document.body), fields);
    const { body: text, ...rest } = row(collection, { id, fields: next, vectors });
    const change = { id, readAt: document.updatedAt, body: text, text: rest.text, vectors };
    if (await home.documents.replace(change)) return getDocument(home, collectionRef, id);
  }
  throw new Problem("unavailable", "The document is being changed by others at this moment. Try again.");
}

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function mergePatch(target: Fields, patch: Fields): Fields {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) ? mergePatch(isObject(before) ? before : {}, value) : value);
  }
  return Object.fromEntries(merged);
}

export async function deleteDocument(home: Home, collectionRef: string | undefined, id: string) {
  const collection = collectionRef === undefined ? undefined : await findCollection(home, collectionRef);
  if (!(await home.documents.remove(id, collection?.id ?? null))) throw missing();
  return { message: "The document is deleted.", success: true };
}

export async function listDocuments(home: Home, collectionRef: string, page: PageRequest & { cursor?: string | null }) {
  const collection = await findCollection(home, collectionRef);
  const list = `documents ${home.id} ${collection.id}`;
  const after = page.cursor ? readCursor(list, page.cursor) : 0;
  const found = await home.documents.list({
    collectionId: collection.id,
    after,
    offset: page.offset,
    limit: page.limit,
  });
  return {
    results: found.documents.map((document) => present(home, document)),
    pagination: {
      ...pagination(page, found.total),
      next_cursor: found.next === null ? null : makeCursor(list, found.next),
    },
    total_documents: found.total,
    stats: { total_documents: found.total },
  };
}

/** A document as the API shows it: the user's fields at the top, ours beside them. */
export function present(home: Pick<Home, "id">, document: StoredDocument) {
  const fields: Fields = JSON.parse(document.body);
  return {
    ...fields,
    document_id: document.id,
    collection_id: document.collectionId,
    _internal: {
      namespace_id: home.id,
      collection_id: document.collectionId,
      document_id: document.id,
      created_at: iso(document.createdAt),
      updated_at: iso(document.updatedAt),
    },
  };
}
