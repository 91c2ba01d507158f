/** A JSON value with another text for every text in it, names of members aside: ids that are others elsewhere. */
export function renamed<T>(value: T, name: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_, inner) => (typeof inner === "string" ? name(inner) : inner));
}
