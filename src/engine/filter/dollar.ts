import type { Fields } from "../fields";
import type { Filter, Operator } from "./filter";
import { type At, FilterFault, maxConditions, maxDepth, readCondition } from "./parse";

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Operators that are one of ours under another name. A map, in which `$constructor` is nothing. */
const known = new Map<string, { operator: Operator; ignoreCase?: true }>([
  ["$eq", { operator: "eq" }],
  ["$ne", { operator: "ne" }],
  ["$gt", { operator: "gt" }],
  ["$gte", { operator: "gte" }],
  ["$lt", { operator: "lt" }],
  ["$lte", { operator: "lte" }],
  ["$in", { operator: "in" }],
  ["$nin", { operator: "nin" }],
  ["$exists", { operator: "exists" }],
  ["$contains", { operator: "contains" }],
  ["$icontains", { operator: "contains", ignoreCase: true }],
  ["$startsWith", { operator: "starts_with" }],
  ["$endsWith", { operator: "ends_with" }],
  ["$regex", { operator: "regex" }],
  // Of a list, equality asks for a member already.
  ["$arrayContains", { operator: "eq" }],
  ["$arrayContainsAny", { operator: "in" }],
]);

const names = [...known.keys(), "$arrayContainsAll", "$glob", "$not"];

/**
 * Reads the filter language of the memory dialect, `{field: value}`, `{field: {$gt: 1}}`, `$and`, `$or`, `$not`, into
 * the house's form. `within` is where its fields lie in a document. Several members of one object must all hold.
 * Conditions mean what they mean everywhere in the house: see CONTRIBUTING.md on missing fields, lists and coercion.
 * @throws FilterFault
 */
export function parseDollarFilter(input: unknown, within: string): Filter {
  let conditions = 0;
  return node(input, [], 0);

  function node(value: unknown, at: At, depth: number): Filter {
    if (depth > maxDepth) throw new FilterFault(`A filter may nest ${maxDepth} levels deep at most.`, at);
    if (!isObject(value)) throw new FilterFault("A filter is an object.", at);
    return all(Object.entries(value).map(([key, inner]) => member(key, inner, [...at, key], depth)));
  }

  function member(key: string, inner: unknown, at: At, depth: number): Filter {
    if (!key.startsWith("$")) return field(key, inner, at, depth);
    const list = Array.isArray(inner) ? inner : key === "$not" ? [inner] : undefined;
    const of = () => (list ?? []).map((item, i) => node(item, list === inner ? [...at, i] : at, depth + 1));
    if (key !== "$and" && key !== "$or" && key !== "$not")
      throw new FilterFault("Between conditions stand $and, $or and $not; another operator stands under a field.", at);
    if (!list) throw new FilterFault(`${key} takes a list of conditions.`, at);
    return { kind: key === "$and" ? "and" : key === "$or" ? "or" : "not", of: of() };
  }

  /** An object without operators is a value like any other. */
  function field(name: string, inner: unknown, at: At, depth: number): Filter {
    if (depth > maxDepth) throw new FilterFault(`A filter may nest ${maxDepth} levels deep at most.`, at);
    if (!isObject(inner) || !Object.keys(inner).some((key) => key.startsWith("$"))) return is(name, "eq", inner, at);
    return all(Object.entries(inner).map(([key, operand]) => asked(name, key, operand, [...at, key], depth)));
  }

  function asked(name: string, key: string, operand: unknown, at: At, depth: number): Filter {
    const one = known.get(key);
    if (one) return is(name, one.operator, operand, at, one.ignoreCase);
    if (key === "$not") return { kind: "not", of: [field(name, operand, at, depth + 1)] };
    if (key === "$glob") {
      if (typeof operand !== "string") throw new FilterFault("$glob takes a text.", at);
      return is(name, "regex", globPattern(operand), at);
    }
    if (key !== "$arrayContainsAll")
      throw new FilterFault(`Unknown operator ${key.slice(0, 40)}. Known: ${names.join(", ")}.`, at);
    if (!Array.isArray(operand)) throw new FilterFault("$arrayContainsAll takes a list of values.", at);
    return { kind: "and", of: operand.map((value) => is(name, "eq", value, at)) };
  }

  function is(name: string, operator: Operator, value: unknown, at: At, ignoreCase = false): Filter {
    if (++conditions > maxConditions) throw new FilterFault(`A filter may hold ${maxConditions} conditions.`, at);
    if (name === "") throw new FilterFault("A field path has 1 to 255 characters.", at);
    return readCondition(`${within}.${name}`, operator, value, at, ignoreCase);
  }
}

const all = (of: Filter[]): Filter => (of.length === 1 && of[0] ? of[0] : { kind: "and", of });

/** A glob is the whole text: `*` is any number of characters, `?` is one, and everything else is itself. */
const globPattern = (glob: string): string =>
  `^${glob
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replaceAll("\\*", "[\\s\\S]*")
    .replaceAll("\\?", "[\\s\\S]")}$`;
