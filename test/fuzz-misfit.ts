import { pointed, type Schema } from "./fuzz-values";

const kindOf = (value: unknown) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

/** Where a value is not what the schema says: types, required members, constants and what is inside of them. */
export function misfitOf(given: Schema | undefined, value: unknown, at = "body"): string | undefined {
  if (!given) return `${at} comes with a status or a type that is not declared`;
  const schema = pointed(given);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return branches.every((branch) => misfitOf(branch, value, at)) ? `${at} fits no branch` : undefined;
  const kind = kindOf(value);
  const kinds = schema.type === undefined ? [kind] : [schema.type].flat();
  if (!kinds.includes(kind) && !(kinds.includes("integer") && Number.isInteger(value)))
    return `${at} is ${kind}, not ${kinds}`;
  if (schema.enum && !schema.enum.includes(value)) return `${at} is none of ${schema.enum}`;
  if ("const" in schema && schema.const !== value) return `${at} is not ${schema.const}`;
  if (Array.isArray(value))
    return value.map((item, i) => misfitOf(schema.items ?? {}, item, `${at}.${i}`)).find(Boolean);
  if (kind !== "object") return undefined;
  const members = new Map(Object.entries(value ?? {}));
  const lacking = schema.required?.find((key) => !members.has(key));
  if (lacking) return `${at} lacks ${lacking}`;
  const { properties = {}, additionalProperties: more } = schema;
  return [...members]
    .map(([key, inner]) => {
      const own = Object.hasOwn(properties, key) ? properties[key] : typeof more === "object" ? more : {};
      return misfitOf(own ?? {}, inner, `${at}.${key}`);
    })
    .find(Boolean);
}
