import type { Fields } from "../fields";
import { PatternFault } from "./construction";
import { type Condition, type Filter, type Operator, operators } from "./filter";
import { readPattern } from "./pattern";

/** Deeper than this is a mistake or an attack; no one has written such a filter by hand. */
export const maxDepth = 16;
export const maxConditions = 256;

/** What is wrong with a filter, and where, as a path from its root. */
export class FilterFault extends Error {
  readonly location: (string | number)[];
  constructor(message: string, location: (string | number)[]) {
    super(message);
    this.location = location;
  }
}

export type At = (string | number)[];

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isOperator = (value: unknown): value is Operator => operators.some((operator) => operator === value);

const conditionKeys = ["field", "operator", "value", "case_sensitive"];

/**
 * Reads the published filter language: `{AND, OR, NOT}` over lists of nodes, conditions `{field, operator, value}`,
 * and `{some_field: value}` as short for equality. Several members of one object must all hold; of `NOT`'s list none
 * may. `case_sensitive` holds for a node and what is in it; where it is not given, case counts unless `ignoreCase`.
 * @throws FilterFault
 */
export function parseFilter(input: unknown, options: { ignoreCase?: boolean } = {}): Filter {
  let conditions = 0;
  return node(input, [], 0, options.ignoreCase ?? false);

  function node(value: unknown, at: At, depth: number, inherited: boolean): Filter {
    if (depth > maxDepth) throw new FilterFault(`A filter may nest ${maxDepth} levels deep at most.`, at);
    if (!isObject(value)) throw new FilterFault("A filter is an object.", at);
    const ignoreCase = caseOf(value, at, inherited);
    if (typeof value.field === "string" && ("value" in value || "operator" in value)) {
      const stray = Object.keys(value).find((key) => !conditionKeys.includes(key));
      if (stray !== undefined)
        throw new FilterFault(`A condition has ${conditionKeys.join(", ")}, and nothing else.`, [...at, stray]);
      return condition(value.field, value.operator ?? "eq", value.value, at, ignoreCase);
    }
    const parts = Object.entries(value)
      .filter(([key]) => key !== "case_sensitive")
      .map(([key, inner]) => {
        const here = [...at, key];
        const logical = key.toLowerCase();
        if (logical !== "and" && logical !== "or" && logical !== "not") return shorthand(key, inner, here, ignoreCase);
        const list = Array.isArray(inner) ? inner : logical === "not" && isObject(inner) ? [inner] : undefined;
        if (!list) throw new FilterFault(`${key} takes a list of conditions.`, here);
        const of = list.map((item, i) => node(item, [...here, i], depth + 1, ignoreCase));
        return { kind: logical, of } satisfies Filter;
      });
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "and", of: parts };
  }

  function shorthand(field: string, value: unknown, at: At, ignoreCase: boolean): Filter {
    if (!isObject(value)) return condition(field, "eq", value, at, ignoreCase);
    const of = Object.entries(value).map(([operator, operand]) =>
      condition(field, operator.replace(/^\$/, ""), operand, [...at, operator], ignoreCase),
    );
    return of.length === 1 && of[0] ? of[0] : { kind: "and", of };
  }

  function condition(field: string, operator: unknown, given: unknown, at: At, ignoreCase: boolean): Condition {
    if (++conditions > maxConditions) throw new FilterFault(`A filter may hold ${maxConditions} conditions.`, at);
    if (!isOperator(operator)) {
      const shown = JSON.stringify(operator)?.slice(0, 40);
      throw new FilterFault(`Unknown operator ${shown}. Known: ${operators.join(", ")}.`, at);
    }
    return readCondition(field, operator, given, at, ignoreCase);
  }
}

/** One condition, its value in the type that its operator works on. @throws FilterFault */
export function readCondition(
  field: string,
  operator: Operator,
  given: unknown,
  at: At,
  ignoreCase: boolean,
): Condition {
  if (field.length < 1 || field.length > 255) throw new FilterFault("A field path has 1 to 255 characters.", at);
  const value = readValue(operator, given, at);
  if (operator === "regex") checkPattern(value, at);
  return { kind: "is", field, operator, value, ignoreCase };
}

function caseOf(value: Fields, at: At, inherited: boolean): boolean {
  const sensitive = value.case_sensitive ?? !inherited;
  if (typeof sensitive !== "boolean")
    throw new FilterFault("case_sensitive is true or false.", [...at, "case_sensitive"]);
  return !sensitive;
}

/** The value in the type that the operator works on. */
function readValue(operator: Operator, value: unknown, at: At): unknown {
  switch (operator) {
    case "in":
    case "nin":
      if (!Array.isArray(value)) throw new FilterFault(`\`${operator}\` takes a list of values.`, at);
      return value;
    case "exists":
    case "is_null":
      if (value === undefined || value === null || value === true || value === "true") return true;
      if (value === false || value === "false") return false;
      throw new FilterFault(`\`${operator}\` takes true or false.`, at);
    case "contains":
      if (typeof value === "object" && value !== null)
        throw new FilterFault("`contains` takes one value: a text, a number, a boolean or null.", at);
      return value;
    case "starts_with":
    case "ends_with":
    case "regex":
    case "text":
      if (typeof value === "string") return value;
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      throw new FilterFault(`\`${operator}\` takes a text.`, at);
    default:
      return value;
  }
}

function checkPattern(value: unknown, at: At): void {
  try {
    readPattern(String(value), { ignoreCase: false });
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    throw new FilterFault(`\`regex\`: ${error.message}`, at);
  }
}
