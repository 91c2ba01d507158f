import { z } from "zod";
import { type Document, read } from "../document";
import { FieldPath } from "./parameters";
import { nearDuplicates } from "./shingles";
import { stage } from "./stage";

const Parameters = z
  .strictObject({
    strategy: z.enum(["field", "content"]).default("field"),
    fields: z.array(FieldPath).min(1).max(20).nullish(),
    content_field: FieldPath.default("content"),
    similarity_threshold: z.number().min(0).max(1).default(0.95),
    keep: z.enum(["first", "last"]).default("first"),
    case_sensitive: z.boolean().default(true),
  })
  .superRefine(({ strategy, fields }, context) => {
    if (strategy === "field" && !fields)
      context.addIssue({ code: "custom", message: "Name the fields that make two the same.", path: ["fields"] });
  });

const folded = (value: unknown): unknown => (typeof value === "string" ? value.toLowerCase() : value);

export const deduplicate = stage({
  id: "deduplicate",
  category: "reduce",
  does: "Keeps one of documents that agree in all the fields, or whose texts share most of their runs of three words.",
  parameters: Parameters,
  run(documents, { strategy, fields, content_field, similarity_threshold, keep, case_sensitive }) {
    const inOrder = keep === "first" ? (documents ?? []) : (documents ?? []).toReversed();
    const fold = case_sensitive ? undefined : folded;
    const kept =
      strategy === "field"
        ? distinct(inOrder, (document) => keyOf(document, fields ?? [], fold))
        : different(inOrder, content_field, similarity_threshold, fold);
    return keep === "first" ? kept : kept.reverse();
  },
});

/** A field that is missing counts as null, as it is published: two documents without it agree. */
const keyOf = (document: Document, fields: string[], fold?: (value: unknown) => unknown) =>
  JSON.stringify(
    fields.map((field) => read(document, field) ?? null),
    (_, value: unknown) => (fold ? fold(value) : value),
  );

function distinct(documents: Document[], key: (document: Document) => string): Document[] {
  const seen = new Set<string>();
  return documents.filter((document) => seen.size < seen.add(key(document)).size);
}

/** A document without a text is like no other. */
function different(documents: Document[], field: string, threshold: number, fold?: (value: unknown) => unknown) {
  const isRepeated = nearDuplicates(threshold);
  return documents.filter((document) => {
    const text = read(document, field);
    return typeof text !== "string" || !isRepeated(`${fold ? fold(text) : text}`);
  });
}
