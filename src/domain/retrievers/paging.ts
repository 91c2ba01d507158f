import type { Outcome, Plan } from "../../cell/contract";
import { makeCursor, readCursor } from "../../kit/cursor";

/** Which page of the results is wanted: by number, or behind the last one of the page that a cursor came with. */
export type Paging =
  | { method: "offset"; size: number; number: number }
  | { method: "cursor" | "keyset" | "scroll"; size: number; cursor: string | null };

type Place = Pick<Plan, "offset" | "behind" | "limit"> & { seed: number };

/** Pages of one run share its seed, so that a stage that draws at random draws the same for all of them. */
export function placeOf(paging: Paging, list: string): Place {
  const [fresh = 0] = crypto.getRandomValues(new Uint32Array(1));
  if (paging.method === "offset")
    return { offset: (paging.number - 1) * paging.size, behind: null, limit: paging.size, seed: fresh };
  const [offset, behind, seed] = paging.cursor ? readCursor(list, paging.cursor) : [];
  return {
    offset: typeof offset === "number" ? offset : 0,
    behind: typeof behind === "string" ? behind : null,
    limit: paging.size,
    seed: typeof seed === "number" ? seed : fresh,
  };
}

/** The published account of a page, in the words of the method that was asked for. */
export function pagination(paging: Paging, list: string, { offset, total, documents }: Outcome, seed: number) {
  const { method, size } = paging;
  if (method === "offset") {
    const pages = Math.ceil(total / size);
    const { number } = paging;
    const around = { has_next: number < pages, has_previous: number > 1 };
    return { method, page: number, page_number: number, page_size: size, total, total_pages: pages, ...around };
  }
  const end = offset + documents.length;
  const more = documents.length > 0 && end < total;
  const next = more ? makeCursor(list, [end, documents.at(-1)?.id || null, seed]) : null;
  const names = { cursor: "next_cursor", keyset: "next_after", scroll: "scroll_id" };
  return { method, limit: size, total, has_next: more, next_cursor: next, [names[method]]: next };
}
