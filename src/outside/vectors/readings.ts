import type { Fields } from "../../engine/fields";
import { fold, readAs, type ScalarKind } from "../../engine/filter/readings";
import { hash32 } from "../../engine/text/hash";

/**
 * How the readings of a document's fields are written into metadata, for Upstash's filters to be asked of. Neither a
 * path nor a value goes there as it is: both are hashed, so nothing that a user wrote stands in a filter, whatever its
 * quotes. Hashes that meet let through more, never less. Only for what is less or more there are numbers. What an entry
 * was given stays with it: to mark in another way is to write all entries anew.
 */
export const marksAt = (path: string) => `m_${hashed(path)}`;
/** The least and the greatest number, or moment, that a path leads to. */
export const boundsAt = (kind: "number" | "moment", path: string): [least: string, most: string] =>
  kind === "number" ? [`lo_${hashed(path)}`, `hi_${hashed(path)}`] : [`since_${hashed(path)}`, `until_${hashed(path)}`];

/** What may be the same in two ways is marked in one: a text that is a number as the number, letters without case. */
const alike = {
  null: "null",
  boolean: "boolean",
  textBoolean: "boolean",
  number: "number",
  textNumber: "number",
  text: "folded",
  folded: "folded",
  moment: "moment",
} as const satisfies Record<ScalarKind, string>;

/** What stands for a reading among the marks. */
export function mark(kind: ScalarKind, reading: string | number): string {
  const one = alike[kind];
  return hashed(`${one} ${one === "folded" ? fold(String(reading)) : reading}`);
}

const hashed = (text: string): string => hash32(text).toString(36);

const kept = ["null", "boolean", "textBoolean", "number", "textNumber", "folded", "moment"] as const;

/**
 * The readings of all that paths lead to in a document. A path leads through lists to what is in them, so what the
 * language looks at for a path is among what is gathered for it here.
 */
export function readingsOf(fields: Fields): Record<string, string[] | number> {
  const marks = new Map<string, Set<string>>();
  const bounds = new Map<string, number>();

  function gather(value: unknown, path: string): void {
    if (Array.isArray(value)) for (const member of value) gather(member, path);
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) gather(inner, `${path}.${key}`);
    else for (const kind of kept) note(kind, readAs(kind, value), path);
  }

  function note(kind: (typeof kept)[number], reading: string | number | undefined, path: string): void {
    if (reading === undefined) return;
    const name = marksAt(path);
    const known = marks.get(name) ?? new Set();
    marks.set(name, known.add(mark(kind, reading)));
    const one = alike[kind];
    if (typeof reading !== "number" || (one !== "number" && one !== "moment")) return;
    const [least, most] = boundsAt(one, path);
    bounds.set(least, Math.min(reading, bounds.get(least) ?? reading));
    bounds.set(most, Math.max(reading, bounds.get(most) ?? reading));
  }

  for (const [key, value] of Object.entries(fields)) gather(value, key);
  const listed = [...marks].map(([name, set]): [string, string[]] => [name, [...set]]);
  return Object.fromEntries<string[] | number>([...listed, ...bounds]);
}
