import { type Part, partOf, type Truncation, truncate } from "./dates";
import { type Document, derive, read } from "./document";
import { type Fields, valueAt } from "./fields";
import type { Filter } from "./filter/filter";
import { matches } from "./filter/matches";
import { metrics } from "./stages/metrics";
import { sortBy } from "./stages/order";

/** A question about groups of documents, in the published form. */
export interface Aggregation {
  group_by: { field: string; alias?: string | null; date_trunc?: Truncation | null; date_part?: Part | null }[];
  aggregations: { function: string; field?: string | null; distinct_field?: string | null; alias: string }[];
  /** On a group's metrics, by alias. */
  having: Filter | null;
  /** A list to take apart first: each member makes a document of its own. */
  unwind?: string | null;
  /** Fields whose numbers are grouped by range: boundaries ascending, each range without its upper end. */
  range_buckets?: { field: string; boundaries: number[]; default_bucket?: string | null }[] | null;
  sort_by?: string | null;
  sort_direction: "asc" | "desc";
  limit?: number | null;
}

export interface Aggregated {
  results: { group: Fields; metrics: Fields }[];
  /** Before `limit`. */
  total_groups: number;
}

/** Published names of what `metrics` calls otherwise. */
const aliases: Record<string, string> = { push: "collect", add_to_set: "collect_distinct" };

/** Groups documents and measures each group. Documents without a grouping field form the group null. */
export function aggregateDocuments(documents: Document[], asked: Aggregation): Aggregated {
  const taken = asked.unwind ? documents.flatMap((document) => unwound(document, asked.unwind ?? "")) : documents;
  const groups = new Map<string, { group: Fields; members: Document[] }>();
  for (const document of taken) {
    const group = groupOf(document, asked);
    const name = JSON.stringify(group);
    const known = groups.get(name);
    if (known) known.members.push(document);
    else groups.set(name, { group, members: [document] });
  }
  const measured = [...groups.values()].map(({ group, members }) => ({ group, metrics: measure(members, asked) }));
  const { having } = asked;
  const kept = having ? measured.filter((one) => matches((path) => valueAt(one.metrics, path), having)) : measured;
  const by = asked.sort_by;
  const order = { descending: asked.sort_direction === "desc" };
  const sorted = by ? sortBy(kept, (one) => one.metrics[by] ?? one.group[by], order) : kept;
  return { results: sorted.slice(0, asked.limit ?? undefined), total_groups: kept.length };
}

function groupOf(document: Document, { group_by, range_buckets }: Aggregation): Fields {
  const entries = group_by.map(({ field, alias, date_trunc, date_part }) => {
    const value = read(document, field);
    const buckets = range_buckets?.find((one) => one.field === field);
    const cut = date_trunc ? truncate(value, date_trunc) : date_part ? partOf(value, date_part) : value;
    return [alias ?? field, (buckets ? rangeOf(value, buckets) : cut) ?? null];
  });
  return Object.fromEntries(entries);
}

function rangeOf(value: unknown, buckets: { boundaries: number[]; default_bucket?: string | null }): string | null {
  const { boundaries, default_bucket = null } = buckets;
  if (typeof value !== "number") return default_bucket;
  const above = boundaries.findIndex((boundary) => value < boundary);
  return above <= 0 ? default_bucket : `${boundaries[above - 1]}-${boundaries[above]}`;
}

function measure(members: Document[], { aggregations }: Aggregation): Fields {
  return Object.fromEntries(
    aggregations.map(({ function: name, field, distinct_field, alias }) => {
      const path = field ?? distinct_field;
      const values = path ? members.map((member) => read(member, path)) : members;
      const there = values.filter((value) => value !== undefined && value !== null);
      return [alias, metrics[aliases[name] ?? name]?.(there, { percentiles: [50], interval: undefined }) ?? null];
    }),
  );
}

function unwound(document: Document, path: string): Document[] {
  const value = read(document, path);
  if (!Array.isArray(value)) return [document];
  return value.map((member) => derive(document, { fields: { ...document.fields, [path]: member } }));
}
