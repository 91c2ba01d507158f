export type Fields = Record<string, unknown>;

const own = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

/**
 * The value at a dot path (`metadata.category`, `authors.0.name`), or undefined where there is none.
 * Our documents hold their fields at the top, while clients of the published dialect also write `metadata.x` for `x`:
 * a document without a field called `metadata` answers to both.
 */
export function valueAt(fields: Fields, path: string): unknown {
  const exact = walk(fields, path);
  if (exact !== undefined || !path.startsWith("metadata.") || Object.hasOwn(fields, "metadata")) return exact;
  return walk(fields, path.slice("metadata.".length));
}

function walk(fields: Fields, path: string): unknown {
  const whole = own(fields, path);
  if (whole !== undefined) return whole;
  let value: unknown = fields;
  for (const key of path.split(".")) value = own(value, key);
  return value;
}
