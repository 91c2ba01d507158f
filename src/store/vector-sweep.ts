import { and, eq, gt, inArray, ne, notExists, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { isAmong } from "./among";
import { maker, sharedIndexes, vectorHomesOf } from "./indexes";
import { namespaces } from "./schema";
import { holdings } from "./schema-usage";
import { placements, vectorIndexes } from "./schema-vectors";
import { tasks } from "./schema-work";
import { indexTagOf, tagOf } from "./spaces";
import { beginMove } from "./vector-moves";

/** Documents up to which a namespace that does not choose has its vectors in its cell. See README. */
export const cellLimit = 50_000;

const perSweep = 20;
const hourMs = 3_600_000;

/** Sees to it that vectors are where they ought to be, and nowhere else. Bounded, and the next time goes on. */
export async function sweepVectors(env: Env, now: number): Promise<Record<string, number>> {
  return {
    outgrown: await moveOutgrown(env, now),
    resumed: await resumeMoves(env, now),
    orphans_removed: (await removeOrphans(env, now)) + (await removeIndexes(env)),
  };
}

/** A namespace that has outgrown its cell, and leaves it to us, gets a place outside. */
async function moveOutgrown(env: Env, now: number): Promise<number> {
  if (!vectorHomesOf(env).includes("upstash")) return 0;
  const db = drizzle(env.DB);
  const large = db.select({ place: holdings.place }).from(holdings).where(gt(holdings.documents, cellLimit));
  const outgrown = await db
    .select()
    .from(namespaces)
    .where(
      and(
        eq(namespaces.status, "active"),
        eq(namespaces.vectors, "cell"),
        eq(namespaces.vectorsBySize, true),
        inArray(namespaces.id, large),
      ),
    )
    .limit(perSweep);
  for (const row of outgrown)
    await beginMove(env, row, { vectors: "upstash", vectorsBySize: true }, { keyId: null, now });
  return outgrown.length;
}

/** A namespace that was just founded, and whose cell was not told where its vectors are to be. */
async function resumeMoves(env: Env, now: number): Promise<number> {
  const db = drizzle(env.DB);
  const one = { one: sql`1` };
  const placed = db.select(one).from(placements).where(eq(placements.namespaceId, namespaces.id));
  const asked = db
    .select(one)
    .from(tasks)
    .where(and(eq(tasks.namespaceId, namespaces.id), eq(tasks.kind, "vectors_move")));
  const left = await db
    .select()
    .from(namespaces)
    .where(
      and(
        eq(namespaces.status, "active"),
        ne(namespaces.vectors, "cell"),
        gt(namespaces.updatedAt, now - hourMs),
        notExists(placed),
        notExists(asked),
      ),
    )
    .limit(perSweep);
  for (const { vectors, vectorsBySize, ...row } of left)
    await beginMove(env, { ...row, vectors: "cell", vectorsBySize }, { vectors, vectorsBySize }, { keyId: null, now });
  return left.length;
}

/** Places in our indexes, of a name that we have made, that no row knows. */
async function removeOrphans(env: Env, now: number): Promise<number> {
  let removed = 0;
  for (const index of sharedIndexes(env)) {
    const tag = `${await tagOf(env)}-`;
    const ours = (await index.at(now).namespaces()).filter((name) => name.startsWith(tag));
    // Asked after the list was made: a place has its row before anything is there.
    const known = await drizzle(env.DB)
      .select({ id: placements.id })
      .from(placements)
      .where(and(eq(placements.indexName, index.name), isAmong(placements.id, ours)));
    const living = new Set(known.map(({ id }) => id));
    for (const name of ours.filter((name) => !living.has(name)).slice(0, perSweep)) {
      await index.at(now).space(name, 1).drop();
      removed++;
    }
  }
  return removed;
}

/** Indexes that we have made and no row knows: one may have been on its way when its namespace was deleted. */
async function removeIndexes(env: Env): Promise<number> {
  const account = maker(env);
  if (!account) return 0;
  const tag = await indexTagOf(env);
  const ours = (await account.list()).filter(({ name }) => name.startsWith(tag));
  const names = JSON.stringify(ours.map(({ name }) => name));
  const known = await drizzle(env.DB)
    .select({ id: vectorIndexes.id })
    .from(vectorIndexes)
    .where(sql`${vectorIndexes.id} IN (SELECT value FROM json_each(${names}))`);
  const living = new Set(known.map(({ id }) => id));
  const orphans = ours.filter(({ name }) => !living.has(name)).slice(0, perSweep);
  for (const { id } of orphans) await account.remove(id);
  return orphans.length;
}
