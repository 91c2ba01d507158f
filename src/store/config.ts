import { Cache } from "../kit/cache";
import type { Id } from "../kit/id";
import type { collections, retrievers } from "./schema";

export type CollectionRow = typeof collections.$inferSelect;
export type RetrieverRow = typeof retrievers.$inferSelect;

/**
 * A namespace's configuration as this isolate last read it, by id and by name, and the version its cell gave before
 * the reading. The cell refuses a call planned under an older version, so nothing here is ever served stale; the life
 * bounds what a crash between a write to D1 and the word to the cell could leave behind.
 */
export interface Config {
  version: number;
  collections: Map<string, CollectionRow>;
  retrievers: Map<string, RetrieverRow>;
}

const configs = new Cache<Config>({ lifeMs: 60_000, size: 10_000 });

export async function configOf(id: Id<"namespace">, now: number, version: () => Promise<number>): Promise<Config> {
  const known = configs.get(id, now);
  if (known) return known;
  // The version first: a change in between makes the rows newer than it says, which costs one repeat and no wrong answer.
  return configs.set(id, { version: await version(), collections: new Map(), retrievers: new Map() }, now);
}

export const forgetConfig = (id: Id<"namespace">) => configs.delete(id);
