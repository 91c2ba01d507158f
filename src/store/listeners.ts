import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { Cache } from "../kit/cache";
import type { Id } from "../kit/id";
import { nudge } from "./nudges";
import { webhooks } from "./schema-hooks";

/** Organizations where somebody listens, as this isolate last read it. Being wrong costs a minute, until the next sweep. */
const listening = new Cache<boolean>({ lifeMs: 60_000, size: 10_000 });

/** Has the events of a change of configuration routed soon, where somebody listens at all. */
export async function tellListeners(env: Env, organizationId: Id<"organization">, now: number): Promise<void> {
  const known = listening.get(organizationId, now);
  if (known ?? (await readListening(env, organizationId, now))) await nudge(env, { events: true });
}

async function readListening(env: Env, organizationId: Id<"organization">, now: number): Promise<boolean> {
  const some = await drizzle(env.DB)
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(eq(webhooks.organizationId, organizationId), eq(webhooks.isActive, true)))
    .limit(1);
  return listening.set(organizationId, some.length > 0, now);
}

export const forgetListening = (organizationId: Id<"organization">) => listening.delete(organizationId);
