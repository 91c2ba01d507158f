import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Spaces } from "../../src/cell/remote/spaces";
import type { Id } from "../../src/kit/id";
import type { index } from "./vectors-world";

/** Gives a cell places in an index of the stand-in, and asks it to have its vectors there. */
export async function moveOut(namespaceId: Id<"namespace">, upstash: ReturnType<typeof index>, dimensions: number) {
  const places = new Map<string, string>();
  let made = 0;
  const open = (place: string) => upstash.connection.at(upstash.clock.now).space(place, dimensions);
  const spaces: Spaces = {
    async place(feature, wanted) {
      if (wanted !== dimensions) return null;
      const place = places.get(feature) ?? `${namespaceId}-${++made}`;
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
