import { isId } from "../kit/id";
import type { Replays } from "../outside/replays";
import type { KeyRow } from "./keyring";
import { isPlace, type Place } from "./limits";

/** The first answers given to one key in one place. Named by what we minted only, so no two callers share an object. */
export function replaysOf(env: Env, key: KeyRow, place: Place): Pick<Replays, "reserve" | "complete" | "release"> {
  if (!isId("key", key.id) || !isPlace(place)) throw new TypeError("not an id of ours");
  const stub = env.REPLAYS.getByName(`${key.id} ${place}`);
  return {
    reserve: (name, print, now) => stub.reserve(name, print, now),
    complete: (name, token, sealed, now) => stub.complete(name, token, sealed, now),
    release: (name, token) => stub.release(name, token),
  };
}
