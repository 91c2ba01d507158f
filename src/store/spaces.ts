import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Spaces } from "../cell/remote/spaces";
import { sha256 } from "../kit/hash";
import { type Id, isId } from "../kit/id";
import type { IndexConnection } from "../outside/vectors";
import { indexesFor } from "../outside/vectors/indexes";
import { connected, makeIndex, sharedIndexes, unmakeIndex } from "./indexes";
import { rows } from "./rows";
import { namespaces } from "./schema";
import { placements, vectorIndexes } from "./schema-vectors";
import { vaultOf } from "./vault";

type Placement = typeof placements.$inferSelect;
type OwnIndex = typeof vectorIndexes.$inferSelect;

/** Upstash takes 10,000 namespaces in an index of a paid plan, and 100 in a free one. */
const usualRoom = 10_000;

/** What a place is never changes, and none is given twice: no search asks D1 for it again. */
const opened = new Map<string, { namespaceId: Id<"namespace">; dimensions: number; index: IndexConnection }>();

/** One namespace's places outside, and nothing else: a cell gets this and no more. */
export function spacesOf(env: Env, namespaceId: Id<"namespace">, clock: () => number): Spaces & Places {
  // The last check before an id becomes a part of a name at somebody else's.
  if (!isId("namespace", namespaceId)) throw new TypeError("not a namespace id");
  const db = drizzle(env.DB);
  const mine = rows(db, placements, { namespaceId });
  const own = rows(db, vectorIndexes, { namespaceId });
  return {
    async place(feature, dimensions) {
      const known = await mine.find(eq(placements.feature, feature));
      if (known) return known.id;
      const indexName = await indexNameFor(dimensions);
      if (!indexName) return null;
      const draft = { namespaceId, feature, indexName, dimensions, createdAt: clock() };
      await db
        .insert(placements)
        .values({ ...draft, id: `${await tagOf(env)}-${namespaceId}-${random()}` })
        .onConflictDoNothing();
      return (await mine.find(eq(placements.feature, feature)))?.id ?? null;
    },
    async open(place) {
      let known = opened.get(place);
      if (known?.namespaceId !== namespaceId) {
        const row = await mine.find(eq(placements.id, place));
        if (!row) throw new Error("The place is not there any more.");
        known = { namespaceId, dimensions: row.dimensions, index: await indexOf(row) };
        if (opened.size > 1_000) opened.clear();
        opened.set(place, known);
      }
      return known.index.at(clock()).space(place, known.dimensions);
    },
    async vacate(feature) {
      const row = await mine.find(eq(placements.feature, feature));
      if (row) await clear(row);
    },
    async clearAll() {
      for (const row of await mine.all()) await clear(row);
      for (const row of await own.all()) await removeIndex(row);
    },
  };

  async function indexNameFor(dimensions: number): Promise<string | undefined> {
    const [row] = await db
      .select({ vectors: namespaces.vectors })
      .from(namespaces)
      .where(and(eq(namespaces.id, namespaceId), eq(namespaces.status, "active")));
    if (row?.vectors === "dedicated") return ownIndexFor(dimensions);
    if (row?.vectors !== "upstash") return undefined;
    for (const { name } of await indexesFor(dimensions, sharedIndexes(env), clock())) {
      const [held] = await db
        .select({ n: sql<number>`count(*)` })
        .from(placements)
        .where(eq(placements.indexName, name));
      if ((held?.n ?? 0) < Number(env.UPSTASH_VECTOR_NAMESPACES ?? usualRoom)) return name;
    }
    return undefined;
  }

  /** The namespace's own index of so many dimensions; made when it is not there. */
  async function ownIndexFor(dimensions: number): Promise<string> {
    await db
      .insert(vectorIndexes)
      .values({ namespaceId, id: `${await indexTagOf(env)}${random()}`, dimensions, createdAt: clock() })
      .onConflictDoNothing();
    const row = await own.find(eq(vectorIndexes.dimensions, dimensions));
    if (!row) throw new Error("The row of the index is not there any more.");
    if (!row.madeAs) {
      const { id: madeAs, url, token } = await makeIndex(env, row.id, dimensions);
      await own.change(row.id, { madeAs, url, sealed: await vaultOf(env, "vector indexes").close(token, row.id) });
    }
    return row.id;
  }

  /** @throws Error for an index that is configured no more */
  async function indexOf({ indexName }: Placement): Promise<IndexConnection> {
    const shared = sharedIndexes(env).find(({ name }) => name === indexName);
    if (shared) return shared;
    const row = await own.find(eq(vectorIndexes.id, indexName));
    if (!row?.url || !row.sealed) throw new Error("The index of a place is not configured any more.");
    const token = await vaultOf(env, "vector indexes").open(row.sealed, row.id);
    return connected({ name: row.id, url: row.url, token });
  }

  async function clear(row: Placement): Promise<void> {
    opened.delete(row.id);
    await (await indexOf(row)).at(clock()).space(row.id, row.dimensions).drop();
    await mine.remove(row.id);
    const index = await own.find(eq(vectorIndexes.id, row.indexName));
    if (index && (await mine.count(eq(placements.indexName, index.id))) === 0) await removeIndex(index);
  }

  async function removeIndex(row: OwnIndex): Promise<void> {
    await unmakeIndex(env, row);
    await own.remove(row.id);
  }
}

/** The end of all places of a namespace. */
export interface Places {
  clearAll(): Promise<void>;
}

/**
 * What the names that this installation makes begin with: an index may be shared with another one, and what a sweep
 * takes away has to be ours.
 */
export async function tagOf(env: Env): Promise<string> {
  const { CORDON_SECRET: secret } = env;
  if (!secret) throw new Error("CORDON_SECRET is not set: vectors have no name outside.");
  if (tag?.secret !== secret) tag = { secret, text: `c${(await sha256(`names at Upstash ${secret}`)).slice(0, 8)}` };
  return tag.text;
}

/** The same, of indexes: an account may have others. */
export const indexTagOf = async (env: Env): Promise<string> => `cordon-${await tagOf(env)}-`;

let tag: { secret: string; text: string } | undefined;

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join("");
