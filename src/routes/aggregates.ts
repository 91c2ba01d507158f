import { z } from "zod";
import { aggregateDocuments } from "../domain/documents/aggregates";
import { parts, truncations } from "../engine/dates";
import { route } from "./route";
import { Fields, Ref } from "./shapes";

const Path = z.string().min(1).max(255);

const functions = [
  "count",
  "count_distinct",
  "sum",
  "avg",
  "min",
  "max",
  "first",
  "last",
  "push",
  "add_to_set",
] as const;

const Operation = z
  .strictObject({ function: z.enum(functions), field: Path.nullish(), alias: Path, distinct_field: Path.nullish() })
  .refine(
    (asked) => asked.function === "count" || asked.field || asked.distinct_field,
    "Every function but count needs a field.",
  );

const Aggregation = z.strictObject({
  group_by: z
    .array(
      z.strictObject({
        field: Path,
        alias: Path.nullish(),
        date_trunc: z.enum(truncations).nullish(),
        date_part: z.enum(parts).nullish(),
      }),
    )
    .min(1)
    .max(10),
  aggregations: z.array(Operation).min(1).max(50),
  filters: z.unknown().optional(),
  having: z
    .array(z.strictObject({ field: Path, operator: z.string(), value: z.unknown() }))
    .max(20)
    .nullish(),
  unwind: Path.nullish(),
  range_buckets: z
    .array(
      z.strictObject({ field: Path, boundaries: z.array(z.number()).min(1).max(100), default_bucket: Path.nullish() }),
    )
    .max(10)
    .nullish(),
  sort_by: Path.nullish(),
  sort_direction: z.enum(["asc", "desc"]).default("desc"),
  limit: z.int().min(1).max(1000).nullish(),
});

export const aggregates = [
  route("POST /v1/collections/{collection_identifier}/documents/aggregate", {
    does: "Group a collection's documents and measure each group.",
    params: z.object({ collection_identifier: Ref }),
    body: Aggregation,
    returns: z.object({
      results: z.array(z.object({ group: Fields, metrics: Fields })),
      total_groups: z.int(),
      query_info: Fields,
    }),
    run: (ns, { params, body }) => aggregateDocuments(ns, params.collection_identifier, body),
  }),
];
