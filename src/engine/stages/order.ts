import { compare } from "../filter/matches";

/** Values of different types have no order of their own; numbers come before texts before booleans before the rest. */
const kinds = ["number", "string", "boolean"];
const kindOf = (value: unknown) => {
  const at = kinds.indexOf(typeof value);
  return at < 0 ? kinds.length : at;
};

/** Orders any two values that are there: negative, 0 or positive. */
export const order = (a: unknown, b: unknown): number => kindOf(a) - kindOf(b) || (compare(a, b) ?? 0);

export interface Ordering {
  descending: boolean;
  nullsLast?: boolean;
}

/** The items by what `keyOf` finds in them. Equal ones keep their places; those without a key come last, or first. */
export function sortBy<T>(items: readonly T[], keyOf: (item: T) => unknown, ordering: Ordering): T[] {
  const { descending, nullsLast = true } = ordering;
  const keyed = items.map((item) => ({ item, key: keyOf(item) ?? null }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null)
      return (Number(a.key === null) - Number(b.key === null)) * (nullsLast ? 1 : -1);
    return descending ? -order(a.key, b.key) : order(a.key, b.key);
  });
  return keyed.map(({ item }) => item);
}
