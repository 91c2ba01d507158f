import type { DecayCurve } from "./curves";

export const memoryTypes = ["episodic", "semantic", "procedural", "working"] as const;
export type MemoryType = (typeof memoryTypes)[number];

type PerType<Suffix extends string, Value> = { [Type in MemoryType as `${Type}_${Suffix}`]: Value };

/** How a namespace keeps its memories: both published vocabularies in one. */
export interface MemoryPolicy extends PerType<"ttl_seconds", number>, PerType<"decay", DecayCurve> {
  /** Per day. When given, every type fades exponentially at this rate, whatever its curve. */
  decay_rate: number | null;
  /** Below it a memory is not recalled; it is deleted when it has been so for `grace_seconds`. */
  min_importance: number;
  /**
   * Seconds that a memory lives when it brings no expiry of its own, for every type and never extended; null for
   * without end. When absent, each type's own.
   */
  ttl_default?: number | null;
  /** Without `decay_rate`: the half-life of an episodic memory. */
  half_life_hours: number;
  /** Share of the importance, 0 to 1, that never fades. */
  decay_floor: number;
  grace_seconds: number;
  /** What each recall adds to the life of a memory that lives by its type, times the interval. */
  spaced_repetition_factor: number;
  spaced_repetition_base_interval_seconds: number;
  dedup_on_store: boolean;
  dedup_threshold: number;
  consolidation_enabled: boolean;
  consolidation_threshold: number;
  consolidation_interval_hours: number;
  rate_limit_enabled: boolean;
  rate_limit_stores_per_minute: number | null;
  rate_limit_recalls_per_minute: number | null;
}

/** The published defaults; where none is published (half-life, floor, grace), our own. */
export const defaultPolicy: Readonly<MemoryPolicy> = {
  working_ttl_seconds: 14_400,
  episodic_ttl_seconds: 2_592_000,
  semantic_ttl_seconds: 31_536_000,
  procedural_ttl_seconds: 63_072_000,
  working_decay: "exponential",
  episodic_decay: "power_law",
  semantic_decay: "logarithmic",
  procedural_decay: "flat",
  decay_rate: null,
  min_importance: 0.01,
  half_life_hours: 168,
  decay_floor: 0,
  grace_seconds: 604_800,
  spaced_repetition_factor: 1,
  spaced_repetition_base_interval_seconds: 86_400,
  dedup_on_store: false,
  dedup_threshold: 0.92,
  consolidation_enabled: false,
  consolidation_threshold: 0.92,
  consolidation_interval_hours: 24,
  rate_limit_enabled: false,
  rate_limit_stores_per_minute: null,
  rate_limit_recalls_per_minute: null,
};

/** The decay settings of a whole organization, which a namespace's own policy goes before. */
export interface DecayConfig {
  strategy?: DecayCurve;
  half_life_hours?: number;
  min_importance?: number;
}

/** A policy with everything filled in: what the namespace said, then the organization, then the defaults. */
export function policyOf(given: Partial<MemoryPolicy>, config: DecayConfig = {}): MemoryPolicy {
  const { strategy: curve, ...rest } = config;
  const curves = curve && {
    working_decay: curve,
    episodic_decay: curve,
    semantic_decay: curve,
    procedural_decay: curve,
  };
  return { ...defaultPolicy, ...rest, ...curves, ...given };
}
