import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import { type Context, gathering } from "./gathering";
import type { KeyRow } from "./keyring";

/** Uses that no row tells of yet, by key; only the last of each is of interest. Lives in one isolate. */
let gathered = new Map<Id<"key">, { organizationId: Id<"organization">; moment: number }>();

const note = gathering({
  get size() {
    return gathered.size;
  },
  write,
});

/**
 * Notes that a key was used, off the hot path: the moment reaches the key's row within a minute, with those of all keys
 * used meanwhile, in one statement that no answer waits for.
 */
export function noteUse(env: Env, key: KeyRow, now: number, contextOf: () => Context | undefined): void {
  const known = gathered.get(key.id);
  if (known) known.moment = now;
  else gathered.set(key.id, { organizationId: key.organizationId, moment: now });
  note(env, now, contextOf);
}

/**
 * One statement with one parameter, for keys of any organization. No caller has a say in it: every id comes from the row
 * of a key that was let in, and goes with the organization which that row names. Moments only rise, whichever isolate
 * writes last. When it fails the moments are lost, and nothing else.
 */
async function write(env: Env): Promise<void> {
  const uses = JSON.stringify(Array.from(gathered, ([id, { organizationId, moment }]) => [organizationId, id, moment]));
  gathered = new Map();
  const used = sql`SELECT value ->> 0 AS organization_id, value ->> 1 AS id, value ->> 2 AS moment FROM json_each(${uses})`;
  await drizzle(env.DB).run(
    sql`UPDATE keys SET last_used_at = max(ifnull(last_used_at, 0), used.moment) FROM (${used}) AS used
        WHERE keys.organization_id = used.organization_id AND keys.id = used.id`,
  );
}
