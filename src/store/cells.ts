import { type Id, isId } from "../kit/id";

/** Not to be had by a route, which has no bindings to give. */
export const cellOf = (env: Env, id: Id<"namespace">) => {
  // The last check before a name becomes a place: only what we minted may name a cell.
  if (!isId("namespace", id)) throw new TypeError("not a namespace id");
  let place = places.get(id);
  if (!place) {
    if (places.size > 10_000) places.clear();
    place = env.CELL.idFromName(id);
    places.set(id, place);
  }
  return env.CELL.get(place);
};

/** A cell's place is worked out from its name by hashing: once is enough. */
const places = new Map<Id<"namespace">, DurableObjectId>();
