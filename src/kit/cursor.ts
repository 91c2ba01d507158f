import { invalid } from "./problem";

/** Where a list goes on: the sort value and the id of the last thing seen, or whatever the list keeps its place by. */
export type Place = readonly unknown[];

/**
 * An opaque place in one list. `bound` says which list, of which namespace, asked how: a cursor of another one is
 * refused. It holds nothing secret; whoever edits one gets another page of their own list, or a 422.
 */
export function makeCursor(bound: string, place: Place): string {
  const bytes = new TextEncoder().encode(JSON.stringify([digest(bound), ...place]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** @throws Problem `invalid` */
export function readCursor(bound: string, cursor: string): Place {
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const parsed: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))));
    if (Array.isArray(parsed) && parsed[0] === digest(bound)) return parsed.slice(1);
  } catch {}
  throw invalid("This cursor does not belong to this list. Start again without one.", ["query", "cursor"]);
}

/** A short mark of a text: it keeps apart lists that are taken for each other by mistake. FNV-1a, 32 bits. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
