import type { Change } from "../../cell/contract";
import type { Fields } from "../../engine/fields";
import { invalid } from "../../kit/problem";
import type { CollectionRow } from "../../store/config";
import { findCollection } from "../collections";
import { readFilter } from "../page";
import { type Home, planOf } from "./documents";
import { readDraft } from "./draft";

/** Documents that one call into the cell changes: it serves nobody else in between. */
const atOnce = 250;

/** Deletes documents by id, each with its own result, or all that a filter meets. An empty filter meets none. */
export async function deleteDocuments(
  home: Home,
  collectionRef: string,
  { document_ids: ids, filters }: { document_ids?: string[] | null; filters?: unknown },
) {
  const collection = await findCollection(home, collectionRef);
  const message = "Batch delete completed";
  if (ids) {
    const deleted = await inChunks(ids, (chunk) => home.documents.remove(chunk, collection.id));
    const results = ids.map((id, i) => ({
      document_id: id,
      success: deleted[i] ?? false,
      ...(!deleted[i] && { error: "not found" }),
    }));
    const count = deleted.filter(Boolean).length;
    return { deleted_count: count, failed_count: ids.length - count, results, message };
  }
  const deleted = await inChunks(await meant(home, collection, filters), (chunk) =>
    home.documents.remove(chunk, collection.id),
  );
  return { deleted_count: deleted.filter(Boolean).length, failed_count: 0, message };
}

export interface Updates {
  updates?: ({ document_id: string } & Fields)[] | null;
  filters?: unknown;
  update_data?: Fields | null;
}

/** Merges (RFC 7396) a change of its own into each of the named documents, or one into all that a filter meets. */
export async function updateDocuments(
  home: Home,
  collectionRef: string,
  { updates, filters, update_data: data }: Updates,
) {
  const collection = await findCollection(home, collectionRef);
  if (!updates) return updateWhere(home, collection, filters, data ?? {});
  const changes = updates.map(({ document_id: id, update_data: nested, ...flat }, i) =>
    changeOf(home, collection, id, isFields(nested) ? nested : flat, ["body", "updates", i]),
  );
  const results = (await apply(home, collection, changes)).map((result, i) => ({
    document_id: changes[i]?.id ?? "",
    success: result === "updated",
    ...(result !== "updated" && { error: result === "missing" ? "not found" : "too large" }),
  }));
  const count = results.filter(({ success }) => success).length;
  return { updated_count: count, failed_count: results.length - count, results, message: "Batch update completed" };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Without filters, the whole collection. */
export async function updateAll(home: Home, collectionRef: string, { filters, update_data: data }: Updates) {
  const collection = await findCollection(home, collectionRef);
  const { updated_count } = await updateWhere(home, collection, filters ?? null, data ?? {});
  return { updated_count, message: "Documents updated successfully" };
}

async function updateWhere(home: Home, collection: CollectionRow, filters: unknown, data: Fields) {
  const ids = await meant(home, collection, filters);
  const changes = ids.map((id) => changeOf(home, collection, id, data, ["body", "update_data"]));
  const results = await apply(home, collection, changes);
  const count = results.filter((result) => result === "updated").length;
  return { updated_count: count, failed_count: results.length - count, message: "Batch update completed" };
}

function changeOf(home: Home, collection: CollectionRow, id: string, body: Fields, at: (string | number)[]): Change {
  const { fields, vectors } = readDraft(home.row, collection, { ...body, document_id: id }, at);
  return { id, mode: "merge", fields: JSON.stringify(fields), vectors };
}

const apply = (home: Home, collection: CollectionRow, changes: Change[]) =>
  inChunks(changes, (chunk) => home.documents.change(planOf(collection), chunk));

/** Ids of what a filter meets; null means every document, which only a caller who said so may mean. */
async function meant(home: Home, collection: CollectionRow, filters: unknown): Promise<string[]> {
  const isEmpty = isFields(filters) && Object.keys(filters).length === 0;
  if (filters === undefined || isEmpty)
    throw invalid("Name the documents, or give filters that are not empty.", ["body", "filters"]);
  if (filters !== null) readFilter(filters, false);
  return home.documents.select({ collectionId: collection.id, filters, search: null, ignoreCase: false });
}

export async function inChunks<T, R>(all: readonly T[], work: (chunk: T[]) => Promise<R[]>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += atOnce) results.push(...(await work(all.slice(at, at + atOnce))));
  return results;
}
