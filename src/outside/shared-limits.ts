import { type LimitsPort, windowMs } from "./limits";
import type { Redis } from "./redis";

/**
 * Counts as `Limiter` does, slot by slot, in one step that nothing comes between. The flag has Upstash lock the one key
 * and not the database.
 */
const takeScript = `#!lua flags=allow-key-locking
local limit, extra = tonumber(ARGV[1]), tonumber(ARGV[2])
local used = tonumber(redis.call("GET", KEYS[1]) or "0")
if used >= limit then return {0, 0} end
local lent = math.max(0, math.min(extra, math.floor(limit / 2) - used - 1))
redis.call("SET", KEYS[1], used + 1 + lent, "PX", ARGV[3])
return {1 + lent, limit - used - 1 - lent}`;

/** The limits' port with Redis: one count for all isolates. A count is gone two windows after its last request. */
export const sharedLimits = (redis: Redis): LimitsPort => ({
  async take(bucket, { window, limit, extra }) {
    const [granted, left] = await redis.script(takeScript, `${bucket} ${window}`, [limit, extra, 2 * windowMs]);
    if (granted === undefined || left === undefined) throw new Error("Redis: no count was answered");
    return { granted, left };
  },
});
