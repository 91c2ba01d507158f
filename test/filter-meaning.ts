import type { Doc } from "./filter-reference";

// biome-ignore lint/suspicious/noExplicitAny: the reference takes JSON as it comes
type Any = any;
const isObject = (v: Any) => v !== null && typeof v === "object" && !Array.isArray(v);

/** All that a path leads to, or undefined. */
function at(doc: Doc, path: string): Any {
  const own = inFields(doc.body, path);
  if (own !== undefined) return own;
  if (path.startsWith("metadata.") && "metadata" in doc.body) return undefined;
  const name = path.replace(/^(_internal|metadata)\./, "");
  if (name === "document_id") return doc.id;
  if (name === "collection_id") return doc.collection;
  return name === "created_at" || name === "updated_at" ? doc.at : undefined;
}

function inFields(fields: Any, path: string): Any {
  const found = inObject(fields, path);
  if (found !== undefined || !path.startsWith("metadata.") || "metadata" in fields) return found;
  return inObject(fields, path.slice(9));
}

function inObject(fields: Any, path: string): Any {
  if (Object.keys(fields).includes(path)) return fields[path];
  const step = (v: Any, keys: string[]): Any => {
    if (keys.length === 0) return v;
    const [key, ...rest] = keys as [string, ...string[]];
    if (isObject(v)) return Object.keys(v).includes(key) ? step(v[key], rest) : undefined;
    if (!Array.isArray(v)) return undefined;
    if (/^\d+$/.test(key)) return Number(key) < v.length ? step(v[Number(key)], rest) : undefined;
    const all = v
      .filter(isObject)
      .map((one) => step(one, keys))
      .filter((one) => one !== undefined);
    return all.length ? all.flat() : undefined;
  };
  return step(fields, path.split("."));
}

/** Microseconds since 1970 of a text that is an ISO date. */
function moment(v: Any): number | undefined {
  const m =
    typeof v === "string" && /^(\d{4})-(\d\d)-(\d\d)([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(v);
  if (!m) return undefined;
  const days = new Date(0);
  days.setUTCFullYear(Number(m[1]), Number(m[2]), 0);
  if (Number(m[2]) < 1 || Number(m[2]) > 12 || Number(m[3]) < 1 || Number(m[3]) > days.getUTCDate()) return undefined;
  const [, h = "0", mi = "0", s = "0"] = /(\d\d):(\d\d)(?::(\d\d))?/.exec(m[4] ?? "") ?? [];
  if (Number(h) > 23 || Number(mi) > 59 || Number(s) > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(m[1]), Number(m[2]) - 1, Number(m[3]));
  date.setUTCHours(Number(h), Number(mi), Number(s));
  const zone = /([+-])(\d\d):(\d\d)$/.exec(m[4] ?? "");
  const offset = zone ? (Number(zone[2]) * 60 + Number(zone[3])) * (zone[1] === "-" ? -1 : 1) : 0;
  return (date.getTime() - offset * 60_000) * 1000 + Math.floor(Number(`0${m[6] ?? ""}`) * 1e6 + 1e-4);
}

function number(v: Any): number | undefined {
  if (typeof v !== "string" || /^\s|\s$/.test(v)) return undefined;
  try {
    const n = JSON.parse(v);
    return typeof n === "number" && Number.isFinite(n) ? n : undefined;
  } catch {
    return undefined;
  }
}

const lower = (s: string) => [...s.toLowerCase()].map((c) => (c === "ς" ? "σ" : c)).join("");
const points = (s: string) => [...s].map((c) => c.codePointAt(0)!);

function textOrder(a: string, b: string): number {
  const [x, y] = [points(a), points(b)];
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

/** The order of a document's scalar and a wanted one; undefined where they have none. */
function order(have: Any, want: Any, cased: boolean): number | undefined {
  if (have === null || want === null) return undefined;
  if (typeof have === "string" && typeof want === "string") {
    const wanted = moment(want);
    if (wanted !== undefined) return moment(have) === undefined ? undefined : moment(have)! - wanted;
    return cased ? textOrder(have, want) : textOrder(lower(have), lower(want));
  }
  const known = (v: Any) => (typeof v === "boolean" ? Number(v) : v);
  const same = (v: Any, type: string) =>
    typeof v === type ? known(v) : type === "number" ? number(v) : v === "true" ? 1 : v === "false" ? 0 : undefined;
  for (const type of ["number", "boolean"])
    if (typeof have === type || typeof want === type) {
      const [a, b] = [same(have, type), same(want, type)];
      return a === undefined || b === undefined ? undefined : a - b;
    }
  return undefined;
}

const canonical = (v: Any): string =>
  JSON.stringify(v, (_, one) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );

const roots: Record<string, string> = { running: "run", runs: "run", dogs: "dog", sleeps: "sleep" };
const words = (s: string) =>
  (
    s
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((w) => roots[w] ?? w);

function equal(have: Any, want: Any, cased: boolean): boolean {
  if (want !== null && typeof want === "object")
    return [have, ...[have].flat()].some((one) => typeof one === "object" && canonical(one) === canonical(want));
  return [have].flat().some((one) => (want === null ? one === null : order(one, want, cased) === 0));
}

function holds(have: Any, operator: string, want: Any, cased: boolean): boolean {
  if (operator === "exists") return (have !== undefined) === want;
  if (operator === "is_null") return (have === undefined || [have].flat().includes(null)) === want;
  if (have === undefined) return false;
  const all: Any[] = [have].flat();
  const strings = all.filter((one) => typeof one === "string");
  const fold = (s: string) => (cased ? s : lower(s));
  switch (operator) {
    case "eq": return equal(have, want, cased);
    case "ne": return !equal(have, want, cased);
    case "in": return want.some((one: Any) => equal(have, one, cased));
    case "nin": return !want.some((one: Any) => equal(have, one, cased));
    case "contains":
      if (typeof want !== "string") return equal(have, want, cased);
      return strings.some((s) => fold(s).includes(fold(want))) || all.some((one) => typeof one !== "string" && order(one, want, cased) === 0);
    case "starts_with": return strings.some((s) => fold(s).startsWith(fold(want)));
    case "ends_with": return strings.some((s) => fold(s).endsWith(fold(want)));
    case "regex": return strings.some((s) => new RegExp(want.replace("(?i)", ""), !cased || want.startsWith("(?i)") ? "iu" : "u").test(s));
    case "text": {
      const known = new Set(strings.flatMap(words));
      return words(want).length > 0 && words(want).every((word) => known.has(word));
    }
  } // biome-ignore format: a table reads as a table
  return all.some((one) => {
    const by = order(one, want, cased);
    if (by === undefined) return false;
    return operator === "gt" ? by > 0 : operator === "gte" ? by >= 0 : operator === "lt" ? by < 0 : by <= 0;
  });
}

/** Whether a document passes a filter in the published form. */
export function means(doc: Doc, filter: Any, cased = true): boolean {
  const sensitive = filter.case_sensitive ?? cased;
  if ("field" in filter) return holds(at(doc, filter.field), filter.operator, filter.value, sensitive);
  return Object.entries<Any>(filter).every(([key, inner]) => {
    if (key === "case_sensitive") return true;
    if (key === "AND") return inner.every((part: Any) => means(doc, part, sensitive));
    if (key === "OR") return inner.some((part: Any) => means(doc, part, sensitive));
    if (key === "NOT") return [inner].flat().every((part: Any) => !means(doc, part, sensitive));
    return holds(at(doc, key), "eq", inner, sensitive);
  });
}
