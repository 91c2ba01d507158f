import type { Redis } from "./redis";

/** An answer that was given before, as text, and when. */
export interface Kept {
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Remembers answers for a bounded time. It may forget any of them, and must not mix them up. */
export interface AnswersPort {
  get(key: string, now: number): Promise<Kept | undefined>;
  set(key: string, text: string, lifeMs: number, now: number): Promise<void>;
}

/** What an isolate gives to answers, in characters: a fraction of its 128 MB. */
const room = 16_000_000;
/** A longer answer is not kept: it would drive out many others, and is cheap to make beside the time to send it. */
const longest = 1_000_000;

/** Answers in an isolate's own memory; the oldest go first. They die with it. */
export class IsolateAnswers implements AnswersPort {
  readonly #kept = new Map<string, Kept & { until: number }>();
  #size = 0;

  async get(key: string, now: number): Promise<Kept | undefined> {
    const kept = this.#kept.get(key);
    return kept && kept.until > now ? kept : undefined;
  }

  async set(key: string, text: string, lifeMs: number, now: number): Promise<void> {
    if (text.length > longest) return;
    this.#drop(key);
    this.#kept.set(key, { text, at: now, until: now + lifeMs });
    this.#size += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= room) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#size -= this.#kept.get(key)?.text.length ?? 0;
    this.#kept.delete(key);
  }
}

/**
 * Answers in Redis, for all isolates; one of these for each request. A Redis that does not answer is a miss, and is not
 * waited for again when the answer is there to be kept: a search does not hang on it.
 */
export function sharedAnswers(redis: Redis): AnswersPort {
  let isSilent = false;
  const missed = (error: unknown): undefined => {
    isSilent = true;
    console.error(JSON.stringify({ answers: `${error}` }));
  };
  return {
    async get(key) {
      const stored = await redis.get(key).catch(missed);
      if (!stored) return undefined;
      const end = stored.indexOf("\n");
      return { at: Number(stored.slice(0, end)), text: stored.slice(end + 1) };
    },
    async set(key, text, lifeMs, now) {
      if (isSilent || text.length > longest) return;
      await redis.set(key, `${now}\n${text}`, lifeMs).catch(missed);
    },
  };
}
