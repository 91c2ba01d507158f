import { describe, expect, test } from "vitest";
import { decayCurves } from "../src/engine/memory/curves";
import {
  afterFeedback,
  expiresAt,
  type Fading,
  hiddenFrom,
  importanceAt,
  isExpired,
  isHidden,
  wakeUpScore,
} from "../src/engine/memory/decay";
import { defaultPolicy, type MemoryPolicy, memoryTypes, policyOf } from "../src/engine/memory/policy";

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const memory = (more: Partial<Fading> = {}): Fading => ({
  importance: 0.8,
  memory_type: "episodic",
  created_at: start,
  access_count: 0,
  ...more,
});
const faded = (days: number, given: Partial<MemoryPolicy>, more: Partial<Fading> = {}) =>
  importanceAt(memory(more), policyOf(given), start + days * DAY);
const near = (value: number, expected: number) =>
  expect(Math.abs(value - expected), `${value} ${expected}`).toBeLessThan(1e-9);

describe("decay", () => {
  test("is importance × exp(−rate × days) under a rate, for every type", () => {
    // 0.8 · e^−0.1, 0.8 · e^−1, 0.8 · e^−0.365, 0.8 · e^−3.65, worked out elsewhere.
    const table: [rate: number, days: number, expected: number][] = [
      [0.01, 10, 0.7238699344287677],
      [0.1, 10, 0.2943035529371539],
      [0.01, 36.5, 0.5553573207023831],
      [0.1, 36.5, 0.02079290302300428],
      [0, 1000, 0.8],
      [0.5, 0, 0.8],
    ];
    for (const [decay_rate, days, expected] of table)
      for (const memory_type of memoryTypes) near(faded(days, { decay_rate }, { memory_type }), expected);
  });

  test("starts anew at an access, and is slower for what is recalled often", () => {
    const last_accessed_at = start + 4 * DAY;
    near(faded(10, { decay_rate: 0.1 }, { last_accessed_at, access_count: 0 }), 0.8 * Math.exp(-0.6));
    // 1 + ½ ln 4 = 1.6931471805599454
    near(faded(10, { decay_rate: 0.1 }, { access_count: 3 }), 0.8 * Math.exp(-1 / 1.6931471805599454));
    near(faded(-5, { decay_rate: 0.1 }), 0.8);
  });

  test("follows each type's own curve without a rate", () => {
    // Half-lives of 7 days at speed 1; after 21 days three of them.
    const three = { exponential: 0.1, linear: 0, step_function: 0.1, power_law: 0.2, flat: 0.8, logarithmic: 0.8 / 3 };
    for (const curve of decayCurves) near(faded(21, { episodic_decay: curve }), three[curve]);
    const half = { exponential: 0.5656854249492381, linear: 0.6, step_function: 0.8, power_law: 0.8 / 1.5, flat: 0.8 };
    for (const [curve, left] of Object.entries(half))
      near(faded(3.5, { episodic_decay: decayCurves.find((name) => name === curve)! }), left);
    near(faded(3.5, { episodic_decay: "logarithmic" }), 0.8 / 1.584962500721156);
    near(faded(7, {}, { memory_type: "working" }), 0.8 / 8);
    near(faded(14, {}, { memory_type: "semantic" }), 0.4);
    near(faded(7000, {}, { memory_type: "procedural" }), 0.8);
    near(faded(7, {}), 0.4);
  });

  test("stops at a floor, and differs by policy under one clock", () => {
    near(faded(10, { decay_rate: 0.1, decay_floor: 0.25 }), 0.8 * (0.25 + 0.75 * Math.exp(-1)));
    const [slow, fast] = [
      { decay_rate: 0.01, min_importance: 0.1 },
      { decay_rate: 0.1, min_importance: 0.4 },
    ].map((given) => policyOf(given));
    const now = start + 10 * DAY;
    expect([isHidden(memory(), slow!, now), isHidden(memory(), fast!, now)]).toEqual([false, true]);
  });

  test("says when a memory will be hidden, to the millisecond", () => {
    for (const curve of decayCurves)
      for (const min_importance of [0.05, 0.1, 0.2, 0.37])
        for (const access_count of [0, 5]) {
          const policy = policyOf({ episodic_decay: curve, min_importance });
          const one = memory({ access_count });
          const at = hiddenFrom(one, policy);
          if (curve === "flat") expect(at).toBe(Number.POSITIVE_INFINITY);
          else {
            expect(isHidden(one, policy, at + 1), `${curve} ${min_importance}`).toBe(true);
            expect(isHidden(one, policy, at - 2), `${curve} ${min_importance}`).toBe(false);
          }
        }
    expect(hiddenFrom(memory({ importance: 0.05 }), policyOf({ min_importance: 0.1 }))).toBe(start);
    expect(hiddenFrom(memory(), policyOf({ min_importance: 0.1, decay_floor: 0.5 }))).toBe(Number.POSITIVE_INFINITY);
    expect(hiddenFrom(memory(), policyOf({ min_importance: 0 }))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("expiry", () => {
  test("is the memory's own, then the policy's, then the type's, longer by recalls", () => {
    const own = memory({ expires_at: start + 60_000 });
    expect(expiresAt(own, policyOf({ ttl_default: 5 }))).toBe(start + 60_000);
    expect([59_999, 60_000, 61_000].map((ms) => isExpired(own, defaultPolicy, start + ms))).toEqual([
      false,
      true,
      true,
    ]);
    expect(expiresAt(memory({ access_count: 9 }), policyOf({ ttl_default: 2_592_000 }))).toBe(start + 30 * DAY);
    expect(expiresAt(memory(), policyOf({ ttl_default: null }))).toBeNull();
    expect(isExpired(memory(), policyOf({ ttl_default: null }), start + 1e6 * DAY)).toBe(false);
    const days = memoryTypes.map((memory_type) => (expiresAt(memory({ memory_type }), defaultPolicy)! - start) / DAY);
    expect(days).toEqual([30, 365, 730, 1 / 6]);
    expect(expiresAt(memory({ access_count: 3 }), policyOf({ spaced_repetition_factor: 2 }))).toBe(start + 36 * DAY);
  });
});

describe("a policy", () => {
  test("is the namespace's word, then the organization's, then the defaults", () => {
    const policy = policyOf({ semantic_decay: "flat" }, { strategy: "linear", half_life_hours: 24 });
    expect([policy.semantic_decay, policy.episodic_decay, policy.half_life_hours]).toEqual(["flat", "linear", 24]);
    expect(policyOf({})).toEqual(defaultPolicy);
  });
});

test("what an agent is told first is what matters and is new; feedback moves importance", () => {
  near(wakeUpScore(memory(), start + 14 * DAY), 0.4);
  near(wakeUpScore(memory(), start - DAY), 0.8);
  expect([afterFeedback(0.5, "flag"), afterFeedback(0.95, "upvote")]).toEqual([0.5, 1]);
  near(afterFeedback(0.5, "positive"), 0.575);
  near(afterFeedback(0.5, "downvote"), 0.425);
});
