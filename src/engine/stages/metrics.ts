import { order } from "./order";

export const functions = [
  ...["count", "count_distinct", "sum", "avg", "min", "max", "first", "last", "collect", "collect_distinct"],
  ...["cardinality", "percentile", "histogram"],
] as const;

export interface MetricOptions {
  /** Of `percentile`: 0 to 100 each. */
  percentiles: readonly number[];
  /** Of `histogram`: the width of a bucket; without it, each value is a bucket. */
  interval: number | undefined;
}

export type Metric = (values: unknown[], options: MetricOptions) => unknown;

const isNumber = (value: unknown): value is number => typeof value === "number";
const numbers = (values: unknown[]) => values.filter(isNumber);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const textOf = (value: unknown) => JSON.stringify(value);

/** Each value once, in the order of appearance; two lists or objects are the same when their JSON is. */
function distinct(values: unknown[]): unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size < seen.add(textOf(value)).size);
}

const extreme = (values: unknown[], sign: 1 | -1) =>
  values.reduce((best, value) => (best === null || sign * order(value, best) > 0 ? value : best), null);

/** Interpolates between the two nearest of the sorted numbers: Hyndman and Fan's seventh way (1996), as NumPy does. */
function percentile(sorted: readonly number[], share: number): number | null {
  const place = (sorted.length - 1) * (share / 100);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below === undefined || above === undefined ? null : below + (above - below) * (place - Math.floor(place));
}

function histogram(values: unknown[], interval: number | undefined): { key: unknown; count: number }[] {
  const bucketed = interval === undefined ? values : numbers(values).map((value) => Math.floor(value / interval));
  const counts = new Map<string, { key: unknown; count: number }>();
  for (const key of bucketed) {
    const known = counts.get(textOf(key));
    if (known) known.count++;
    else counts.set(textOf(key), { key, count: 1 });
  }
  const buckets = [...counts.values()];
  if (interval === undefined) return buckets.sort((a, b) => b.count - a.count || order(a.key, b.key));
  return buckets
    .sort((a, b) => order(a.key, b.key))
    .map(({ key, count }) => ({ key: isNumber(key) ? `${key * interval}-${(key + 1) * interval}` : key, count }));
}

/** What each function makes of the values that are there: missing ones and null count for nothing. */
export const metrics: Record<string, Metric> = {
  count: (values) => values.length,
  count_distinct: (values) => distinct(values).length,
  cardinality: (values) => distinct(values).length,
  sum: (values) => sum(numbers(values)),
  avg: (values) => (numbers(values).length > 0 ? sum(numbers(values)) / numbers(values).length : null),
  min: (values) => extreme(values, -1),
  max: (values) => extreme(values, 1),
  first: (values) => values[0] ?? null,
  last: (values) => values.at(-1) ?? null,
  collect: (values) => values,
  collect_distinct: distinct,
  percentile(values, { percentiles }) {
    const sorted = numbers(values).sort((a, b) => a - b);
    return Object.fromEntries(percentiles.map((share) => [`p${share}`, percentile(sorted, share)]));
  },
  histogram: (values, { interval }) => histogram(values, interval),
};

/** Functions that make sense of numbers alone. */
export const numeric: readonly string[] = ["sum", "avg", "percentile"];
