import { and, eq, max, sql, sum } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import { isAmong } from "./among";
import { type Context, gathering } from "./gathering";
import type { KeyRow } from "./keyring";
import type { Place } from "./limits";
import { usage } from "./schema-usage";

const dayMs = 86_400_000;

/** What a key has done in a place by a route since it was last written. */
interface Count {
  owner: [Id<"organization">, Id<"key">, Place, string];
  requests: number;
  failed: number;
  rateLimited: number;
  bytes: number;
  durationMs: number;
  lastAt: number;
}

/** Key → place → route: looking up three short maps costs less than making one long name. */
type Counts = Map<Id<"key">, Map<Place, Map<string, Count>>>;
let counts: Counts = new Map();
let size = 0;

/** What one request was, for counting. */
export interface Use {
  key: KeyRow;
  place: Place;
  route: string;
  status: number;
  bytes: number;
  durationMs: number;
  now: number;
}

const note = gathering({
  get size() {
    return size;
  },
  write,
});

/** Counts a request of a known key, off the hot path: it reaches the table within a minute, with all others'. */
export function countUse(env: Env, use: Use, contextOf: () => Context | undefined): void {
  const count = countOf(use);
  count.requests++;
  count.bytes += use.bytes;
  count.durationMs += use.durationMs;
  count.lastAt = use.now;
  if (use.status >= 400) count.failed++;
  if (use.status === 429) count.rateLimited++;
  note(env, use.now, contextOf);
}

function countOf({ key, place, route }: Use): Count {
  const known = counts.get(key.id)?.get(place)?.get(route);
  if (known) return known;
  const owner: Count["owner"] = [key.organizationId, key.id, place, route];
  const count = { owner, requests: 0, failed: 0, rateLimited: 0, bytes: 0, durationMs: 0, lastAt: 0 };
  const places = counts.get(key.id) ?? new Map<Place, Map<string, Count>>();
  const routes = places.get(place) ?? new Map<string, Count>();
  counts.set(key.id, places.set(place, routes.set(route, count)));
  size++;
  return count;
}

/** One statement with one parameter; every id in it comes from a row of a key that was let in. */
async function write(env: Env): Promise<void> {
  const lines = [...counts.values()].flatMap((places) =>
    [...places.values()].flatMap((routes) => [...routes.values()]),
  );
  counts = new Map();
  size = 0;
  const values = lines.map((line) => [
    ...line.owner,
    Math.floor(line.lastAt / dayMs),
    line.requests,
    line.failed,
    line.rateLimited,
    line.bytes,
    Math.round(line.durationMs),
    line.lastAt,
  ]);
  const columns = sql.join(
    Array.from({ length: 11 }, (_, i) => sql.raw(`value ->> ${i}`)),
    sql`, `,
  );
  await drizzle(env.DB).run(
    sql`INSERT INTO usage SELECT ${columns} FROM json_each(${JSON.stringify(values)}) WHERE true
        ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, failed = failed + excluded.failed,
          rate_limited = rate_limited + excluded.rate_limited, bytes = bytes + excluded.bytes,
          duration_ms = duration_ms + excluded.duration_ms, last_at = max(last_at, excluded.last_at)`,
  );
}

/** What a key did, by place and route. */
export type UsageLine = Awaited<ReturnType<typeof usageOf>>[number];

export async function usageOf(env: Env, organizationId: Id<"organization">, keyId: Id<"key">) {
  const total = (column: Parameters<typeof sum>[0]) => sum(column).mapWith(Number);
  return drizzle(env.DB)
    .select({
      place: usage.place,
      route: usage.route,
      requests: total(usage.requests),
      failed: total(usage.failed),
      rateLimited: total(usage.rateLimited),
      bytes: total(usage.bytes),
      durationMs: total(usage.durationMs),
      lastAt: max(usage.lastAt),
    })
    .from(usage)
    .where(and(eq(usage.organizationId, organizationId), eq(usage.keyId, keyId)))
    .groupBy(usage.place, usage.route);
}

/** When something was last asked in each of an account's places; at most a minute behind. */
export async function lastActivity(env: Env, organizationId: Id<"organization">, places: readonly Place[]) {
  const found = await drizzle(env.DB)
    .select({ place: usage.place, lastAt: max(usage.lastAt) })
    .from(usage)
    .where(and(eq(usage.organizationId, organizationId), isAmong(usage.place, places)))
    .groupBy(usage.place);
  return new Map(found.map(({ place, lastAt }) => [place, lastAt]));
}
