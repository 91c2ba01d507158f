import type { Fields } from "../engine/fields";
import { highlight } from "../engine/text/highlight";
import { analyseQuery } from "../engine/text/query";
import type { Highlight } from "./contract";

const maxLength = 240;

/** For each text field that a query's words occur in: its best passage, in pieces that match or do not. */
export function highlightsOf(fields: Fields, text: string): Highlight[] {
  const { terms, lastWord = "" } = analyseQuery(text);
  const ids = new Set(terms.map((term) => term.id));
  const prefix = lastWord.length < 2 ? "" : lastWord;
  return Object.entries(fields).flatMap(([field, value]) => {
    if (typeof value !== "string") return [];
    const { snippet, cut, ranges } = highlight(value, ids, { maxLength, prefix });
    return ranges.length === 0 ? [] : [{ field, segments: segments(snippet, cut, ranges) }];
  });
}

function segments(snippet: string, cut: { before: boolean; after: boolean }, ranges: [number, number][]) {
  const pieces = [{ text: cut.before ? "…" : "", match: false }];
  let at = 0;
  for (const [start, end] of ranges) {
    pieces.push({ text: snippet.slice(at, start), match: false }, { text: snippet.slice(start, end), match: true });
    at = end;
  }
  pieces.push({ text: snippet.slice(at) + (cut.after ? "…" : ""), match: false });
  return pieces.filter((piece) => piece.text !== "");
}
