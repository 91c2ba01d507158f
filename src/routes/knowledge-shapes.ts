import { z } from "zod";
import { Memory } from "./memory-shapes";

export const Edge = z
  .object({
    id: z.string(),
    source_id: z.string(),
    target_id: z.string(),
    from_id: z.string(),
    to_id: z.string(),
    edge_type: z.string(),
    weight: z.number(),
    created_at: z.int(),
  })
  .meta({ id: "MemoryEdge" });

export const Node = z
  .object({
    id: z.string(),
    memory_id: z.string(),
    content_preview: z.string(),
    memory_type: z.string(),
    importance: z.number(),
    depth: z.int(),
  })
  .meta({ id: "MemoryNode" });

export const Graph = z.object({
  nodes: z.array(Node),
  edges: z.array(Edge),
  clusters: z.array(z.object({ id: z.string(), node_ids: z.array(z.string()), size: z.int() })),
  stats: z.object({ node_count: z.int(), edge_count: z.int(), cluster_count: z.int() }),
});

export const GraphText = z.object({
  agent_id: z.string(),
  format: z.string(),
  node_count: z.int(),
  edge_count: z.int(),
  data: z.string(),
  nodes: z.array(Node).optional(),
  edges: z.array(Edge).optional(),
});

const Group = z.object({ anchor_id: z.string(), removed_ids: z.array(z.string()) });

export const Consolidated = z.object({
  agent_id: z.string(),
  memories_scanned: z.int(),
  clusters_found: z.int(),
  memories_removed: z.int(),
  memories_before: z.int(),
  memories_after: z.int(),
  removed_count: z.int(),
  memories_deprecated: z.int(),
  source_memory_ids: z.array(z.string()),
  deprecated_ids: z.array(z.string()),
  anchor_ids: z.array(z.string()),
  consolidated_memory: Memory.nullable(),
  groups: z.array(Group),
  dry_run: z.boolean(),
});

export const Deduplicated = z.object({
  duplicates_found: z.int(),
  duplicates_removed: z.int(),
  removed_count: z.int(),
  /** Ids, that of the memory which stays first. */
  groups: z.array(z.array(z.string())),
  dry_run: z.boolean(),
});

export const Entity = z.object({ entity_type: z.string(), value: z.string(), score: z.number() });
export const Relation = z.object({ subject: z.string(), relation: z.string(), object: z.string() });
