import { z } from "zod";
import { featureUris, findFeature } from "../features";

const Vector = z.array(z.number()).min(1).max(4096);
const Text = z.string().max(10_000);

export const FeatureUri = z.string().transform((uri, context) => {
  const feature = findFeature(uri);
  if (feature) return feature;
  context.addIssue({ code: "custom", message: `Unknown feature ${uri}. Known: ${featureUris().join(", ")}.` });
  return z.NEVER;
});

/** Text, vector or document, in every form that clients send; a bare text is a text query, and so is nothing at all. */
export const QueryInput = z.union([
  Text.nullable().transform((text) => ({ text: text ?? "" })),
  z
    .strictObject({ input_mode: z.literal("text").default("text"), value: Text.nullish(), text: Text.nullish() })
    .transform(({ value, text }) => ({ text: value ?? text ?? "" })),
  z.strictObject({ input_mode: z.literal("vector"), value: Vector }).transform(({ value }) => ({ vector: value })),
  z
    .strictObject({
      input_mode: z.literal("document"),
      document_ref: z.strictObject({ collection_id: z.string().nullish(), document_id: z.string().min(1) }),
    })
    .transform(({ document_ref }) => ({ documentId: document_ref.document_id })),
]);
