import type { Filter, Operator } from "./filter";

/** Reads a document's value at a path; undefined where it has none. */
export type Read = (path: string) => unknown;

/** Whether a document passes a filter. */
export function matches(read: Read, filter: Filter): boolean {
  switch (filter.kind) {
    case "and":
      return filter.of.every((part) => matches(read, part));
    case "or":
      return filter.of.some((part) => matches(read, part));
    case "not":
      return !filter.of.some((part) => matches(read, part));
    case "is":
      return holds(read(filter.field), filter.operator, filter.value, filter.ignoreCase);
  }
}

/** A missing field matches nothing, not even `ne`. A list matches when one of its members does; `ne` wants all. */
function holds(actual: unknown, operator: Operator, wanted: unknown, ignoreCase: boolean): boolean {
  if (actual === undefined) return false;
  const members: unknown[] = Array.isArray(actual) ? actual : [actual];
  const equal = (value: unknown) => members.some((member) => compare(member, value, ignoreCase) === 0);
  switch (operator) {
    case "eq":
      return equal(wanted) || (Array.isArray(wanted) && JSON.stringify(actual) === JSON.stringify(wanted));
    case "ne":
      return !holds(actual, "eq", wanted, ignoreCase);
    case "in":
      return Array.isArray(wanted) && wanted.some(equal);
    default:
      return members.some((member) => ordered(compare(member, wanted, ignoreCase), operator));
  }
}

function ordered(order: number | undefined, operator: "gt" | "gte" | "lt" | "lte"): boolean {
  if (order === undefined) return false;
  if (operator === "gt") return order > 0;
  if (operator === "gte") return order >= 0;
  return operator === "lt" ? order < 0 : order <= 0;
}

/**
 * Orders two scalars of one type: negative, 0 or positive; undefined where they cannot be compared.
 * A text is read as the other side's type where that works ("5" and 5, "true" and true).
 */
export function compare(a: unknown, b: unknown, ignoreCase = false): number | undefined {
  if (a === null || b === null) return a === b ? 0 : undefined;
  if (typeof a === "string" && typeof b === "string")
    return ignoreCase ? codePointOrder(a.toLowerCase(), b.toLowerCase()) : codePointOrder(a, b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (typeof a === "string") return flip(fromText(b, a));
  return typeof b === "string" ? fromText(a, b) : undefined;
}

const flip = (order: number | undefined) => (order === undefined ? undefined : -order);

function fromText(value: unknown, text: string): number | undefined {
  if (typeof value === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return value - Number(text);
  if (typeof value === "boolean" && (text === "true" || text === "false"))
    return Number(value) - Number(text === "true");
  return undefined;
}

/** The order of SQLite's BINARY collation, which JavaScript's `<` is not once a character leaves the first plane. */
export function codePointOrder(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const surrogates = Number(x >= 0xd800 && x <= 0xdfff) - Number(y >= 0xd800 && y <= 0xdfff);
    return surrogates || x - y;
  }
  return a.length - b.length;
}
