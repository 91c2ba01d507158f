import { z } from "zod";
import { memoryLineShapes } from "./memories/lines";

const Moment = z.iso.datetime();
/** Zod leaves a member called __proto__ out of what it read, and does not say so. */
const Fields = z
  .custom<unknown>((value) => typeof value !== "object" || value === null || !Object.hasOwn(value, "__proto__"), {
    error: "A member may not be called __proto__.",
  })
  .pipe(z.record(z.string(), z.unknown()));
const Times = { created_at: Moment, updated_at: Moment };
const Extractor = z.object({
  name: z.string().max(100),
  version: z.string().max(20),
  params: Fields.optional(),
});
const indexTypes = ["keyword", "integer", "float", "bool", "geo", "datetime", "text", "uuid"] as const;
const Name = z
  .string()
  .min(1)
  .max(100)
  .refine((name) => !/^[a-z]+_[0-9a-hjkmnp-tv-z]{24}$/.test(name), "A name may not have the form of an id.");

const Head = z.object({ cordon: z.literal("namespace"), version: z.int().min(1) });

const Settings = z.object({
  type: z.literal("settings"),
  feature_extractors: z.array(Extractor).min(1).max(20),
  payload_indexes: z.array(z.looseObject({ field: z.string().min(1).max(255), type: z.enum(indexTypes) })).max(100),
});

const Collection = z.object({
  type: z.literal("collection"),
  name: Name,
  description: z.string().nullable(),
  source: Fields.nullable(),
  feature_extractor: Extractor.extend({
    inputMappings: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
  metadata: Fields,
  ...Times,
});

const Stage = z.object({
  stage_name: z.string(),
  stage_type: z.string().optional(),
  config: z.object({ stage_id: z.string(), parameters: Fields }),
  description: z.string().optional(),
});

const InputField = z.looseObject({ type: z.string(), required: z.boolean().optional() });

const Retriever = z.object({
  type: z.literal("retriever"),
  name: Name,
  description: z.string().nullable(),
  collections: z.array(z.string()),
  stages: z.array(Stage).min(1),
  input_schema: z.record(z.string(), InputField),
  budget_limits: z
    .object({ max_credits: z.number().min(0).optional(), max_time_ms: z.int().min(0).optional() })
    .nullable(),
  tags: z.array(z.string()),
  display_config: Fields.nullable(),
  cache_config: z.object({ enabled: z.boolean(), ttl_seconds: z.int().min(0).max(86_400) }).nullish(),
  version: z.int().min(1),
  ...Times,
});

const Document = z.object({
  type: z.literal("document"),
  collection: z.string(),
  document_id: z.string(),
  fields: Fields,
  vectors: z.record(z.string(), z.array(z.number())).optional(),
  expires_at: Moment.optional(),
  ...Times,
});

const End = z.object({ type: z.literal("end") });

/** A line of an export, as it is read: what the lines are is written down in `exports.ts`. */
export const ImportLine = z.union([
  Head.transform((head) => ({ type: "head" as const, ...head })),
  z.discriminatedUnion("type", [Settings, Collection, Retriever, Document, ...memoryLineShapes, End]),
]);
export type ImportLine = z.output<typeof ImportLine>;
