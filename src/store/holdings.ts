import { and, between, desc, eq, gte, like, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Id, isId } from "../kit/id";
import { isAmong } from "./among";
import { cellOf } from "./cells";
import { holdings, usage } from "./schema-usage";

const dayMs = 86_400_000;
const [perSweep, atOnce] = [500, 20];

export type Holding = typeof holdings.$inferSelect;

/**
 * Writes down what namespaces hold today: those that were used in the last two hours, which are the only ones that can
 * have changed. Bounded; the most recently used first.
 */
export async function noteHoldings(env: Env, now: number): Promise<Record<string, number>> {
  const used = await drizzle(env.DB)
    .selectDistinct({ organizationId: usage.organizationId, place: usage.place })
    .from(usage)
    .where(and(like(usage.place, "ns_%"), gte(usage.lastAt, now - 7_200_000)))
    .orderBy(desc(usage.lastAt))
    .limit(perSweep);
  const lines: unknown[] = [];
  for (let from = 0; from < used.length; from += atOnce)
    await Promise.all(
      used.slice(from, from + atOnce).map(async ({ organizationId, place }) => {
        if (!isId("namespace", place)) return;
        const held = await cellOf(env, place).holdings(organizationId);
        if (held) lines.push([organizationId, place, Math.floor(now / dayMs), held.documents, held.bytes]);
      }),
    );
  await drizzle(env.DB).run(
    sql`INSERT INTO holdings (organization_id, place, day, documents, bytes)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(${JSON.stringify(lines)})
        WHERE true ON CONFLICT DO UPDATE SET documents = excluded.documents, bytes = excluded.bytes`,
  );
  return { namespaces_noted: lines.length };
}

/** What was noted of an account's namespaces, the oldest day first. */
export async function holdingsOf(
  env: Env,
  organizationId: Id<"organization">,
  ids: readonly Id<"namespace">[],
  [from, to]: [number, number],
): Promise<Holding[]> {
  const mine = and(eq(holdings.organizationId, organizationId), isAmong(holdings.place, ids));
  return drizzle(env.DB)
    .select()
    .from(holdings)
    .where(and(mine, between(holdings.day, from, to)))
    .orderBy(holdings.day);
}
