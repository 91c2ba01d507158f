import { z } from "zod";
import { bestOf, type Part } from "../domain/across";
import { metadataFits, metadataTooLong } from "../domain/memories/size";
import { memoryTypes } from "../engine/memory/policy";
import { Fields, Flag, Moment, Sent, Whole } from "./shapes";

/** What every memory route shares: its errors, how its namespace is named, and whom it is for. */
export const memoryRoute = { dialect: "memory", namespaceIn: "agent_id", whole: true } as const;

/** Alone it names the namespace, by id or name; beside a header or `namespace` it is a label inside. */
export const AgentId = z.string().min(1).max(256);

/** Of memories and sessions, where the caller chooses it. */
export const OwnId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, "1 to 128 letters, digits and _ . : -");

export const Importance = z.number().min(0).max(1);
export const Tags = z.array(z.string().min(1).max(256)).max(50);
export const MemoryTypeName = z.enum(memoryTypes);

/** Unix seconds, up to the year 9999. */
export const UnixSeconds = z.number().min(0).max(253_402_300_799);
const Ttl = z.number().positive().max(3_153_600_000);
const content = z
  .string()
  .min(1)
  .max(100_000)
  .refine((text) => text.trim() !== "", "It says nothing.");
export const Metadata = Sent.refine(metadataFits, metadataTooLong);

/** Who a body speaks of. */
export const whoFields = { agent_id: AgentId.optional(), namespace: z.string().min(1).max(256).optional() };
/** What a query does not know is refused too: a filter that is passed over would tell too much. */
export const NamespaceQuery = z.strictObject({ namespace: z.string().min(1).max(256).optional() });
export const WhoQuery = NamespaceQuery.extend({ agent_id: AgentId.optional() });

/** A published field of which nothing is done here: refused, with what to do instead; null is nothing. */
export const refused = (error: string) => z.null({ error }).optional();

export const Language = z
  .literal("en", {
    error: "Words are stemmed as English ones, and found in any language as they are written: leave it out.",
  })
  .nullish();

/** What is not known is refused: whoever writes a name wrong learns of it. */
export const memoryFields = {
  id: OwnId.optional(),
  content,
  memory_type: MemoryTypeName.optional(),
  importance: Importance.optional(),
  tags: Tags.optional(),
  session_id: OwnId.nullish(),
  metadata: Metadata.nullish(),
  ttl_seconds: Ttl.nullish(),
  expires_at: UnixSeconds.nullish(),
  valid_from: UnixSeconds.nullish(),
  lang: Language,
  embedding: refused(
    "Vectors of memories are made from their text: leave it out, or store vectors of your own as documents.",
  ),
  attachment_ref: refused("There are no attachments here: keep the reference in metadata."),
};

export const changeFields = {
  content: content.optional(),
  memory_type: MemoryTypeName.optional(),
  importance: Importance.optional(),
  tags: Tags.optional(),
  metadata: Metadata.nullish(),
  lang: Language,
};

export const Memory = z
  .object({
    id: z.string(),
    agent_id: z.string(),
    namespace: z.string(),
    content: z.string(),
    memory_type: MemoryTypeName,
    importance: z.number(),
    current_importance: z.number().optional(),
    tags: z.array(z.string()),
    session_id: z.string().nullable(),
    metadata: Fields.nullable(),
    created_at: z.int(),
    updated_at: z.int(),
    last_accessed_at: z.int(),
    access_count: z.int(),
    expires_at: z.int().nullable(),
    valid_from: z.int().nullable(),
  })
  .meta({ id: "Memory" });

const Recalled = z
  .object({
    memory: Memory,
    id: z.string(),
    content: z.string(),
    importance: z.number(),
    memory_type: MemoryTypeName,
    tags: z.array(z.string()),
    score: z.number(),
    weighted_score: z.number(),
    smart_score: z.number(),
    vector_score: z.number().optional(),
    text_score: z.number(),
    explanation: z.record(z.string(), z.number()).optional(),
    depth: z.int(),
    _namespace: z.object({ namespace_id: z.string(), namespace_name: z.string() }).optional(),
  })
  .meta({ id: "RecalledMemory" });

export const RecallAnswer = z.object({
  memories: z.array(Recalled),
  total_found: z.int(),
  associated_memories: z.array(Recalled).optional(),
});

type Told = z.output<typeof RecallAnswer>;

/** The best of several namespaces' memories. What is associated stays with its own. */
export function recalledAcross(
  parts: readonly Part<Told>[],
  { query, body }: { query: object | undefined; body: object | undefined },
): Told {
  const { top_k } = z.object({ top_k: z.int() }).parse(body ?? query);
  const memories = bestOf(
    parts,
    ({ memories }) => memories,
    ({ score }) => score,
    top_k,
  );
  const associated = bestOf(
    parts,
    (told) => told.associated_memories ?? [],
    ({ score }) => score,
    100,
  );
  const isAsked = parts.some(({ answer }) => answer.associated_memories);
  return { memories, total_found: memories.length, ...(isAsked && { associated_memories: associated }) };
}

/** Weights of signals that are documented with `recallWeights`. */
const Weight = z.number().min(0).max(10);
const Weights = z.strictObject({
  synonym: Weight.optional(),
  topic: Weight.optional(),
  akin: z.number().min(0).max(1).optional(),
  unsaid: Weight.optional(),
  common: z.number().min(0).max(1).optional(),
  speaker_name: Weight.optional(),
  date: Weight.optional(),
  name: Weight.optional(),
  previous: Weight.optional(),
  next: Weight.optional(),
  two_away: Weight.optional(),
  session: Weight.optional(),
  topic_session: Weight.optional(),
  window: Weight.optional(),
  named_speaker: Weight.optional(),
  temporal: Weight.optional(),
  question: Weight.optional(),
  first_person: Weight.optional(),
  brief: Weight.optional(),
  several: Weight.optional(),
  spread: z.number().min(0).max(1).optional(),
  vector_in_session: z.number().min(0).max(1).optional(),
  vector: Weight.optional(),
  importance: z.number().min(0).max(1).optional(),
  recency: z.number().min(0).max(1).optional(),
  recency_half_life_days: z.number().positive().max(36_500).optional(),
});

/** A recall in a body. */
export const recallFields = (topK: number) => ({
  ...whoFields,
  /** One to ten, each by id or name; instead of the header. */
  namespaces: z.array(z.string().min(1).max(256)).min(1).max(10).optional(),
  query: z.string().min(1).max(10_000),
  top_k: z.int().min(1).max(1000).default(topK),
  memory_type: MemoryTypeName.optional(),
  min_importance: Importance.optional(),
  tags: Tags.optional(),
  session_id: OwnId.optional(),
  since: Moment.optional(),
  until: Moment.optional(),
  routing: z.enum(["auto", "vector", "bm25", "hybrid"]).optional(),
  vector_weight: z.number().min(0).max(1).optional(),
  neighborhood: z.boolean().optional(),
  weights: Weights.optional(),
  /** By importance and recency too, which is usual; false for relevance alone. */
  rerank: z.boolean().optional(),
  lang: Language,
  fusion: refused("Scores are added by weights here: leave it out, and set vector_weight or weights."),
  iterations: z
    .literal(1, { error: "A recall looks once: leave it out, and ask again with what was found." })
    .optional(),
  explain: z.boolean().optional(),
  include_associated: z.boolean().optional(),
  associated_memories_depth: z.int().min(1).max(3).optional(),
  associated_memories_cap: z.int().min(1).max(10).optional(),
  associated_memories_min_weight: z.number().min(0).max(1).optional(),
});

/** A number from 0 to 1 in a query string. */
export const Fraction = z
  .string()
  .regex(/^(0(\.\d+)?|1(\.0+)?)$/, "0 to 1.")
  .transform(Number);

export const RecallQuery = WhoQuery.extend({
  query: z.string().min(1).max(10_000),
  top_k: Whole(1, 1000).default(5),
  memory_type: MemoryTypeName.optional(),
  min_importance: Fraction.optional(),
  /** `a,b`: those that have all of them. */
  tags: z
    .string()
    .transform((text) => text.split(","))
    .pipe(Tags.min(1))
    .optional(),
  session_id: OwnId.optional(),
  since: Moment.optional(),
  until: Moment.optional(),
  explain: Flag.optional(),
});

const some = { error: "An empty list means nothing. Leave it out, or name some." };
const Ids = z.array(z.string().min(1).max(128)).min(1, some).max(1000);

/** Which memories a batch is about: all that meet every condition. */
export const filterFields = {
  memory_ids: Ids.optional(),
  tags: Tags.min(1, some).optional(),
  session_id: z.string().min(1).max(128).optional(),
  memory_type: MemoryTypeName.optional(),
  min_importance: Importance.optional(),
  max_importance: Importance.optional(),
  created_after: UnixSeconds.optional(),
  created_before: UnixSeconds.optional(),
};

/** A condition nobody knows would widen what is meant, so it is refused. */
export const Filter = z.strictObject(filterFields);
