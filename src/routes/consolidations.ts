import { z } from "zod";
import { consolidate } from "../domain/memories/consolidate";
import { consolidationConfig, consolidationLog } from "../domain/memories/consolidation";
import { Consolidated } from "./knowledge-shapes";
import {
  AgentId,
  filterFields,
  Importance,
  MemoryTypeName,
  memoryRoute,
  NamespaceQuery,
  whoFields,
} from "./memory-shapes";
import { route } from "./route";

const One = z.object({ agent_id: AgentId });

const MinSamples = z.literal(2, { error: "Two that say the same are put together: leave it out." }).optional();

/** As clients configure their clustering, as far as it is ours. */
const Clustering = z.strictObject({
  algorithm: z
    .literal("greedy", {
      error:
        "Groups gather around one memory each: leave it out. A chain would delete what only resembles a neighbour.",
    })
    .optional(),
  min_samples: MinSamples,
  /** A distance: the threshold is 1 less it. */
  eps: Importance.optional(),
});

const Config = z.object({
  agent_id: z.string(),
  enabled: z.boolean(),
  threshold: z.number(),
  epsilon: z.number(),
  min_samples: z.int(),
  soft_deprecation_days: z.int(),
  interval_hours: z.number(),
  last_run_at: z.int().nullable(),
});

const Run = z
  .object({
    timestamp: z.int(),
    trigger: z.enum(["schedule", "request"]),
    memories_scanned: z.int(),
    clusters_found: z.int(),
    memories_deprecated: z.int(),
    anchor_ids: z.array(z.string()),
    deprecated_ids: z.array(z.string()),
  })
  .meta({ id: "ConsolidationRun" });

/** Memories that say the same become one: when somebody says so, or by themselves. */
export const consolidations = [
  route("POST /v1/memory/consolidate", {
    ...memoryRoute,
    does: "Put memories together that say the same; `dry_run` only says which.",
    needs: "delete",
    body: z.strictObject({
      ...whoFields,
      memory_type: MemoryTypeName.optional(),
      memory_ids: filterFields.memory_ids,
      threshold: Importance.optional(),
      dry_run: z.boolean().optional(),
      config: Clustering.optional(),
    }),
    returns: Consolidated,
    run: (ns, { body, byAgent }) => {
      const { threshold = body.config?.eps === undefined ? undefined : 1 - body.config.eps } = body;
      return consolidate(ns, { ...body, byAgent }, { ...body, threshold });
    },
  }),
  ...(["consolidate", "compress"] as const).map((word) =>
    route(`POST /v1/agents/{agent_id}/${word}`, {
      ...memoryRoute,
      does: "Put those of an agent's memories together that say the same.",
      needs: "delete",
      params: One,
      returns: Consolidated,
      run: (ns, { params, byAgent }) => consolidate(ns, { ...params, byAgent }, {}),
    }),
  ),
  route("GET /v1/agents/{agent_id}/consolidation/config", {
    ...memoryRoute,
    does: "Read whether memories are put together by themselves, and how.",
    params: One,
    query: NamespaceQuery,
    returns: Config,
    run: (ns, { params, byAgent }) => consolidationConfig(ns, { ...params, byAgent }, null),
  }),
  route("PATCH /v1/agents/{agent_id}/consolidation/config", {
    ...memoryRoute,
    does: "Say whether memories are put together by themselves: for a namespace, or for one agent in it. Off at first.",
    needs: "admin",
    params: One,
    body: z.strictObject({
      enabled: z.boolean().optional(),
      threshold: Importance.optional(),
      /** A distance: the threshold is 1 less it. */
      epsilon: Importance.optional(),
      interval_hours: z.number().positive().max(876_000).optional(),
      min_samples: MinSamples,
      soft_deprecation_days: z
        .literal(0, { error: "What is put into another memory goes at once: leave it out, and try with dry_run." })
        .optional(),
    }),
    returns: Config,
    run: (ns, { params, body, byAgent }) => consolidationConfig(ns, { ...params, byAgent }, body),
  }),
  route("GET /v1/agents/{agent_id}/consolidation/log", {
    ...memoryRoute,
    does: "Read what was put together, the newest run first; of runs by themselves those that found something.",
    params: One,
    query: NamespaceQuery,
    returns: z.array(Run),
    run: (ns, { params, byAgent }) => consolidationLog(ns, { ...params, byAgent }),
  }),
];
