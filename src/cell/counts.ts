import type { Counts, Pass } from "./contract";
import { countByCollection } from "./documents";
import { broughtDimension } from "./entries";
import type { Memories } from "./memory/memories";

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);

/** What there is for a key to see; one that is for some collections is told nothing of what lies beside them. */
export function counted(sql: SqlStorage, { collections }: Pass, schema: number, memories: Memories): Counts {
  const byCollection = countByCollection(sql, collections);
  return {
    schema,
    documents: sum(Object.values(byCollection)),
    memories: collections ? 0 : memories.count(),
    bytes: sql.databaseSize,
    byCollection,
    dimension: broughtDimension(sql),
  };
}

/** What there is, whoever may see it. */
export const held = (sql: SqlStorage) => ({
  documents: sum(Object.values(countByCollection(sql, null))),
  bytes: sql.databaseSize,
});
