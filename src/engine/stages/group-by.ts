import { z } from "zod";
import { numberAt, read } from "../document";
import { bestScore, type Group, groupsOf, outputModes, shown } from "./group";
import { sortBy } from "./order";
import { Direction, FieldPath } from "./parameters";
import { dice, shuffled } from "./random";
import { stage } from "./stage";

/** Groups that are shown as such, unless more are asked for. */
const defaultGroups = 100;

const PerGroup = z.int().min(1).max(1000);

const Parameters = z
  .strictObject({
    group_by_field: FieldPath.nullish(),
    field: FieldPath.nullish(),
    max_per_group: PerGroup.nullish(),
    docs_per_group: PerGroup.nullish(),
    output_mode: z.enum(outputModes).default("all"),
    max_groups: z.int().min(1).max(10_000).nullish(),
    sort_groups_by: z.enum(["count", "field", "score"]).nullish(),
    sort_order: Direction.default("desc"),
    sort_docs_by: FieldPath.default("score"),
    exclude_null: z.boolean().default(false),
  })
  .transform((given) => ({
    field: given.group_by_field ?? given.field ?? "source_object_id",
    perGroup: given.max_per_group ?? given.docs_per_group ?? 10,
    mode: given.output_mode,
    // Whoever wants documents, not groups, gets one for every group, and in the order they came.
    maxGroups: given.max_groups ?? (given.output_mode === "all" ? defaultGroups : Number.POSITIVE_INFINITY),
    groupsBy: given.sort_groups_by ?? (given.output_mode === "all" ? "count" : undefined),
    descending: given.sort_order === "desc",
    documentsBy: given.sort_docs_by,
    excludeNull: given.exclude_null,
  }));

const keys = {
  count: ({ documents }: Group) => documents.length,
  field: ({ key }: Group) => key,
  score: bestScore,
};

export const groupBy = stage({
  id: "group_by",
  category: "reduce",
  does: "Groups by a field: results {key, count, documents}, or the first or all documents of each group, flat.",
  parameters: Parameters,
  run(documents, { field, perGroup, mode, maxGroups, groupsBy, descending, documentsBy, excludeNull }, corpus, around) {
    const random = dice(around.seed);
    const all = groupsOf(documents ?? [], field).filter(({ key }) => key !== null || !excludeNull);
    const within = all.map(({ key, documents }) => ({
      key,
      documents:
        documentsBy === "_random"
          ? shuffled(documents, random)
          : sortBy(
              documents,
              (document) => (documentsBy === "score" ? numberAt(document, "score") : read(document, documentsBy)),
              {
                descending: true,
              },
            ),
    }));
    const groups = groupsBy ? sortBy(within, keys[groupsBy], { descending }) : within;
    if (groups.length > maxGroups) corpus.warn(`group_by shows ${maxGroups} of ${groups.length} groups (max_groups).`);
    return shown(groups.slice(0, maxGroups), mode, perGroup);
  },
});
