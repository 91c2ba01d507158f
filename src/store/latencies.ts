import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import { type Context, gathering } from "./gathering";
import type { Place } from "./limits";

const dayMs = 86_400_000;
/** Buckets for each doubling: a percentile is told at most 19 % too high. */
const perDoubling = 4;
const buckets = 100;

/** The bucket of a duration: the first whose upper end is not less. */
export const bucketOf = (ms: number) =>
  Math.min(buckets - 1, Math.ceil(perDoubling * Math.log2(Math.max(1, ms)) - 1e-9));

/** The upper end of a bucket, in milliseconds. */
export const upperEnd = (bucket: number) => 2 ** (bucket / perDoubling);

/** Place → day and bucket in one number → how many. Lives in one isolate. */
let counts = new Map<Place, { organizationId: Id<"organization">; found: Map<number, number> }>();

const note = gathering({
  get size() {
    return counts.size;
  },
  write,
});

/** Counts how long an answer took, off the hot path; it reaches the table within a minute, with all others'. */
export function countLatency(
  env: Env,
  use: { organizationId: Id<"organization">; place: Place; durationMs: number; now: number },
  contextOf: () => Context | undefined,
): void {
  const known = counts.get(use.place) ?? { organizationId: use.organizationId, found: new Map<number, number>() };
  const slot = Math.floor(use.now / dayMs) * buckets + bucketOf(use.durationMs);
  known.found.set(slot, (known.found.get(slot) ?? 0) + 1);
  counts.set(use.place, known);
  note(env, use.now, contextOf);
}

/** One statement with one parameter; every id in it comes from a row of a key that was let in. */
async function write(env: Env): Promise<void> {
  const lines = Array.from(counts, ([place, { organizationId, found }]) =>
    Array.from(found, ([slot, n]) => [organizationId, place, Math.floor(slot / buckets), slot % buckets, n]),
  ).flat();
  counts = new Map();
  await drizzle(env.DB).run(
    sql`INSERT INTO latencies (organization_id, place, day, bucket, requests)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(${JSON.stringify(lines)})
        WHERE true ON CONFLICT DO UPDATE SET requests = requests + excluded.requests`,
  );
}
