import { z } from "zod";
import { type Document, made, read } from "../document";
import type { Fields } from "../fields";
import { functions, metrics, numeric } from "./metrics";
import { sortBy } from "./order";
import { Direction, FieldPath } from "./parameters";
import { type Corpus, stage } from "./stage";

const Alias = z.string().min(1).max(255);

const Aggregation = z
  .strictObject({
    function: z.enum(functions).nullish(),
    type: z.enum(functions).nullish(),
    field: FieldPath.nullish(),
    alias: Alias.nullish(),
    name: Alias.nullish(),
    percentiles: z.array(z.number().min(0).max(100)).min(1).max(100).default([25, 50, 75, 95]),
    interval: z.number().positive().nullish(),
  })
  .superRefine((given, context) => {
    const fault = (message: string, path: string) => context.addIssue({ code: "custom", message, path: [path] });
    const named = given.function ?? given.type;
    if (!named) fault(`Name the function: one of ${functions.join(", ")}.`, "function");
    if (!given.alias && !given.name) fault("Say under which name the result is to stand.", "alias");
    if (named && named !== "count" && !given.field) fault(`${named} needs a field.`, "field");
  })
  .transform((given) => ({
    name: given.function ?? given.type ?? "count",
    field: given.field ?? undefined,
    alias: given.alias ?? given.name ?? "",
    options: { percentiles: given.percentiles, interval: given.interval ?? undefined },
  }));

type Aggregation = z.output<typeof Aggregation>;

const GroupField = z.union([
  FieldPath.transform((field) => ({ field, alias: field })),
  z
    .strictObject({ field: FieldPath, alias: Alias.nullish() })
    .transform(({ field, alias }) => ({ field, alias: alias ?? field })),
]);

type GroupField = z.output<typeof GroupField>;

const Parameters = z
  .strictObject({
    aggregations: z.array(Aggregation).min(1).max(50),
    group_by: z
      .union([z.array(GroupField).max(10), GroupField.transform((only) => [only])])
      .nullish()
      .transform((fields) => fields ?? []),
    sort_by: Alias.nullish(),
    sort_order: Direction.default("desc"),
    limit: z.int().min(1).max(1000).nullish(),
    include_documents: z.boolean().default(false),
  })
  .superRefine(({ aggregations, group_by, sort_by }, context) => {
    const names = [...group_by, ...aggregations].map(({ alias }) => alias);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    const fault = (message: string, path: string) => context.addIssue({ code: "custom", message, path: [path] });
    if (twice !== undefined) fault(`Two results are called ${JSON.stringify(twice)}.`, "aggregations");
    if (sort_by && !names.includes(sort_by)) fault(`Nothing is called that. Known: ${names.join(", ")}.`, "sort_by");
  });

export const aggregate = stage({
  id: "aggregate",
  category: "reduce",
  does: "Counts, sums and compares, over all documents or by group: one result for each group, or the documents as they came and the results beside them.",
  parameters: Parameters,
  run(documents, { aggregations, group_by, sort_by, sort_order, limit, include_documents }, corpus, around) {
    const groups = group_by.length > 0 ? grouped(documents ?? [], group_by) : [{ keys: {}, members: documents ?? [] }];
    const rows = groups.map(
      ({ keys, members }): Fields => ({
        ...keys,
        ...Object.fromEntries(aggregations.map((wanted) => [wanted.alias, measure(members, wanted, corpus)])),
      }),
    );
    const sorted = sort_by ? sortBy(rows, (row) => row[sort_by], { descending: sort_order === "desc" }) : rows;
    const results = group_by.length > 0 && limit ? sorted.slice(0, limit) : sorted;
    around.note({ aggregations: results });
    return include_documents ? (documents ?? []) : results.map((row) => made(row));
  },
});

/** Documents that agree in every field, under the values they agree in; a missing one is null. */
function grouped(documents: Document[], fields: GroupField[]): { keys: Fields; members: Document[] }[] {
  const groups = new Map<string, { keys: Fields; members: Document[] }>();
  for (const document of documents) {
    const values = fields.map(({ field }) => read(document, field) ?? null);
    const name = JSON.stringify(values);
    const known = groups.get(name);
    if (known) known.members.push(document);
    else
      groups.set(name, {
        keys: Object.fromEntries(fields.map(({ alias }, i) => [alias, values[i]])),
        members: [document],
      });
  }
  return [...groups.values()];
}

function measure(documents: Document[], { name, field, options }: Aggregation, corpus: Corpus): unknown {
  const values = field === undefined ? documents : documents.map((document) => read(document, field));
  const there = values.filter((value) => value !== undefined && value !== null);
  if (numeric.includes(name) && there.some((value) => typeof value !== "number"))
    corpus.warn(`aggregate: ${name} of ${field} leaves out what is not a number.`);
  return metrics[name]?.(there, options);
}
