import { z } from "zod";
import { metrics } from "../cell/vectors/distances";
import { metadataField } from "../domain/texts";
import { parseDollarFilter } from "../engine/filter/dollar";
import { FilterFault } from "../engine/filter/parse";
import { Fields, Ref, Sent } from "./shapes";

/** Of a namespace's own path, in the dialect that memory clients speak. */
export const own = {
  dialect: "memory",
  namespaceIn: "path",
  params: z.object({ namespace_identifier: Ref }),
} as const;

export const Id = z.string().min(1).max(128);
export const Ids = z.array(Id).min(1, { error: "An empty list means nothing. Leave it out, or name some." }).max(1000);
export const TopK = z.int().min(1).max(1000).default(10);
export const Metric = z.enum(metrics);

/** None at all is refused by its own code. */
export const Values = z.array(z.number()).max(4096);

/** Seconds from now on; gone when they are over, to the second. */
export const Ttl = z.number().positive().max(3_153_600_000).nullish();

/** What every upsert may say of what it puts. */
export const putFields = { id: Id, metadata: Sent.nullish(), ttl_seconds: Ttl };

/** Conditions on the metadata, as the memory dialect writes them. */
export const Filter = z.record(z.string(), z.unknown()).transform((given, context) => {
  try {
    return parseDollarFilter(given, metadataField);
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    context.addIssue({ code: "custom", message: error.message, path: error.location });
    return z.NEVER;
  }
});

export const VectorRecord = z
  .object({
    id: z.string(),
    values: z.array(z.number()).optional(),
    text: z.string().optional(),
    metadata: Fields.optional(),
  })
  .meta({ id: "VectorRecord" });

/** What an answer has to say of itself: that it rests on less than it should, for instance. */
export const warned = { warnings: z.array(z.string()).optional() };

const hit = { id: z.string(), score: z.number(), vector: z.array(z.number()).optional() };

export const QueryAnswer = z
  .object({ results: z.array(z.object({ ...hit, metadata: Fields.optional() })), ...warned })
  .meta({ id: "VectorQueryAnswer" });

export const TextHit = z.object({ ...hit, text: z.string().optional(), metadata: Fields }).meta({ id: "TextHit" });
