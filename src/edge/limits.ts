import { Problem } from "../kit/problem";
import { type Slot, takeSlot } from "../outside/leases";
import { whenSilent, windowMs } from "../outside/limits";
import type { Route } from "../routes/route";
import type { KeyRow } from "../store/keyring";
import { bucketOf, limitOf, type Place } from "../store/limits";
import { secondsUntil } from "./headers";
import type { HouseContext } from "./house";

/**
 * Counts a request that its key may make: by key, by place (the namespace, or the organization for its own routes), and
 * by category. What happens when whoever counts does not answer is said by `whenSilent`.
 * @throws Problem `rate_limited` or `unavailable`
 */
export async function admit(c: HouseContext, { category }: Route, key: KeyRow, place: Place): Promise<void> {
  const walk = c.get("walk");
  const { limit, exact } = await limitOf(c.env, key, category, walk.now);
  const { port, bucket } = bucketOf(c.env, key, place, category, walk.now);
  let taken: Slot | undefined;
  try {
    taken = await takeSlot(port, { bucket, limit, exact }, walk.now);
  } catch (error) {
    console.error(JSON.stringify({ request_id: walk.requestId, error: `${error}` }));
  }
  if (!taken) {
    if (whenSilent[category] === "refused")
      throw new Problem("unavailable", "The limiter does not answer. Try again in a moment.");
    walk.standing = "not counted";
    return;
  }
  const { admitted, remaining } = taken;
  const resetAt = (Math.floor(walk.now / windowMs) + 1) * windowMs;
  walk.standing = { category, limit, remaining, resetAt, admitted };
  if (admitted) return;
  const [window, retry_after] = [windowMs / 1000, secondsUntil(resetAt, walk.now)];
  throw new Problem(
    "rate_limited",
    `This key may make ${limit} ${category} requests in ${window} seconds here. Try again in ${retry_after} seconds.`,
    { limit, window, retry_after },
  );
}
