import { invalid } from "./problem";

/**
 * An opaque place in one list. `bound` says which list, of which namespace: a cursor of another one is refused.
 * It holds nothing secret; whoever edits one gets a page of their own list or a 422.
 */
export function makeCursor(bound: string, place: number): string {
  return btoa(JSON.stringify([bound, place]))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** @throws Problem `invalid` */
export function readCursor(bound: string, cursor: string): number {
  try {
    const [theirs, place] = JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")));
    if (theirs === bound && Number.isSafeInteger(place) && place >= 0) return place;
  } catch {}
  throw invalid("This cursor does not belong to this list. Start again without one.", ["query", "cursor"]);
}
