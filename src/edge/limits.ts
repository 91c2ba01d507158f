import { Problem } from "../kit/problem";
import { takeSlot } from "../outside/leases";
import { type Category, whenSilent, windowMs } from "../outside/limits";
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

/** A request that was let in without being counted has no standing. */
const standings = new WeakMap<Walk, Standing | "not counted">();

/**
 * Counts a request that its key may make: by key, by place (the namespace, or the organization for its own routes), and
 * by category. What happens when whoever counts does not answer is said by `whenSilent`.
 * @throws Problem `rate_limited` or `unavailable`
 */
export async function admit(c: HouseContext, { category }: Route, key: KeyRow, place: Place): Promise<void> {
  const walk = c.get("walk");
  const { limit, exact } = await limitOf(c.env, key, category, walk.now);
  const { port, bucket } = bucketOf(c.env, key, place, category, walk.now);
  const taken = await takeSlot(port, { bucket, limit, exact }, walk.now).catch((error) => {
    console.error(JSON.stringify({ request_id: walk.requestId, error: `${error}` }));
    return undefined;
  });
  if (!taken) {
    if (whenSilent[category] === "refused")
      throw new Problem("unavailable", "The limiter does not answer. Try again in a moment.");
    standings.set(walk, "not counted");
    return;
  }
  const { admitted, remaining } = taken;
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
  if (standing === "not counted") return { "x-ratelimit-warning": "not counted: the limiter does not answer" };
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
