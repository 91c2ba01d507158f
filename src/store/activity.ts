import { and, between, eq, sum } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import { isAmong } from "./among";
import { latencies, usage } from "./schema-usage";

/** What was asked in one namespace on one day (days since 1970, UTC). */
export interface Activity {
  place: string;
  day: number;
  requests: number;
  failed: number;
  bytes: number;
  /** All answers together. */
  durationMs: number;
  /** Bucket → how many answers; `upperEnd` says what a bucket stands for. */
  latencies: Map<number, number>;
}

/** What was asked in each of an account's namespaces, day by day; at most a minute behind. */
export async function activityOf(
  env: Env,
  organizationId: Id<"organization">,
  ids: readonly Id<"namespace">[],
  [from, to]: [number, number],
): Promise<Activity[]> {
  const db = drizzle(env.DB);
  const total = (column: Parameters<typeof sum>[0]) => sum(column).mapWith(Number);
  const [used, took] = await db.batch([
    db
      .select({
        place: usage.place,
        day: usage.day,
        requests: total(usage.requests),
        failed: total(usage.failed),
        bytes: total(usage.bytes),
        durationMs: total(usage.durationMs),
      })
      .from(usage)
      .where(and(eq(usage.organizationId, organizationId), isAmong(usage.place, ids), between(usage.day, from, to)))
      .groupBy(usage.place, usage.day)
      .orderBy(usage.day),
    db
      .select()
      .from(latencies)
      .where(
        and(
          eq(latencies.organizationId, organizationId),
          isAmong(latencies.place, ids),
          between(latencies.day, from, to),
        ),
      ),
  ]);
  const found = new Map(
    used.map((row) => [`${row.place} ${row.day}`, { ...row, latencies: new Map<number, number>() }]),
  );
  for (const { place, day, bucket, requests } of took) found.get(`${place} ${day}`)?.latencies.set(bucket, requests);
  return [...found.values()];
}
