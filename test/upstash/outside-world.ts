import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Spaces } from "../../src/cell/remote/spaces";
import type { Id } from "../../src/kit/id";
import type { index } from "./vectors-world";

type Index = ReturnType<typeof index>;

/** Gives a cell places in an index of the stand-in, and in others for vectors of other lengths. */
export async function moveOut(
  namespaceId: Id<"namespace">,
  upstash: Index,
  dimensions: number,
  others: Record<number, Index> = {},
) {
  const places = new Map<string, string>();
  const indexes: Record<number, Index> = { ...others, [dimensions]: upstash };
  let made = 0;
  const open = (place: string) => {
    const length = Number(place.split("-").at(-1));
    const { connection, clock } = indexes[length] ?? upstash;
    return connection.at(clock.now).space(place, length);
  };
  const spaces: Spaces = {
    async place(feature, wanted) {
      if (!indexes[wanted]) return null;
      const place = places.get(feature) ?? `${namespaceId}-${++made}-${wanted}`;
      places.set(feature, place);
      return place;
    },
    open: async (place) => ({
      upsert: (entries) => open(place).upsert(entries),
      remove: (ids) => open(place).remove(ids),
      query: (question) => open(place).query(question),
      settled: () => open(place).settled(),
      list: (cursor) => open(place).list(cursor),
      count: () => open(place).count(),
      drop: () => open(place).drop(),
    }),
    async vacate(feature) {
      const place = places.get(feature);
      if (place) await open(place).drop();
      places.delete(feature);
    },
  };
  await runInDurableObject(env.CELL.getByName(namespaceId), (cell) => Object.assign(cell, { spaces: () => spaces }));
  return { places };
}
