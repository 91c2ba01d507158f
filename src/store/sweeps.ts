import { eq, lte, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { sweeps } from "./schema-work";

/** Each has its work in `jobs/cron.ts`. */
export const sweepNames = [
  "tasks",
  "announcements",
  "events",
  "deliveries",
  "alerts",
  "security",
  "retention",
  "holdings",
  "vectors",
  "orphans",
] as const;
export type SweepName = (typeof sweepNames)[number];

export type SweepRow = typeof sweeps.$inferSelect;

/**
 * Notes that a sweep begins, if its last beginning is `everyMs` ago: false when it is not yet due, or when another tick
 * was first. A tick that was missed makes the next one do the work, and a doubled one does nothing.
 */
export async function beginSweep(env: Env, name: string, everyMs: number, now: number): Promise<boolean> {
  const begun = await drizzle(env.DB)
    .insert(sweeps)
    .values({ name, startedAt: now })
    .onConflictDoUpdate({
      target: sweeps.name,
      set: { startedAt: now },
      // Half a minute's grace: ticks come a little early and a little late.
      setWhere: lte(sweeps.startedAt, now - everyMs + 30_000),
    })
    .returning({ name: sweeps.name });
  return begun.length > 0;
}

export async function endSweep(
  env: Env,
  name: string,
  outcome: { report: Record<string, number> | null; error: string | null },
  now: number,
): Promise<void> {
  await drizzle(env.DB)
    .update(sweeps)
    .set({ ...outcome, finishedAt: now })
    .where(eq(sweeps.name, name));
}

export const allSweeps = (env: Env): Promise<SweepRow[]> => drizzle(env.DB).select().from(sweeps).orderBy(sql`name`);
