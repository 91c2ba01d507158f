import { z } from "zod";
import { entityConfig, memoryPolicy, setMemoryPolicy } from "../domain/memories/policy";
import { entityTypes } from "../engine/graph/entities";
import { decayCurves } from "../engine/memory/curves";
import { Importance, memoryRoute } from "./memory-shapes";
import { route } from "./route";
import { Ref } from "./shapes";

/** Of the namespace's own path. */
const own = { ...memoryRoute, namespaceIn: "path", params: z.object({ namespace_identifier: Ref }) } as const;

/** Two published spellings of one curve. */
export const Curve = z
  .enum([...decayCurves, "step"])
  .transform((curve) => (curve === "step" ? "step_function" : curve));
const Seconds = z.number().min(0).max(3_153_600_000);
const PerMinute = z.int().min(1).max(10_000_000).nullable();

/** Both published vocabularies. */
const policyFields = {
  decay_rate: z.number().min(0).max(1_000).nullable(),
  min_importance: Importance,
  ttl_default: Seconds.positive().nullable(),
  half_life_hours: z.number().positive().max(876_000),
  decay_floor: Importance,
  grace_seconds: Seconds,
  working_ttl_seconds: Seconds,
  episodic_ttl_seconds: Seconds,
  semantic_ttl_seconds: Seconds,
  procedural_ttl_seconds: Seconds,
  working_decay: Curve,
  episodic_decay: Curve,
  semantic_decay: Curve,
  procedural_decay: Curve,
  spaced_repetition_factor: z.number().min(0).max(1_000),
  spaced_repetition_base_interval_seconds: Seconds,
  dedup_on_store: z.boolean(),
  dedup_threshold: Importance,
  consolidation_enabled: z.boolean(),
  consolidation_threshold: Importance,
  consolidation_interval_hours: z.number().positive().max(876_000),
  rate_limit_enabled: z.boolean(),
  rate_limit_stores_per_minute: PerMinute,
  rate_limit_recalls_per_minute: PerMinute,
};

/** A policy that was read may be sent back as it came: its count is passed over. */
const PolicyChange = z.strictObject({ ...policyFields, consolidated_count: z.int() }).partial();

const curve = z.enum(decayCurves);
const Policy = z
  .object({
    ...policyFields,
    working_decay: curve,
    episodic_decay: curve,
    semantic_decay: curve,
    procedural_decay: curve,
    ttl_default: policyFields.ttl_default.optional(),
    consolidated_count: z.int(),
  })
  .meta({ id: "MemoryPolicy" });

const EntityChange = z.object({
  extract_entities: z.boolean().optional(),
  entity_types: z.array(z.enum(entityTypes)).max(20).nullish(),
});
const EntityConfig = z.object({
  namespace: z.string(),
  extract_entities: z.boolean(),
  entity_types: z.array(z.string()).nullable(),
});

export const memoryPolicies = [
  route("GET /v1/namespaces/{namespace_identifier}/memory_policy", {
    ...own,
    does: "Read how a namespace keeps its memories, with everything filled in.",
    returns: Policy,
    run: memoryPolicy,
  }),
  route("PUT /v1/namespaces/{namespace_identifier}/memory_policy", {
    ...own,
    does: "Say how a namespace keeps its memories. It takes the place of the whole policy, and holds at once for all.",
    needs: "admin",
    body: PolicyChange,
    returns: Policy,
    run: (ns, { body: { consolidated_count: _, ...change } }) => setMemoryPolicy(ns, change),
  }),
  route("GET /v1/namespaces/{namespace_identifier}/config", {
    ...own,
    does: "Read what is drawn from a namespace's memories into its graph.",
    returns: EntityConfig,
    run: (ns) => entityConfig(ns, undefined, { replaces: false }),
  }),
  route("PATCH /v1/namespaces/{namespace_identifier}/config", {
    ...own,
    does: "Change what is drawn from memories that are stored from here on.",
    needs: "write",
    body: EntityChange,
    returns: EntityConfig,
    run: (ns, { body }) => entityConfig(ns, body, { replaces: false }),
  }),
  route("PUT /v1/namespaces/{namespace_identifier}/config", {
    ...own,
    does: "The same, but types of entities that are not named are forgotten.",
    needs: "write",
    body: EntityChange,
    returns: EntityConfig,
    run: (ns, { body }) => entityConfig(ns, body, { replaces: true }),
  }),
];
