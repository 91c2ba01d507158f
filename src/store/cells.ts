import type { Glance } from "../cell/glance";
import { type Id, isId } from "../kit/id";

/** Not to be had by a route, which has no bindings to give. */
export const cellOf = (env: Env, id: Id<"namespace">) => env.CELL.get(placeOf(env, id).id);

/**
 * What can be seen of a cell without calling it, where all cells live in this isolate. On Workers they never are looked
 * at: a cell may have moved away and left its memory here, to grow old.
 */
export const glanceOf = (env: Env, id: Id<"namespace">): Glance | undefined =>
  env.SHARED_THREAD ? awake.get(placeOf(env, id).name)?.deref() : undefined;

/** A cell woke up. Should an earlier one of the same place still be in memory, it is not looked at from here on. */
export function noteWaking(env: Env, id: DurableObjectId, glance: Glance): void {
  if (!env.SHARED_THREAD) return;
  if (awake.size > mostKnown) for (const [name, cell] of awake) if (!cell.deref()) awake.delete(name);
  awake.set(id.toString(), new WeakRef(glance));
}

/** By the name of its place; the cells themselves are the runtime's to keep. */
const awake = new Map<string, WeakRef<Glance>>();

interface Place {
  id: DurableObjectId;
  name: string;
}

/** A cell's place is worked out from its name by hashing: once is enough. */
const places = new Map<Id<"namespace">, Place>();
const mostKnown = 10_000;

function placeOf(env: Env, namespaceId: Id<"namespace">): Place {
  const known = places.get(namespaceId);
  if (known) return known;
  // The last check before a name becomes a place: only what we minted may name a cell.
  if (!isId("namespace", namespaceId)) throw new TypeError("not a namespace id");
  if (places.size > mostKnown) places.clear();
  const id = env.CELL.idFromName(namespaceId);
  const place = { id, name: id.toString() };
  places.set(namespaceId, place);
  return place;
}
