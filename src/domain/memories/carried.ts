import { z } from "zod";
import { memoryTypes } from "../../engine/memory/policy";
import { Id, Metadata } from "./lines";

const numeric = (inner: z.ZodType<number, number>) =>
  z
    .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/, "A number.")])
    .transform(Number)
    .pipe(inner);

/** Unix seconds, or ISO 8601; in ms. */
const Moment = z.union([
  numeric(z.number().min(0).max(253_402_300_799)).transform((seconds) => seconds * 1000),
  z.iso
    .datetime({ offset: true, local: true })
    .transform((text) => Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)),
]);

const Text = z.string().min(1).max(100_000);
const Tags = z.array(z.string().min(1).max(256)).max(50);
const Agent = z.string().min(1).max(256);

/** A memory as other programs write it, under any of the names that they have for its parts. */
export const Carried = z
  .object({
    id: Id.optional(),
    uuid: Id.optional(),
    memory_id: Id.optional(),
    content: Text.optional(),
    memory: Text.optional(),
    text: Text.optional(),
    fact: Text.optional(),
    agent_id: Agent.nullish(),
    memory_type: z.enum(memoryTypes).nullish(),
    importance: numeric(z.number().min(0).max(1)).nullish(),
    tags: Tags.nullish(),
    categories: Tags.nullish(),
    session_id: Id.nullish(),
    run_id: Id.nullish(),
    metadata: Metadata.optional(),
    created_at: Moment.nullish(),
    updated_at: Moment.nullish(),
    last_accessed_at: Moment.nullish(),
    access_count: z.int().min(0).nullish(),
    expires_at: Moment.nullish(),
    valid_from: Moment.nullish(),
  })
  .transform((one, context) => {
    const content = one.content ?? one.memory ?? one.text ?? one.fact;
    if (content !== undefined) return { ...one, content };
    context.addIssue({ code: "custom", message: "It says nothing: a memory has content.", path: ["content"] });
    return z.NEVER;
  });
export type Carried = z.output<typeof Carried>;
