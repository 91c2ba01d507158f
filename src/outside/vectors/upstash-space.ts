import type { Index } from "@upstash/vector";
import type { VectorSpace } from "../../engine/knn/space";
import { batchesOf, mostEntries, piecesOf } from "./batches";
import type { Facts, Nature } from "./facts";
import { checkName } from "./paths";
import { search } from "./search";
import { VectorsRefused } from "./transport";

export interface SpaceAccess {
  /** A client whose requests reach this namespace alone. */
  client: Index;
  name: string;
  dimensions: number;
  nature(): Promise<Nature>;
  facts(): Promise<Facts>;
}

/** One namespace of an index. Namespaces come to be with their first call, a search included. */
export function upstashSpace({ client, name, dimensions, nature, facts }: SpaceAccess): VectorSpace {
  const space = () => {
    checkName(name);
    return client.namespace(name);
  };

  async function fitting(): Promise<Nature> {
    checkName(name);
    const known = await nature();
    if (known.dimensions >= dimensions) return known;
    throw new RangeError(`An index of ${known.dimensions} dimensions takes no vectors of ${dimensions}.`);
  }

  const held = async () => {
    checkName(name);
    return (await facts()).spaces.get(name) ?? { count: 0, pending: 0 };
  };

  return {
    async upsert(entries) {
      if (entries.length === 0) return;
      const known = await fitting();
      for (const batch of batchesOf(entries, known.dimensions)) await space().upsert(batch);
    },
    async remove(ids) {
      let removed = 0;
      for (const piece of piecesOf(ids)) removed += (await space().delete(piece)).deleted;
      return removed;
    },
    query: async (question) => search(space(), await fitting(), question),
    settled: async () => (await held()).pending === 0,
    async list(cursor) {
      const { nextCursor, vectors } = await space().range({ cursor: cursor ?? "0", limit: mostEntries });
      return { ids: vectors.map(({ id }) => String(id)), next: nextCursor === "" ? null : nextCursor };
    },
    count: async () => (await held()).count,
    async drop() {
      checkName(name);
      await client.deleteNamespace(name).catch((error) => {
        if (!(error instanceof VectorsRefused && error.status === 404)) throw error;
      });
    },
  };
}
