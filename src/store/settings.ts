import { eq } from "drizzle-orm";
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

/** Changes what is named, and leaves the rest. */
export async function changeSettings(
  env: Env,
  id: Id<"organization">,
  changes: OrganizationSettings,
  now: number,
): Promise<OrganizationSettings> {
  seen.delete(id);
  const settings = { ...(await settingsOf(env, id, now)), ...changes };
  await drizzle(env.DB).update(organizations).set({ settings, updatedAt: now }).where(eq(organizations.id, id));
  return seen.set(id, settings, now);
}
