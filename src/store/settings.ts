import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { DecayConfig } from "../engine/memory/policy";
import { Cache } from "../kit/cache";
import type { Id } from "../kit/id";
import { type OrganizationSettings, organizations } from "./schema";

/** A change is felt in other isolates within this life. */
const seen = new Cache<OrganizationSettings>({ lifeMs: 60_000, size: 10_000 });

/** What an organization has set for all of its namespaces. */
export async function settingsOf(env: Env, id: Id<"organization">, now: number): Promise<OrganizationSettings> {
  const known = seen.get(id, now);
  if (known) return known;
  const [row] = await drizzle(env.DB)
    .select({ settings: organizations.settings })
    .from(organizations)
    .where(eq(organizations.id, id))
    .limit(1);
  return seen.set(id, row?.settings ?? {}, now);
}

export const decayOf = async (env: Env, id: Id<"organization">, now: number): Promise<DecayConfig> =>
  (await settingsOf(env, id, now)).decay ?? {};

/** Changes what is named, within `decay` too, and leaves the rest: in one statement, so that none of two at once is lost. */
export async function changeSettings(
  env: Env,
  id: Id<"organization">,
  changes: OrganizationSettings,
  now: number,
): Promise<OrganizationSettings> {
  const settings = sql`json_patch(${organizations.settings}, ${JSON.stringify(changes)})`;
  const [row] = await drizzle(env.DB)
    .update(organizations)
    .set({ settings, updatedAt: now })
    .where(eq(organizations.id, id))
    .returning({ settings: organizations.settings });
  // Of two at once the earlier may be heard of later: whoever asks next reads what both have left.
  seen.delete(id);
  return row?.settings ?? {};
}
