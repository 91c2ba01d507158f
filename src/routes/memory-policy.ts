import { z } from "zod";
import { extractor, extractorOf, noModel } from "../domain/memories/extractor";
import { entityConfig, memoryPolicy, setMemoryPolicy } from "../domain/memories/policy";
import { policyFields } from "../domain/memories/policy-fields";
import { entityTypes } from "../engine/graph/entities";
import { decayCurves } from "../engine/memory/curves";
import { memoryRoute, refused } from "./memory-shapes";
import { route } from "./route";
import { Ref } from "./shapes";

/** Of the namespace's own path. */
const own = { ...memoryRoute, namespaceIn: "path", params: z.object({ namespace_identifier: Ref }) } as const;

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

const EntityChange = z.strictObject({
  extract_entities: z.boolean().optional(),
  entity_types: z.array(z.enum(entityTypes)).max(20).nullish(),
});
const EntityConfig = z.object({
  namespace: z.string(),
  extract_entities: z.boolean(),
  entity_types: z.array(z.string()).nullable(),
});

const ExtractorChange = z.strictObject({
  provider: z.enum([extractor, "none"], { error: noModel }),
  model: z.literal(extractor, { error: noModel }).nullish(),
  base_url: refused(noModel),
  api_key: refused(noModel),
});
const Extractor = z.object({
  namespace: z.string(),
  provider: z.string(),
  model: z.string().nullable(),
  base_url: z.string().nullable(),
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
  route("GET /v1/namespaces/{namespace_identifier}/extractor", {
    ...own,
    does: "Read what draws entities from a namespace's memories.",
    returns: Extractor,
    run: (ns) => extractorOf(ns, undefined),
  }),
  route("PATCH /v1/namespaces/{namespace_identifier}/extractor", {
    ...own,
    does: "Say what draws entities from memories that are stored from here on: `rules`, or `none`.",
    needs: "write",
    body: ExtractorChange,
    returns: Extractor,
    run: (ns, { body }) => extractorOf(ns, body.provider),
  }),
];
