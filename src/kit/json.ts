import { invalid, Problem } from "./problem";

/** More levels than any document needs; each is a step of recursion for whoever reads the value later. */
const maxDepth = 1000;

/** JSON as a request brings it, each value as it was sent or not at all. @throws Problem `malformed`, `invalid` */
export function parseJson(text: string): unknown {
  const { tooDeep, twice, vast } = readable(() => survey(text));
  if (tooDeep) throw new Problem("invalid", `The body nests deeper than ${maxDepth} levels.`);
  const value = readable((): unknown => JSON.parse(text));
  if (twice !== undefined)
    throw new Problem("invalid", `The body names ${JSON.stringify(twice.slice(0, 100))} twice in one object.`);
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "__proto__"))
    throw new Problem("invalid", "A member of the body may not be called __proto__.");
  const endless = vast ? placeOf(isEndless, value) : undefined;
  if (endless) throw invalid("A number of the body is larger than any that can be kept.", ["body", ...endless]);
  return value;
}

/** A value as it was, where texts are to be kept as UTF-8. @throws Problem `invalid` for half a character */
export function wholeTexts(value: unknown): unknown {
  const torn = placeOf(isTorn, value);
  if (torn) throw invalid("A text of the body has half of a character: a surrogate alone.", ["body", ...torn]);
  return value;
}

/** JSON can write it and a double cannot hold it: read as Infinity, it would be written as null. */
const isEndless = (value: unknown) => typeof value === "number" && !Number.isFinite(value);

/** An escape can write it and UTF-8 cannot: it would be stored as another character. */
const isTorn = (value: unknown) => typeof value === "string" && !value.isWellFormed();

/** Where a value or a name is of which something is so; undefined for nowhere. */
function placeOf(isSo: (value: unknown) => boolean, value: unknown): (string | number)[] | undefined {
  if (typeof value !== "object" || value === null) return isSo(value) ? [] : undefined;
  const inside = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, inner] of inside) {
    if (isSo(key)) return [];
    const found = placeOf(isSo, inner);
    if (found) return [key, ...found];
  }
}

/** @throws Problem `malformed` for what is no JSON */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Problem(
      "malformed",
      `The body is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`,
    );
  }
}

/**
 * One pass over the text before it is read: whether it nests too deep, the first name that one object has twice, and
 * whether a number in it may be vast, by its exponent or its length.
 * Of two such members JSON.parse keeps the last and others the first, so whoever checked the body on its way to us may
 * have seen another one. Text that is no JSON surveys to anything.
 */
function survey(text: string): { tooDeep: boolean; twice: string | undefined; vast: boolean } {
  /** Of each open bracket, the names so far; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let names: Set<string> | undefined;
  let atName = false;
  let twice: string | undefined;
  let vast = false;
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Digits and points: most of what stands outside of strings.
    if (code > 44 && code < 69) continue;
    if (i - last > 300) vast = true;
    last = i;
    if (code === 34) {
      const end = endOfString(text, i);
      if (atName && names && twice === undefined) {
        const name = nameIn(text.slice(i + 1, end));
        if (names.has(name)) twice = name;
        names.add(name);
      }
      atName = false;
      last = end;
      i = end;
    } else if (code === 44) atName = names !== undefined;
    else if (code === 123 || code === 91) {
      if (open.length >= maxDepth) return { tooDeep: true, twice, vast };
      names = code === 123 ? new Set() : undefined;
      atName = code === 123;
      open.push(names);
    } else if (code === 125 || code === 93) {
      open.pop();
      names = open.at(-1);
    } else if ((code === 101 || code === 69) && /[\d+]/.test(text.charAt(i + 1))) vast = true;
  }
  return { tooDeep: false, twice, vast: vast || text.length - last > 300 };
}

/** Where the string that begins here ends: at the first quote that is not escaped, or with the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end > 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/** A name may be spelt with escapes: `\u0061` is `a`. */
const nameIn = (raw: string): string => (raw.includes("\\") ? JSON.parse(`"${raw}"`) : raw);
