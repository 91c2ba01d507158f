export type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (fields: Fields, key: string): unknown =>
  Object.hasOwn(fields, key) ? Reflect.get(fields, key) : undefined;

/**
 * The value at a dot path (`metadata.category`, `authors.0.name`), or undefined where there is none. A path leads
 * through a list by a member's number, or to the list of what its objects hold there (`authors.name`).
 * Our documents hold their fields at the top, while clients of the published dialect also write `metadata.x` for `x`:
 * a document without a field called `metadata` answers to both.
 */
export function valueAt(fields: Fields, path: string): unknown {
  const exact = find(fields, path);
  if (exact !== undefined || !path.startsWith("metadata.") || Object.hasOwn(fields, "metadata")) return exact;
  return find(fields, path.slice("metadata.".length));
}

function find(fields: Fields, path: string): unknown {
  const whole = own(fields, path);
  return whole === undefined && path.includes(".") ? walk(fields, path.split("."), 0) : whole;
}

function walk(value: unknown, keys: readonly string[], at: number): unknown {
  const key = keys[at];
  if (key === undefined) return value;
  if (isObject(value)) return walk(own(value, key), keys, at + 1);
  if (!Array.isArray(value)) return undefined;
  if (/^(0|[1-9]\d{0,8})$/.test(key)) return walk(value[Number(key)], keys, at + 1);
  const found = value
    .filter(isObject)
    .map((member) => walk(member, keys, at))
    .filter((one) => one !== undefined);
  return found.length > 0 ? found.flat() : undefined;
}
