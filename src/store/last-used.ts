import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import type { KeyRow } from "./keyring";

/** Uses that no row tells of yet, by key; only the last of each is of interest. Lives in one isolate. */
let gathered = new Map<Id<"key">, { organizationId: Id<"organization">; moment: number }>();
let gatheringSince = 0;

const gatheredMs = 60_000;
const mostGathered = 1_000;
/** Whoever begins a gathering comes back for it, should nobody else. On Workers a request may linger for 30 seconds. */
const lingerMs = 25_000;

/** What keeps a request's work alive after its answer. */
type Context = Pick<ExecutionContext, "waitUntil">;

/**
 * Notes that a key was used, off the hot path: the moment reaches the key's row within a minute, with those of all keys
 * used meanwhile, in one statement that no answer waits for. Without a context nobody lingers, and a later request writes.
 */
export function noteUse(env: Env, key: KeyRow, now: number, context: Context | undefined): void {
  if (gathered.size === 0) {
    gatheringSince = now;
    context?.waitUntil(new Promise((resolve) => setTimeout(resolve, lingerMs)).then(() => write(env)));
  }
  gathered.set(key.id, { organizationId: key.organizationId, moment: now });
  if (now - gatheringSince < gatheredMs && gathered.size < mostGathered) return;
  const written = write(env);
  context?.waitUntil(written);
}

/**
 * One statement with one parameter, for keys of any organization. No caller has a say in it: every id comes from the row
 * of a key that was let in, and goes with the organization which that row names. Moments only rise, whichever isolate
 * writes last. When it fails the moments are lost, and nothing else.
 */
async function write(env: Env): Promise<void> {
  if (gathered.size === 0) return;
  const uses = JSON.stringify(Array.from(gathered, ([id, { organizationId, moment }]) => [organizationId, id, moment]));
  gathered = new Map();
  const used = sql`SELECT value ->> 0 AS organization_id, value ->> 1 AS id, value ->> 2 AS moment FROM json_each(${uses})`;
  try {
    await drizzle(env.DB).run(
      sql`UPDATE keys SET last_used_at = max(ifnull(last_used_at, 0), used.moment) FROM (${used}) AS used
          WHERE keys.organization_id = used.organization_id AND keys.id = used.id`,
    );
  } catch (error) {
    // The driver's own words repeat the statement with everybody's ids; what it was caused by does not.
    const cause = error instanceof Error ? error.cause : undefined;
    console.error(JSON.stringify({ error: "The last use of some keys was not written.", cause: `${cause}` }));
  }
}
