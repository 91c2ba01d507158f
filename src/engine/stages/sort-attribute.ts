import { z } from "zod";
import { read } from "../document";
import { compare } from "../filter/matches";
import { stage } from "./stage";

const Direction = z.enum(["asc", "desc"]);

const Parameters = z
  .strictObject({
    field: z.string().min(1).max(255).optional(),
    sort_field: z.string().min(1).max(255).optional(),
    direction: Direction.optional(),
    order: Direction.optional(),
    nulls_last: z.boolean().optional(),
    null_handling: z.enum(["first", "last"]).optional(),
  })
  .transform((given) => ({
    field: given.field ?? given.sort_field ?? "metadata.created_at",
    descending: (given.direction ?? given.order ?? "desc") === "desc",
    nullsLast: given.nulls_last ?? given.null_handling !== "first",
  }));

/** Values of different types have no order of their own; numbers come before texts before booleans before the rest. */
const kinds = ["number", "string", "boolean"];
const kindOf = (value: unknown) => {
  const at = kinds.indexOf(typeof value);
  return at < 0 ? kinds.length : at;
};

export const sortAttribute = stage({
  id: "sort_attribute",
  category: "sort",
  does: "Orders by a field. Equal documents keep their order; those without the field come last, unless told first.",
  parameters: Parameters,
  run(documents, { field, descending, nullsLast }) {
    const keyed = (documents ?? []).map((document) => ({ document, key: read(document, field) ?? null }));
    keyed.sort((a, b) => {
      if (a.key === null || b.key === null)
        return (Number(a.key === null) - Number(b.key === null)) * (nullsLast ? 1 : -1);
      const order = kindOf(a.key) - kindOf(b.key) || (compare(a.key, b.key) ?? 0);
      return descending ? -order : order;
    });
    return keyed.map(({ document }) => document);
  },
});
