import { z } from "zod";
import { read } from "../document";
import { operators } from "../filter/filter";
import { matches } from "../filter/matches";
import { Conditions } from "./conditions";
import { FieldPath, isFields } from "./parameters";
import { stage } from "./stage";

/** Without documents from a stage before it, the filter reads this many of each collection. */
const limitEach = 1000;

/** Conditions may stand for all of the parameters: `{"AND": [...]}`. */
const withConditions = (given: unknown) =>
  isFields(given) && ["AND", "OR", "NOT"].some((key) => key in given) && !("conditions" in given)
    ? { conditions: given }
    : given;

const Fields = z
  .strictObject({
    field: FieldPath.nullish(),
    operator: z.enum(operators).default("eq"),
    value: z.unknown().optional(),
    conditions: z.unknown().optional(),
    case_insensitive: z.boolean().default(false),
    batch_size: z.int().min(1).max(1000).nullish(),
  })
  .superRefine(({ field, conditions }, context) => {
    if (((field ?? undefined) === undefined) === ((conditions ?? undefined) === undefined))
      context.addIssue({ code: "custom", message: "Give either field and value, or conditions." });
  })
  .transform(({ field, operator, value, conditions, case_insensitive }, context) => {
    const given = conditions ?? { field, operator, value };
    const parsed = Conditions({ ignoreCase: case_insensitive }).safeParse(given);
    if (parsed.success) return { filter: parsed.data };
    for (const issue of parsed.error.issues)
      context.addIssue({
        code: "custom",
        message: issue.message,
        path: conditions ? ["conditions", ...issue.path] : issue.path,
      });
    return z.NEVER;
  });

export const attributeFilter = stage({
  id: "attribute_filter",
  category: "filter",
  does: "Keeps the documents whose fields meet the conditions. As first stage it reads up to 1,000 of each collection.",
  parameters: z.preprocess(withConditions, Fields),
  each: true,
  run(documents, { filter }, corpus) {
    if (!documents) return corpus.select({ filter, limitEach });
    return documents.filter((document) => matches((path) => read(document, path), filter));
  },
});
