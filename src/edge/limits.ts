import { Problem } from "../kit/problem";
import { takeSlot } from "../outside/leases";
import { type Category, windowMs } from "../outside/limits";
import type { Route } from "../routes/route";
import type { KeyRow } from "../store/keyring";
import { bucketOf, limitOf, type Place } from "../store/limits";
import type { HouseContext, Walk } from "./house";

/** How a request's caller stands, once the request was counted. */
interface Standing {
  category: Category;
  limit: number;
  remaining: number;
  /** When the window ends, in milliseconds since 1970. */
  resetAt: number;
  admitted: boolean;
}

const standings = new WeakMap<Walk, Standing>();

/**
 * Counts a request that its key may make: by key, by place (the namespace, or the organization for its own routes), and
 * by category. A limiter that does not answer refuses: an outage must not be the way around a limit.
 * @throws Problem `rate_limited` or `unavailable`
 */
export async function admit(c: HouseContext, { category }: Route, key: KeyRow, place: Place): Promise<void> {
  const walk = c.get("walk");
  const { limit, exact } = await limitOf(c.env, key, category, walk.now);
  const { port, bucket } = bucketOf(c.env, key, place, category);
  const { admitted, remaining } = await takeSlot(port, { bucket, limit, exact }, walk.now).catch((error) => {
    console.error(JSON.stringify({ request_id: walk.requestId, error: `${error}` }));
    throw new Problem("unavailable", "The limiter does not answer. Try again in a moment.");
  });
  const resetAt = (Math.floor(walk.now / windowMs) + 1) * windowMs;
  standings.set(walk, { category, limit, remaining, resetAt, admitted });
  if (admitted) return;
  const [window, retry_after] = [windowMs / 1000, secondsUntil(resetAt, walk.now)];
  throw new Problem(
    "rate_limited",
    `This key may make ${limit} ${category} requests in ${window} seconds here. Try again in ${retry_after} seconds.`,
    { limit, window, retry_after },
  );
}

/** The published headers, and those of draft-ietf-httpapi-ratelimit-headers, on whatever was answered. */
export function limitHeaders(walk: Walk): Record<string, string> {
  const standing = standings.get(walk);
  if (!standing) return {};
  const { category, limit, remaining, resetAt, admitted } = standing;
  const seconds = secondsUntil(resetAt, walk.now);
  return {
    "x-ratelimit-limit": `${limit}`,
    "x-ratelimit-remaining": `${remaining}`,
    "x-ratelimit-reset": `${resetAt / 1000}`,
    "x-ratelimit-window": `${windowMs / 1000}`,
    "ratelimit-policy": `"${category}";q=${limit};w=${windowMs / 1000}`,
    ratelimit: `"${category}";r=${remaining};t=${seconds}`,
    ...(!admitted && { "retry-after": `${seconds}` }),
  };
}

/** Rounded up: who waits this long comes after the moment, never just before it. */
const secondsUntil = (moment: number, now: number) => Math.ceil((moment - now) / 1000);
