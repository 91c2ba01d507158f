import { z } from "zod";
import { read } from "../document";
import { sortBy } from "./order";
import { Direction, FieldPath } from "./parameters";
import { stage } from "./stage";

const Parameters = z
  .strictObject({
    field: FieldPath.nullish(),
    sort_field: FieldPath.nullish(),
    direction: Direction.nullish(),
    order: Direction.nullish(),
    nulls_last: z.boolean().nullish(),
    null_handling: z.enum(["first", "last"]).nullish(),
  })
  .transform((given) => ({
    field: given.field ?? given.sort_field ?? "metadata.created_at",
    descending: (given.direction ?? given.order ?? "desc") === "desc",
    nullsLast: given.nulls_last ?? given.null_handling !== "first",
  }));

export const sortAttribute = stage({
  id: "sort_attribute",
  category: "sort",
  does: "Orders by a field. Equal documents keep their order; those without the field come last, unless told first.",
  parameters: Parameters,
  run: (documents, { field, ...ordering }) => sortBy(documents ?? [], (document) => read(document, field), ordering),
});
