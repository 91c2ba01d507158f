import { fairShares, type Leave } from "../kit/fair-share";
import type { Id } from "../kit/id";
import type { Place } from "../store/limits";

const shares = fairShares({ now: Date.now, wait: (ms) => scheduler.wait(ms) });

/**
 * Where all cells share one thread: waits until a place's request may go, and gives the way to say that it is over. On
 * Workers each cell has a thread of its own, and nobody has to be held back.
 */
export const enterShare = (env: Env, place: Place, organizationId: Id<"organization">): Promise<Leave> | undefined =>
  env.SHARED_THREAD ? shares.enter(place, organizationId) : undefined;

/** A cell has worked for so long, without a pause. */
export function noteWork(env: Env, place: Place, ms: number): void {
  if (ms > 0 && env.SHARED_THREAD) shares.worked(place, ms);
}
