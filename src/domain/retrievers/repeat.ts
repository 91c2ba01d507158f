import { iso } from "../../kit/iso";
import type { Namespace } from "../../store/door";
import type { CacheConfig } from "../../store/schema";

/** Whether an answer was given before, and how old it then is. */
export interface Repeat {
  cached_at: string | null;
  cache: { status: "hit" | "miss"; age_seconds: number };
}

/** What was found is made by the work, or was made by it before: for the same caller, and with nothing written since. */
export async function repeated<T extends object>(
  home: Pick<Namespace, "answers" | "now">,
  { ttl_seconds }: CacheConfig,
  question: unknown,
  work: () => Promise<{ answer: T; whole: boolean }>,
): Promise<T & Repeat> {
  const { kept, keep } = await home.answers.find(JSON.stringify(question));
  if (kept) {
    const age_seconds = Math.max(0, Math.floor((home.now - kept.at) / 1000));
    return { ...JSON.parse(kept.text), cached_at: iso(kept.at), cache: { status: "hit", age_seconds } };
  }
  const { answer, whole } = await work();
  // One that was cut short, or is told with a warning, may be whole the next time.
  if (whole) await keep(JSON.stringify(answer), ttl_seconds * 1000);
  return { ...answer, cached_at: null, cache: { status: "miss", age_seconds: 0 } };
}
