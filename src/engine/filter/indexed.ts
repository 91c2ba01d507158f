import { analyse } from "../text/terms";
import { membersOf, type ReadingKind, readAs, scalarKinds } from "./readings";

/** What a field can be declared as. An index never changes an answer, only how soon it comes. */
export const indexTypes = ["keyword", "integer", "float", "bool", "geo", "datetime", "text", "uuid"] as const;
export type IndexType = (typeof indexTypes)[number];

/**
 * The readings that an index of a type keeps. Clients declare one type and store another, so all that hold scalars keep
 * every reading; `text` keeps words in place of whole texts. No operator asks for places, so `geo` keeps nothing.
 */
export function keptKinds(type: IndexType): readonly ReadingKind[] {
  if (type === "geo") return [];
  return type === "text" ? ["null", "boolean", "number", "word"] : scalarKinds;
}

/** What an index keeps of a field's value: at least one entry where there is a value. */
export function entriesOf(type: IndexType, value: unknown): [kind: ReadingKind, value: string | number][] {
  const kept = keptKinds(type);
  if (value === undefined || kept.length === 0) return [];
  const entries: [ReadingKind, string | number][] = [];
  for (const member of membersOf(value)) {
    for (const kind of scalarKinds) {
      const reading = kept.includes(kind) ? readAs(kind, member) : undefined;
      // A text that is in lower case already is found as it stands.
      if (reading !== undefined && !(kind === "folded" && reading === member)) entries.push([kind, reading]);
    }
    if (type === "text" && typeof member === "string")
      for (const term of analyse(member).terms.ids) entries.push(["word", term]);
  }
  return entries.length > 0 ? entries : [["present", 0]];
}
