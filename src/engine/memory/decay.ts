import { DAY } from "./calendar";
import { type DecayCurve, halfLivesUntil, left } from "./curves";
import type { MemoryPolicy, MemoryType } from "./policy";

/** A memory as far as time changes it. Moments in milliseconds of UTC. */
export interface Fading {
  /** 0 to 1, as it was when stored or last set. */
  importance: number;
  memory_type: MemoryType;
  created_at: number;
  last_accessed_at?: number | null;
  access_count: number;
  /** Its own expiry, if it has one. */
  expires_at?: number | null;
}

/** How fast each type fades against an episodic memory. */
const typeSpeed: Readonly<Record<MemoryType, number>> = {
  working: 3,
  episodic: 1,
  semantic: 0.5,
  procedural: 0.3,
};

/** How much being recalled slows fading: the rate is divided by 1 + 0.5 × ln(1 + accesses). */
const shield = (accesses: number): number => 1 + 0.5 * Math.log1p(accesses);

/**
 * Importance as of now:
 *
 *     importance × (floor + (1 − floor) × curve(half-lives))
 *     half-lives = days since last access × rate / ln 2 / shield
 *     shield     = 1 + 0.5 × ln(1 + access_count)
 *
 * `rate` per day is the policy's `decay_rate`, and then the curve is exponential: importance × exp(−rate × days) for a
 * memory never recalled. Without it the rate is ln 2 × 24 / `half_life_hours` × the type's speed (`typeSpeed`), and the
 * curve the type's own (`left` in curves.ts). The last access is the storing when there was none; the clock running
 * backwards counts as no time.
 */
export function importanceAt(memory: Fading, policy: MemoryPolicy, now: number): number {
  const { curve, halfLifeMs } = fadingOf(memory, policy);
  const h = Math.max(0, now - lastAccess(memory)) / halfLifeMs;
  return memory.importance * (policy.decay_floor + (1 - policy.decay_floor) * left(curve, h));
}

/** Whether it has faded out of recall: its importance is below the policy's `min_importance`. */
export function isHidden(memory: Fading, policy: MemoryPolicy, now: number): boolean {
  return importanceAt(memory, policy, now) < policy.min_importance;
}

/**
 * The moment from which it is hidden if nobody recalls it, to within a millisecond; Infinity for never. The sweep may
 * delete it `grace_seconds` later.
 */
export function hiddenFrom(memory: Fading, policy: MemoryPolicy): number {
  const { curve, halfLifeMs } = fadingOf(memory, policy);
  const from = lastAccess(memory);
  if (memory.importance < policy.min_importance) return from;
  if (policy.min_importance <= 0) return Number.POSITIVE_INFINITY;
  const share = (policy.min_importance / memory.importance - policy.decay_floor) / (1 - policy.decay_floor);
  const h = halfLivesUntil(curve, share);
  // At the crossing itself a smooth curve is at the minimum, not yet below it.
  return Number.isFinite(h) ? Math.floor(from + h * halfLifeMs) + (curve === "step_function" ? 0 : 1) : h;
}

/**
 * The moment it is gone, or null for never. Its own expiry is exact, and so is the policy's `ttl_default`; a memory that
 * lives by its type lives longer by accesses × `spaced_repetition_factor` × the base interval.
 */
export function expiresAt(memory: Fading, policy: MemoryPolicy): number | null {
  if (memory.expires_at !== undefined && memory.expires_at !== null) return memory.expires_at;
  if (policy.ttl_default === null) return null;
  if (policy.ttl_default !== undefined) return memory.created_at + policy.ttl_default * 1000;
  const { spaced_repetition_factor: factor, spaced_repetition_base_interval_seconds: interval } = policy;
  const seconds = policy[`${memory.memory_type}_ttl_seconds`] + memory.access_count * factor * interval;
  return memory.created_at + seconds * 1000;
}

/** From the moment of its expiry on a memory is gone. */
export function isExpired(memory: Fading, policy: MemoryPolicy, now: number): boolean {
  const at = expiresAt(memory, policy);
  return at !== null && now >= at;
}

/** What an agent should be told first when it wakes: importance × exp(−ln 2 × age / 14 days). Highest first. */
export function wakeUpScore({ importance, created_at }: Fading, now: number): number {
  return importance * Math.exp((-Math.LN2 * Math.max(0, now - created_at)) / (14 * DAY));
}

export const feedbackSignals = ["upvote", "downvote", "flag", "positive", "negative"] as const;
export type FeedbackSignal = (typeof feedbackSignals)[number];

/** Importance after feedback: × 1.15 up to 1, × 0.85, or as it was for a flag. */
export function afterFeedback(importance: number, signal: FeedbackSignal): number {
  if (signal === "flag") return importance;
  return signal === "upvote" || signal === "positive" ? Math.min(1, importance * 1.15) : importance * 0.85;
}

function fadingOf(
  { memory_type, access_count }: Fading,
  policy: MemoryPolicy,
): { curve: DecayCurve; halfLifeMs: number } {
  const slower = shield(access_count);
  if (policy.decay_rate !== null) {
    const halfLifeMs = policy.decay_rate > 0 ? (Math.LN2 / policy.decay_rate) * DAY : Number.POSITIVE_INFINITY;
    return { curve: "exponential", halfLifeMs: halfLifeMs * slower };
  }
  const halfLifeMs = (policy.half_life_hours * 3_600_000) / typeSpeed[memory_type];
  return { curve: policy[`${memory_type}_decay`], halfLifeMs: halfLifeMs * slower };
}

const lastAccess = ({ last_accessed_at, created_at }: Fading): number => last_accessed_at ?? created_at;
