import { z } from "zod";
import { decayCurves } from "../../engine/memory/curves";

const Share = z.number().min(0).max(1);

/** Two published spellings of one curve. */
export const Curve = z
  .enum([...decayCurves, "step"])
  .transform((curve) => (curve === "step" ? "step_function" : curve));
const Seconds = z.number().min(0).max(3_153_600_000);
const PerMinute = z.int().min(1).max(10_000_000).nullable();

/** Both published vocabularies. */
export const policyFields = {
  decay_rate: z.number().min(0).max(1_000).nullable(),
  min_importance: Share,
  ttl_default: Seconds.positive().nullable(),
  half_life_hours: z.number().positive().max(876_000),
  decay_floor: Share,
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
  dedup_threshold: Share,
  consolidation_enabled: z.boolean(),
  consolidation_threshold: Share,
  consolidation_interval_hours: z.number().positive().max(876_000),
  rate_limit_enabled: z.boolean(),
  rate_limit_stores_per_minute: PerMinute,
  rate_limit_recalls_per_minute: PerMinute,
};
