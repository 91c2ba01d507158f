import type { Listing } from "../../cell/contract";
import { makeCursor, readCursor } from "../../kit/cursor";
import { findCollection } from "../collections";
import { type ListRequest, pagination, readFilter } from "../page";
import type { Home } from "./documents";
import { presentListed } from "./present";

export interface DocumentListRequest extends ListRequest {
  select?: string[] | null;
  group_by?: string | null;
  return_vectors?: boolean;
  return_vector_names?: string[] | boolean | null;
}

/** A collection's documents: in the order they came, or searched, filtered, sorted, grouped. */
export async function listDocuments(home: Home, collectionRef: string, request: DocumentListRequest) {
  const collection = await findCollection(home, collectionRef);
  const {
    filters = null,
    search = null,
    sort = null,
    case_sensitive: caseSensitive,
    group_by: groupBy = null,
  } = request;
  if (filters !== null) readFilter(filters, !caseSensitive);
  const bound = `documents ${home.id} ${collection.id} ${JSON.stringify([filters, search, sort, groupBy])}`;
  const listing: Listing = {
    collectionId: collection.id,
    filters,
    search: search || null,
    ignoreCase: !caseSensitive,
    sort,
    after: request.cursor ? afterOf(readCursor(bound, request.cursor)) : null,
    offset: request.offset,
    limit: request.limit,
    groupBy,
    vectors: request.return_vectors ?? false,
  };
  const page = await home.documents.list(listing);
  const { return_vector_names: names } = request;
  const shown = page.documents.map((document) =>
    presentListed(home.id, document, { select: request.select, names: Array.isArray(names) ? names : null }),
  );
  const next = page.next === null ? null : makeCursor(bound, [JSON.parse(page.next)]);
  const byId = new Map(shown.map((document) => [document.document_id, document]));
  return {
    results: page.groups ? [] : shown,
    ...(page.groups && {
      groups: page.groups.map(({ key, count, ids }) => ({
        group_key: JSON.parse(key),
        count,
        documents: ids.flatMap((id) => byId.get(id) ?? []),
      })),
      group_by_field: groupBy,
    }),
    pagination: pagination(request, page.total, next),
    total_documents: page.total,
    stats: { total_documents: page.total, ...(page.groups && { total_groups: page.groups.length }) },
  };
}

/** The place that a page of ours ended at; anything else starts from the beginning of nothing. */
function afterOf([place]: readonly unknown[]): Listing["after"] {
  const known = typeof place === "object" && place !== null && "seq" in place && "value" in place;
  return known && typeof place.seq === "number"
    ? { value: place.value, seq: place.seq }
    : { value: null, seq: Number.MAX_SAFE_INTEGER };
}
