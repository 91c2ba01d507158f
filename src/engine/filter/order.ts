/**
 * The order of code points, which is that of SQLite's BINARY collation; JavaScript's `<` is not once a character leaves
 * the first plane. Negative, 0 or positive.
 */
export function codePointOrder(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue;
    // Where the second halves of two characters differ, the characters begin one unit earlier.
    const start = i > 0 ? (a.codePointAt(i - 1) ?? 0) - (b.codePointAt(i - 1) ?? 0) : 0;
    return start || (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0);
  }
  return a.length - b.length;
}

/** Orders two scalars of one type: negative, 0 or positive; undefined where they have no order. */
export function compare(a: unknown, b: unknown): number | undefined {
  if (typeof a === "string" && typeof b === "string") return codePointOrder(a, b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return a === null && b === null ? 0 : undefined;
}
