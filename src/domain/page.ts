import { type Fields, valueAt } from "../engine/fields";
import { compare, matches } from "../engine/filter/matches";
import { FilterFault, parseFilter } from "../engine/filter/parse";
import { makeCursor, readCursor } from "../kit/cursor";
import { invalid } from "../kit/problem";

/** One page of a list, as asked for. */
export interface PageRequest {
  limit: number;
  offset: number;
  cursor?: string | null;
}

/** What a list is to hold, and in which order. */
export interface ListRequest extends PageRequest {
  search?: string | null;
  filters?: unknown;
  sort?: { field: string; direction: "asc" | "desc" } | null;
  case_sensitive?: boolean;
}

/** The published account of a page. */
export function pagination(page: PageRequest, total: number, next: string | null = null) {
  return {
    total,
    page: Math.floor(page.offset / page.limit) + 1,
    page_size: page.limit,
    total_pages: Math.ceil(total / page.limit),
    next_page: null,
    previous_page: null,
    next_cursor: next,
  };
}

/** Whether a request asks for anything but a page of everything in the usual order. */
export const isPlain = (request: ListRequest) =>
  !request.search && request.filters == null && !request.sort && !request.cursor;

/**
 * A page of an account's few things of a kind, as they are shown: searched (a part of the id, the name or the
 * description), filtered and sorted. A cursor names the last thing seen, by its place in the order, so that what is
 * added or removed elsewhere neither repeats nor hides anything. `list` says whose list of what it is.
 */
export function pageOf<T extends Fields>(list: string, id: keyof T & string, all: readonly T[], request: ListRequest) {
  const { field, sign } = orderOf(request);
  const order = (a: Fields, b: Fields) =>
    sign * (compareAny(valueAt(a, field), valueAt(b, field)) || compareAny(a[id], b[id]));
  const kept = all.filter(passes(request)).sort(order);
  const last = request.cursor ? readCursor(boundOf(list, request), request.cursor) : undefined;
  const from = last
    ? kept.findIndex(
        (one) =>
          order(
            one,
            Object.fromEntries([
              [field, last[0]],
              [id, last[1]],
            ]),
          ) > 0,
      )
    : request.offset;
  const results = from < 0 ? [] : kept.slice(from, from + request.limit);
  const end = results.at(-1);
  const more = end !== undefined && from + results.length < kept.length;
  const next = more ? cursorAfter(list, id, end, request) : null;
  return { results, pagination: pagination(request, kept.length, next), total_count: kept.length };
}

/** Where a list goes on after one of its things. */
export const cursorAfter = (list: string, id: string, last: Fields, request: ListRequest) =>
  makeCursor(boundOf(list, request), [valueAt(last, orderOf(request).field) ?? null, last[id]]);

const orderOf = ({ sort }: ListRequest) => ({
  field: sort?.field ?? "created_at",
  sign: sort?.direction === "desc" ? -1 : 1,
});

function boundOf(list: string, request: ListRequest): string {
  const { field, sign } = orderOf(request);
  return `${list} ${JSON.stringify([field, sign, request.search ?? "", request.filters ?? null])}`;
}

function passes(request: ListRequest): (one: Fields) => boolean {
  const ignoreCase = !request.case_sensitive;
  const filter = request.filters == null ? undefined : readFilter(request.filters, ignoreCase);
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const wanted = request.search ? fold(request.search) : undefined;
  return (one) => {
    if (filter && !matches((path) => valueAt(one, path), filter)) return false;
    if (wanted === undefined) return true;
    return Object.entries(one).some(
      ([key, value]) =>
        /(_id|_name|^name|^description|^email)$/.test(key) && typeof value === "string" && fold(value).includes(wanted),
    );
  };
}

/** @throws Problem `invalid`, saying where in the filter */
export function readFilter(input: unknown, ignoreCase: boolean) {
  try {
    return parseFilter(input, { ignoreCase });
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    throw invalid(error.message, ["body", "filters", ...error.location]);
  }
}

/** Any two values have an order: nothing last, then by type, then by value. */
function compareAny(a: unknown, b: unknown): number {
  if (a == null || b == null) return Number(a == null) - Number(b == null);
  return compare(a, b) ?? (typeof a < typeof b ? -1 : Number(typeof a > typeof b));
}
