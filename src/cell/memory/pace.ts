import type { MemoryPolicy } from "../../engine/memory/policy";
import type { Limited, MemoryVerb } from "./contract";

const windowMs = 60_000;

/** Counts what the namespace's own policy limits by the minute: memories stored, and recalls. Kept in memory alone. */
export class Pace {
  #window = 0;
  #counts = { store: 0, recall: 0 };

  /** What a call of so many is told when it would be too much; then it is not counted. */
  take(policy: MemoryPolicy, verb: MemoryVerb, many: number, now: number): Limited | undefined {
    if (!policy.rate_limit_enabled || (verb !== "store" && verb !== "recall")) return undefined;
    const limit = verb === "store" ? policy.rate_limit_stores_per_minute : policy.rate_limit_recalls_per_minute;
    const window = Math.floor(now / windowMs);
    if (window !== this.#window) this.#counts = { store: 0, recall: 0 };
    this.#window = window;
    if (limit === null) return undefined;
    if (this.#counts[verb] + many > limit)
      return { limited: { limit, retryAfter: Math.ceil(((window + 1) * windowMs - now) / 1000) } };
    this.#counts[verb] += many;
    return undefined;
  }
}
