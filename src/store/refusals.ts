import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Id } from "../kit/id";
import { type Context, gathering } from "./gathering";

/** Who was refused: a key, or the address of a request without a valid one. */
export interface Refused {
  by: RefusedBy;
  organizationId: Id<"organization"> | "";
  caller: string;
}

interface Count {
  owner: [Id<"organization"> | "", string, number, number];
  count: number;
  route: string;
}

/**
 * Refusals a minute that are still told what they are. A key's are many: what it is told is the same bytes at the same
 * cost whatever it asks, so its limit bounds work, not knowledge. Without Cloudflare in front there is no address to
 * tell callers apart by: those without a key are counted together, and one of them may use up what all are told. It
 * costs the others the reason of a refusal and nothing else.
 */
export const refusalLimits = { key: 3_000, address: 300, unknown: 1_000 };
export type RefusedBy = keyof typeof refusalLimits;

let counts = new Map<string, Count>();
/** By caller, the refusals of the minute. Lives in one isolate, like whatever an attacker learns from its caches. */
let tally = new Map<string, number>();
let tallied = 0;

const note = gathering({
  get size() {
    return counts.size;
  },
  write,
});

/** Counts a 401 or 403 and says whether its caller has had too many this minute; the audit has it within a minute. */
export function countRefusal(
  env: Env,
  { by, organizationId, caller }: Refused,
  { status, route, now }: { status: number; route: string; now: number },
  contextOf: () => Context | undefined,
): boolean {
  const minute = Math.floor(now / 60_000);
  const name = `${caller} ${status} ${minute}`;
  const count = counts.get(name) ?? { owner: [organizationId, caller, status, minute], count: 0, route };
  count.count++;
  count.route = route;
  counts.set(name, count);
  note(env, now, contextOf);
  if (minute !== tallied) [tally, tallied] = [new Map(), minute];
  const sum = (tally.get(caller) ?? 0) + 1;
  tally.set(caller, sum);
  return sum > refusalLimits[by];
}

/** One statement with one parameter. An address is the only thing in it that a caller may have a say in. */
async function write(env: Env): Promise<void> {
  const values = Array.from(counts.values(), ({ owner, count, route }) => [...owner, count, route]);
  counts = new Map();
  await drizzle(env.DB).run(
    sql`INSERT INTO refusals (organization_id, caller, status, minute, count, route)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
          FROM json_each(${JSON.stringify(values)}) WHERE true
        ON CONFLICT DO UPDATE SET count = count + excluded.count, route = excluded.route`,
  );
}
