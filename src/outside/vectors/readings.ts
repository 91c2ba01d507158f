import type { Fields } from "../../engine/fields";
import { fold, readAs } from "../../engine/filter/readings";
import { hash32 } from "../../engine/text/hash";

/**
 * How the readings of a document's fields are written into metadata, for Upstash's filters to be asked of. Neither a
 * path nor a text goes there as it is: both are hashed, so nothing that a user wrote stands in a filter, whatever its
 * quotes. Hashes that meet let through more, never less.
 */
export const texts = (path: string) => `t_${hashed(path)}`;
/** The least and the greatest number that a path leads to; of booleans, 0 and 1; of dates, milliseconds since 1970. */
export const bounds = {
  number: (path: string): [least: string, most: string] => [`lo_${hashed(path)}`, `hi_${hashed(path)}`],
  boolean: (path: string): [least: string, most: string] => [`no_${hashed(path)}`, `yes_${hashed(path)}`],
  moment: (path: string): [least: string, most: string] => [`since_${hashed(path)}`, `until_${hashed(path)}`],
};
export type Bounded = keyof typeof bounds;

/** A text as metadata hold it: without its letters' case, since texts that are the same are the same without it too. */
export const textMark = (text: string): string => hashed(fold(text));

const hashed = (text: string): string => hash32(text).toString(36);

/** What the language reads in each kind. A text that is a number is a number here: it may be meant so. */
const readings: [Bounded, ("number" | "textNumber" | "boolean" | "textBoolean" | "moment")[]][] = [
  ["number", ["number", "textNumber"]],
  ["boolean", ["boolean", "textBoolean"]],
  ["moment", ["moment"]],
];

/**
 * The readings of all that paths lead to in a document. A path leads through lists to what is in them, so what the
 * language looks at for a path is among what is gathered for it here.
 */
export function readingsOf(fields: Fields): Record<string, string[] | number> {
  const marks = new Map<string, Set<string>>();
  const numbers = new Map<string, number>();

  function gather(value: unknown, path: string): void {
    if (Array.isArray(value)) for (const member of value) gather(member, path);
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) gather(inner, `${path}.${key}`);
    else note(value, path);
  }

  function note(value: unknown, path: string): void {
    if (typeof value === "string") {
      const name = texts(path);
      const known = marks.get(name);
      if (known) known.add(textMark(value));
      else marks.set(name, new Set([textMark(value)]));
    }
    for (const [bounded, kinds] of readings) {
      const reading = kinds.map((kind) => readAs(kind, value)).find((one) => typeof one === "number");
      if (reading === undefined) continue;
      const [least, most] = bounds[bounded](path);
      numbers.set(least, Math.min(reading, numbers.get(least) ?? reading));
      numbers.set(most, Math.max(reading, numbers.get(most) ?? reading));
    }
  }

  for (const [key, value] of Object.entries(fields)) gather(value, key);
  const listed = [...marks].map(([name, set]): [string, string[]] => [name, [...set]]);
  return Object.fromEntries<string[] | number>([...listed, ...numbers]);
}
