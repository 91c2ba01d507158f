import type { Fields } from "../fields";
import { type Filter, type Operator, operators } from "./filter";

/** Deeper than this is a mistake or an attack; no one has written such a filter by hand. */
const maxDepth = 16;
const maxConditions = 256;

/** What is wrong with a filter, and where, as a path from its root. */
export class FilterFault extends Error {
  readonly location: (string | number)[];
  constructor(message: string, location: (string | number)[]) {
    super(message);
    this.location = location;
  }
}

type At = (string | number)[];

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isOperator = (value: unknown): value is Operator => operators.some((operator) => operator === value);

/**
 * Reads the published filter language: `{AND, OR, NOT}` over lists of nodes, conditions `{field, operator, value}`,
 * and `{some_field: value}` as short for equality. Several members of one object must all hold.
 * @throws FilterFault
 */
export function parseFilter(input: unknown, options: { ignoreCase?: boolean } = {}): Filter {
  let conditions = 0;
  return node(input, [], 0, options.ignoreCase ?? false);

  function node(value: unknown, at: At, depth: number, inherited: boolean): Filter {
    if (depth > maxDepth) throw new FilterFault(`A filter may nest ${maxDepth} levels deep at most.`, at);
    if (!isObject(value)) throw new FilterFault("A filter is an object.", at);
    if (typeof value.field === "string" && ("value" in value || "operator" in value))
      return condition(value.field, value.operator ?? "eq", value.value, at, inherited);
    const ignoreCase = typeof value.case_sensitive === "boolean" ? !value.case_sensitive : inherited;
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

  function condition(field: string, operator: unknown, value: unknown, at: At, ignoreCase: boolean): Filter {
    if (++conditions > maxConditions) throw new FilterFault(`A filter may hold ${maxConditions} conditions.`, at);
    if (field.length < 1 || field.length > 255) throw new FilterFault("A field path has 1 to 255 characters.", at);
    if (!isOperator(operator))
      throw new FilterFault(`Unknown operator ${JSON.stringify(operator)}. Known: ${operators.join(", ")}.`, at);
    if (operator === "in" && !Array.isArray(value)) throw new FilterFault("`in` takes a list of values.", at);
    return { kind: "is", field, operator, value, ignoreCase };
  }
}
