/** Random documents and filters, and what a filter means, said as plainly as it can be and without our own code. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Doc = { id: string; collection: string; at: string; body: { [key: string]: Json } };

/** Mulberry32: the same walk on every run. */
export function random(seed: number) {
  let a = seed;
  return (below: number) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}
type Random = ReturnType<typeof random>;
const pick = <T>(r: Random, from: readonly T[]): T => from[r(from.length)]!;
const some = <T>(r: Random, most: number, make: () => T): T[] => Array.from({ length: r(most + 1) }, make);

// biome-ignore format: a table reads as a table
const texts = [
  "red", "Red", "RED", "redder", "blue", "", " ", "5", "05", "5.0", "-3", "1e2", "100", "1e999", "12345678901234567890.5",
  "9007199254740993", "true", "false", "True", "null", "2026-11-20", "2026-11-20T12:00:00Z", "2026-11-20 12:00",
  "2026-11-20T13:00:00+01:00", "2026-11-20T12:00:00.000", "2026-11-19T23:30:00-12:45", "2026-11-21T00:30:00+12:45",
  "2026-02-30", "2024-02-29", "2026-11-20T12:00:00.1234567Z", "0000-01-01", "9999-12-31T23:59:59-23:59", "école", "École",
  "ÉCOLE", "istanbul", "İstanbul", "\u212aelvin", "kelvin", "ΑΣ", "ας", "😀", "😀 red", "\ue000", "\ud7ff", "a\0b", "a\0B",
  "a", "the running dogs", "Run, dog!", "a dog runs and a cat sleeps", "\ud83dred", "it's", "%_*?[a]", "x".repeat(300), "col_1",
];
const numbers = [0, 1, -3, 5, 5.5, 100, 0.1, 0.30000000000000004, 1e21, 2 ** 53, 9223372036854775000, 1763640000000];
const scalar = (r: Random): Json =>
  pick<() => Json>(r, [
    () => pick(r, texts),
    () => pick(r, texts),
    () => pick(r, numbers),
    () => r(2) === 0,
    () => null,
  ])();
const value = (r: Random): Json =>
  pick<() => Json>(r, [
    () => scalar(r), () => scalar(r), () => scalar(r), () => some(r, 3, () => scalar(r)),
    () => ({ name: scalar(r) }), () => some(r, 2, () => [scalar(r)]), () => some(r, 3, () => (r(3) ? { name: r(3) ? scalar(r) : some(r, 2, () => scalar(r)) } : scalar(r))),
  ])(); // biome-ignore format: a table reads as a table

/** Declared in the namespace with indexes, each of a type; not in the other one. */
export const indexed = {
  category: "keyword", price: "float", count: "integer", flag: "bool", when: "datetime", about: "text", uid: "uuid",
  spot: "geo", tags: "keyword", "author.name": "keyword", "authors.name": "keyword", "metadata.color": "keyword",
  "it's": "keyword",
} as const; // biome-ignore format: a table reads as a table

const topFields = [
  "category",
  "price",
  "count",
  "flag",
  "when",
  "about",
  "uid",
  "spot",
  "tags",
  "author",
  "authors",
  "mixed",
  "title",
  "color",
  "it's",
  'quo"ted',
  "a.b",
  "a",
  "back\\slash",
];
// biome-ignore format: a table reads as a table
const paths = [
  ...Object.keys(indexed), "mixed", "title", "a.b", "a.name", "authors", "authors.0", "authors.0.name", "authors.1.name", "author",
  "metadata", "metadata.name", "metadata.category", "metadata.mixed", 'quo"ted', "back\\slash", "missing", "missing.deep", "authors.length",
  "constructor", "__proto__", "document_id", "metadata.document_id", "_internal.collection_id", "metadata.updated_at", "score", "tags.length",
];

export function someDoc(r: Random, n: number, collections: string[]): Doc {
  const body: Doc["body"] = {};
  for (const field of topFields) if (r(3) > 0) body[field] = value(r);
  if (r(4) === 0) body.metadata = r(2) ? { color: value(r), name: scalar(r), category: scalar(r) } : value(r);
  if (r(9) === 0) body.created_at = scalar(r);
  if (r(9) === 0) body["metadata.color"] = scalar(r);
  return { id: `doc-${n}`, collection: pick(r, collections), at: "2026-11-20T12:00:00.000Z", body };
}

// biome-ignore format: a table reads as a table
const operators = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "contains", "starts_with", "ends_with", "regex", "exists", "is_null", "text"];
const patterns = [
  "^r",
  "e{1,2}d$",
  "(?:a|b)+",
  "\\d+",
  ".",
  "^$",
  "[^a-z]",
  "\\bdogs?\\b",
  "é",
  "(?i)RED",
  "\\u{1F600}",
];

function condition(r: Random): object {
  const operator = pick(r, operators);
  const list = operator === "in" || operator === "nin";
  const part = () => {
    const whole = pick(r, texts);
    return whole.slice(r(3), 1 + r(6)).isWellFormed() ? whole.slice(0, 1 + r(6)) : whole;
  };
  const wanted: unknown = list ? some(r, 4, () => (r(9) ? scalar(r) : value(r)))
    : operator === "regex" ? pick(r, patterns)
    : operator === "text" ? pick(r, ["dog", "running", "RUNS dogs", "cat dog", "red", "", "école", "the a"])
    : operator === "exists" || operator === "is_null" ? r(2) === 0
    : operator === "contains" ? (r(3) ? part() : scalar(r))
    : operator === "starts_with" || operator === "ends_with" ? part()
    : r(9) ? scalar(r) : value(r); // biome-ignore format: a table reads as a table
  return {
    field: r(2) ? pick(r, paths) : pick(r, topFields),
    operator,
    value: wanted,
    ...(r(4) === 0 && { case_sensitive: r(2) === 0 }),
  };
}

export function someFilter(r: Random, depth = 3): object {
  if (depth === 0 || r(3) > 0) return condition(r);
  const parts = () => Array.from({ length: r(9) ? 1 + r(3) : 0 }, () => someFilter(r, depth - 1));
  const cased = r(4) === 0 ? { case_sensitive: r(2) === 0 } : {};
  return pick<() => object>(r, [
    () => ({ AND: parts(), ...cased }), () => ({ OR: parts(), ...cased }), () => ({ NOT: parts(), ...cased }),
    () => ({ NOT: condition(r) }), () => ({ AND: parts(), OR: parts() }), () => ({ [pick(r, paths).replace("__proto__", "title")]: scalar(r) }),
  ])(); // biome-ignore format: a table reads as a table
}
