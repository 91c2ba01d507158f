import { z } from "zod";
import type { Brought } from "../../cell/memory/brought";
import { entityTypes } from "../../engine/graph/entities";
import { edgeTypes } from "../../engine/graph/links";
import { memoryTypes } from "../../engine/memory/policy";
import { policyFields } from "./policy-fields";
import { metadataFits, metadataTooLong } from "./size";

/** What lines of an export say of memories, as they are read: how they are told is written down in `told.ts`. */
const Moment = z.iso.datetime().transform((text) => Date.parse(text));
const Share = z.number().min(0).max(1);
export const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, "1 to 128 letters, digits and _ . : -");
const Agent = z.string().min(1).max(256).nullable();
export const Metadata = z
  .custom<unknown>((value) => typeof value !== "object" || value === null || !Object.hasOwn(value, "__proto__"), {
    error: "A member may not be called __proto__.",
  })
  .pipe(z.record(z.string(), z.unknown()))
  .refine(metadataFits, metadataTooLong)
  .nullable();

const Policy = z.object({ type: z.literal("memory_policy"), policy: z.strictObject(policyFields).partial() });

const EntityConfig = z.object({
  type: z.literal("entity_config"),
  config: z.strictObject({
    extract_entities: z.boolean(),
    entity_types: z.array(z.enum(entityTypes)).max(20).nullable(),
  }),
});

const Session = z.object({
  type: z.literal("session"),
  session_id: Id,
  agent_id: Agent,
  started_at: Moment,
  ended_at: Moment.nullable(),
  ended_reason: z.string().max(100).nullable(),
  summary: z.string().max(100_000).nullable(),
  metadata: Metadata,
  last_activity_at: Moment,
  idle_timeout_secs: z.number().positive().nullable(),
});

const Memory = z.object({
  type: z.literal("memory"),
  memory_id: Id,
  agent_id: Agent,
  session_id: Id.nullable(),
  memory_type: z.enum(memoryTypes),
  content: z.string().min(1),
  importance: Share,
  tags: z.array(z.string().min(1).max(256)).max(1000),
  metadata: Metadata,
  created_at: Moment,
  updated_at: Moment,
  last_accessed_at: Moment.nullable(),
  access_count: z.int().min(0),
  expires_at: Moment.nullable(),
  valid_from: Moment.nullable(),
  flagged: z.boolean(),
  drawn: z.boolean(),
});

const Entity = z.object({
  type: z.literal("entity"),
  memory_id: Id,
  entity_type: z.enum(entityTypes),
  name: z.string().min(1),
  score: Share,
});

const Edge = z.object({
  type: z.literal("edge"),
  source: Id,
  target: Id,
  edge_type: z.enum(edgeTypes),
  weight: z.number().min(0),
  drawn: z.boolean(),
  created_at: Moment,
});

const Feedback = z.object({
  type: z.literal("feedback"),
  memory_id: Id,
  number: z.int().min(1),
  signal: z.string().min(1).max(100),
  said: z.string().max(100_000).nullable(),
  at: Moment,
  old_importance: Share,
  new_importance: Share,
});

export const memoryLineShapes = [Policy, EntityConfig, Session, Memory, Entity, Edge, Feedback] as const;
export type MemoryLine = z.output<(typeof memoryLineShapes)[number]>;

/** A line as the cell takes it in. `own` is the label of what speaks for the namespace itself. */
export function broughtBy(line: MemoryLine, own: string): Brought {
  switch (line.type) {
    case "memory_policy":
      return { kind: "policy", policy: line.policy };
    case "entity_config":
      return { kind: "entityConfig", config: line.config };
    case "session":
      return {
        kind: "session",
        id: line.session_id,
        agentId: line.agent_id ?? own,
        startedAt: line.started_at,
        endedAt: line.ended_at,
        endedReason: line.ended_reason,
        summary: line.summary,
        metadata: line.metadata,
        lastActivityAt: line.last_activity_at,
        idleTimeoutSecs: line.idle_timeout_secs,
      };
    case "memory":
      return {
        kind: "memory",
        id: line.memory_id,
        agentId: line.agent_id ?? own,
        sessionId: line.session_id,
        type: line.memory_type,
        content: line.content,
        importance: line.importance,
        tags: line.tags,
        metadata: line.metadata,
        createdAt: line.created_at,
        updatedAt: line.updated_at,
        lastAccessedAt: line.last_accessed_at,
        accessCount: line.access_count,
        expiresAt: line.expires_at,
        validFrom: line.valid_from,
        flagged: line.flagged,
        drawn: line.drawn,
      };
    case "entity":
      return {
        kind: "entity",
        memoryId: line.memory_id,
        type: line.entity_type,
        name: line.name,
        score: line.score,
      };
    case "edge": {
      const { source, target, edge_type: type, weight, drawn, created_at: createdAt } = line;
      return { kind: "edge", source, target, type, weight, drawn, createdAt };
    }
    case "feedback": {
      const { memory_id: memoryId, number, signal, said, at } = line;
      const moved = { oldImportance: line.old_importance, newImportance: line.new_importance };
      return { kind: "feedback", memoryId, number, signal, said, at, ...moved };
    }
  }
}
