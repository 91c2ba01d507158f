import { type Aggregation, aggregateDocuments } from "../engine/aggregation";
import { type Document, read } from "../engine/document";
import { compare } from "../engine/filter/matches";
import { parseFilter } from "../engine/filter/parse";
import type { DocumentPage, ListedDocument, Listing, Pass, Selection } from "./contract";
import { CellCorpus } from "./corpus";
import * as documents from "./documents";
import { readEntry } from "./entries";
import type { Found, Row } from "./found";
import type { Shelf } from "./shelf";

/** The documents that are meant, in the order they came. */
export function select(shelf: Shelf, pass: Pass, selection: Selection): Found[] {
  const { collectionId, filters, ignoreCase } = selection;
  if (pass.collections && !pass.collections.includes(collectionId)) return [];
  const filter = filters == null ? undefined : parseFilter(filters, { ignoreCase });
  const found = new CellCorpus(shelf, [collectionId]).select({ filter, limitEach: Number.MAX_SAFE_INTEGER });
  return selection.search === null ? found : found.filter((one) => mentions(one, selection.search ?? "", ignoreCase));
}

function mentions(document: Document, wanted: string, ignoreCase: boolean): boolean {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const values = [document.id, ...Object.values(document.fields)];
  return values.some((value) => typeof value === "string" && fold(value).includes(fold(wanted)));
}

export function get(shelf: Shelf, pass: Pass, id: string, vectors: boolean): ListedDocument | null {
  const row = shelf.rows.find(id);
  if (!row || (pass.collections && !pass.collections.includes(row.collection_id))) return null;
  return withVectors(shelf, row, vectors);
}

/** A page of documents. In the usual order and without conditions it is one step of the primary key. */
export function list(shelf: Shelf, pass: Pass, text: string): DocumentPage {
  const listing: Listing = JSON.parse(text);
  const { collectionId, filters, search, sort, after, offset, limit, groupBy } = listing;
  const listed = (found: Found) => withVectors(shelf, found.row, listing.vectors);
  if (filters == null && search === null && !sort && !groupBy) {
    const page = documents.page(shelf.sql, collectionId, after?.seq ?? 0, offset, limit);
    const next = page.next === null ? null : JSON.stringify({ value: null, seq: page.next });
    return { documents: page.found.map(listed), total: page.total, next, groups: null };
  }
  const order = ordering(listing);
  const all = select(shelf, pass, listing).sort(order);
  if (groupBy) return grouped(all, groupBy, listing, listed);
  const from = after ? all.findIndex((one) => placed(one, listing, after) > 0) : offset;
  const page = from < 0 ? [] : all.slice(from, from + limit);
  const last = page.at(-1);
  const more = last !== undefined && from + page.length < all.length;
  const value = last && sort ? (read(last, sort.field) ?? null) : null;
  const next = more ? JSON.stringify({ value, seq: last.row.seq }) : null;
  return { documents: page.map(listed), total: all.length, next, groups: null };
}

/** By the sort field where there is one, then by age; documents without the field come last. */
function ordering({ sort }: Listing): (a: Found, b: Found) => number {
  const sign = sort?.direction === "desc" ? -1 : 1;
  return (a, b) => {
    const byField = sort ? compareAny(read(a, sort.field), read(b, sort.field), sign) : 0;
    return byField || a.row.seq - b.row.seq;
  };
}

/** Where a document stands against the place that a page ended at. */
function placed(one: Found, { sort }: Listing, after: { value: unknown; seq: number }): number {
  const sign = sort?.direction === "desc" ? -1 : 1;
  const byField = sort ? compareAny(read(one, sort.field), after.value, sign) : 0;
  return byField || one.row.seq - after.seq;
}

function compareAny(a: unknown, b: unknown, sign: number): number {
  if (a == null || b == null) return Number(a == null) - Number(b == null);
  return sign * (compare(a, b) ?? (typeof a < typeof b ? -1 : Number(typeof a > typeof b)));
}

/** Groups and measures. Question and answer cross as JSON text: a metric can be anything. */
export function aggregate(shelf: Shelf, pass: Pass, text: string): string {
  const { selection, aggregation }: { selection: Selection; aggregation: Aggregation } = JSON.parse(text);
  return JSON.stringify(aggregateDocuments(select(shelf, pass, selection), aggregation));
}

/** Groups by a field's value, largest first; `limit` and `offset` count groups, each shown with its first ten. */
function grouped(
  all: Found[],
  field: string,
  listing: Listing,
  listed: (found: Found) => ListedDocument,
): DocumentPage {
  const groups = new Map<string, Found[]>();
  for (const one of all) {
    const key = JSON.stringify(read(one, field) ?? null);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const shown = [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(listing.offset, listing.offset + listing.limit)
    .map(([key, members]) => ({ key, count: members.length, members: members.slice(0, 10) }));
  return {
    documents: shown.flatMap(({ members }) => members.map(listed)),
    total: all.length,
    next: null,
    groups: shown.map(({ key, count, members }) => ({ key, count, ids: members.map(({ id }) => id) })),
  };
}

function withVectors(shelf: Shelf, row: Row, vectors: boolean): ListedDocument {
  const kept = vectors ? (readEntry(shelf.sql, row.seq)?.vectors ?? []) : undefined;
  return {
    ...documents.stored(row),
    vectors: kept?.map(({ feature, values }) => ({ feature, values: Array.from(values) })) ?? null,
  };
}
