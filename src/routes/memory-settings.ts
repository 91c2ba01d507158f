import { z } from "zod";
import { decayConfig, decayStats, setDecayConfig } from "../domain/memories/decay";
import { Curve } from "../domain/memories/policy-fields";
import { Importance } from "./memory-shapes";
import { route } from "./route";

const account = { dialect: "memory", on: "organization", needs: "admin", wide: true } as const;

const DecayChange = z.strictObject({
  strategy: Curve.optional(),
  half_life_hours: z.number().positive().max(876_000).optional(),
  min_importance: Importance.optional(),
});

const DecayConfig = z.object({ strategy: z.string(), half_life_hours: z.number(), min_importance: z.number() });

export const memorySettings = [
  route("GET /v1/admin/decay/config", {
    ...account,
    does: "Read how memories fade in namespaces whose policy says nothing of it.",
    returns: DecayConfig,
    run: decayConfig,
  }),
  route("PUT /v1/admin/decay/config", {
    ...account,
    does: "Say how memories fade in namespaces whose policy says nothing of it. Felt everywhere within a minute.",
    body: DecayChange,
    returns: DecayConfig.extend({ success: z.boolean(), message: z.string(), config: DecayConfig }),
    run: async (organization, { body }) => {
      const config = await setDecayConfig(organization, body);
      return { ...config, success: true, message: "It is felt everywhere within a minute.", config };
    },
  }),
  route("GET /v1/admin/decay/stats", {
    ...account,
    does: "Say in numbers what has expired and faded, in the account's first hundred namespaces.",
    returns: z.object({
      total_decayed: z.int(),
      total_deleted: z.int(),
      last_run_at: z.int().nullable(),
      cycles_run: z.int(),
      last_cycle: z
        .object({
          namespaces_processed: z.int(),
          memories_processed: z.int(),
          memories_decayed: z.int(),
          memories_deleted: z.int(),
        })
        .nullable(),
    }),
    run: decayStats,
  }),
];
