import { z } from "zod";
import { type Document, read } from "../document";
import { order } from "./order";
import { FieldPath } from "./parameters";
import type { Facets } from "./stage";

/** A field whose values are to be counted; its path alone is short for it. */
export const Facet = z.union([
  FieldPath.transform((key) => ({ key, limit: 10, exact: false })),
  z.strictObject({ key: FieldPath, limit: z.int().min(1).max(1000).default(10), exact: z.boolean().default(false) }),
]);

/** In how many documents each value occurs, most often first, equals by value. Each member of a list counts. */
export const countFacets = (documents: readonly Document[], facets: z.output<typeof Facet>[]): Facets =>
  Object.fromEntries(
    facets.map(({ key, limit }) => {
      const counts = new Map<string, { value: unknown; count: number }>();
      for (const document of documents) {
        for (const [name, value] of membersOf(read(document, key))) {
          const known = counts.get(name);
          if (known) known.count++;
          else counts.set(name, { value, count: 1 });
        }
      }
      const sorted = [...counts.values()].sort((a, b) => b.count - a.count || order(a.value, b.value));
      return [key, sorted.slice(0, limit)];
    }),
  );

/** The values of a field by their JSON, so that one document counts once for each. */
function membersOf(value: unknown): Map<string, unknown> {
  const members: unknown[] = Array.isArray(value) ? value : [value];
  return new Map(members.filter((one) => one !== undefined && one !== null).map((one) => [JSON.stringify(one), one]));
}
