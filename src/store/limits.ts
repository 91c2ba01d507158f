import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { Cache } from "../kit/cache";
import { type Id, isId } from "../kit/id";
import { type Category, type LimitsPort, planLimits } from "../outside/limits";
import { sharedLimits } from "../outside/shared-limits";
import type { KeyRow } from "./keyring";
import type { OrganizationRow } from "./organization";
import { redisOf } from "./redis";
import { organizations } from "./schema";

/** Where a key is used: in a namespace, or at its organization. */
export type Place = Id<"namespace"> | Id<"organization">;

export const isPlace = (text: string): text is Place => isId("namespace", text) || isId("organization", text);

/** A change of plan is felt within this life. */
const plans = new Cache<OrganizationRow["accountType"]>({ lifeMs: 60_000, size: 10_000 });

/** Requests a window that a key may make of one category; `exact` when the key brings a number of its own. */
export function limitOf(env: Env, key: KeyRow, category: Category, now: number): Limit | Promise<Limit> {
  if (key.rateLimitOverride !== null) return { limit: key.rateLimitOverride, exact: true };
  const ofPlan = (plan: OrganizationRow["accountType"]) => ({ limit: planLimits[plan][category], exact: false });
  const known = plans.get(key.organizationId, now);
  return known ? ofPlan(known) : readPlan(env, key.organizationId, now).then(ofPlan);
}

interface Limit {
  limit: number;
  exact: boolean;
}

async function readPlan(env: Env, id: Id<"organization">, now: number) {
  const [row] = await drizzle(env.DB)
    .select({ plan: organizations.accountType })
    .from(organizations)
    .where(eq(organizations.id, id))
    .limit(1);
  return plans.set(id, row?.plan ?? "free", now);
}

/**
 * Where a request of one key in one place is counted: in Redis where there is one, or by the organization's limiter. Both
 * are named by what we minted only, so no tenant's counts are in another's reach, whatever things are called.
 */
export function bucketOf(
  env: Env,
  key: KeyRow,
  place: Place,
  category: Category,
  now: number,
): { port: LimitsPort; bucket: string } {
  if (!isId("organization", key.organizationId) || !isId("key", key.id) || !isPlace(place))
    throw new TypeError("not an id of ours");
  const redis = redisOf(env, now);
  const port: LimitsPort = redis
    ? sharedLimits(redis)
    : { take: (bucket, ask) => env.LIMITER.getByName(key.organizationId).take(bucket, ask) };
  return { port, bucket: `${key.organizationId} ${key.id} ${place} ${category}` };
}
