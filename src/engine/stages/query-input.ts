import { z } from "zod";
import type { Query } from "./stage";

/** The vectors are kept as 32-bit floats: beyond their range there is only infinity. */
const Vector = z.array(z.number().min(-3.4e38).max(3.4e38)).min(1).max(4096);
const Text = z.string().max(10_000);

const ByMode = z.discriminatedUnion("input_mode", [
  z.strictObject({ input_mode: z.literal("text"), value: Text.nullish(), text: Text.nullish() }),
  z.strictObject({ input_mode: z.literal("vector"), value: Vector }),
  z.strictObject({
    input_mode: z.literal("document"),
    document_ref: z.strictObject({ collection_id: z.string().nullish(), document_id: z.string().min(1) }),
  }),
]);

/** A bare text is a text query, and so are nothing at all and an object that does not say what it is. */
const withMode = (input: unknown): unknown => {
  if (typeof input === "string" || input === null) return { input_mode: "text", value: input };
  return typeof input === "object" && input !== null && !("input_mode" in input)
    ? { input_mode: "text", ...input }
    : input;
};

/** Text, vector or document, in every form that clients send. */
export const QueryInput = z.preprocess(withMode, ByMode).transform((query): Query => {
  switch (query.input_mode) {
    case "text":
      return { text: query.value ?? query.text ?? "" };
    case "vector":
      return { vector: query.value };
    case "document":
      return { documentId: query.document_ref.document_id };
  }
});
