import { DurableObject } from "cloudflare:workers";
import { type Ask, type LimitsPort, type Taken, windowMs } from "./limits";

/** Keys sort by window. The width of the number holds for the next millennium and a half. */
const keyOf = (window: number, bucket: string) => `${`${window}`.padStart(9, "0")} ${bucket}`;

/**
 * One organization's counts: the limits' port without Redis. Counts are durable, since an object that sleeps for ten
 * seconds forgets what it holds in memory, and they are gone two minutes after the last request.
 */
export class Limiter extends DurableObject<Env> implements LimitsPort {
  readonly #counts = this.ctx.storage.kv;
  #newest = 0;

  /** Holds no await between reading and writing: no two calls are given one slot. */
  async take(bucket: string, { window, limit, extra }: Ask): Promise<Taken> {
    if (window > this.#newest) this.#turn(window);
    const key = keyOf(window, bucket);
    const used = this.#counts.get<number>(key) ?? 0;
    if (used >= limit) return { granted: 0, left: 0 };
    // The second half of a limit is lent to nobody: what is left of it is really there.
    const granted = 1 + Math.max(0, Math.min(extra, Math.floor(limit / 2) - used - 1));
    this.#counts.put(key, used + granted);
    return { granted, left: limit - used - granted };
  }

  override async alarm(): Promise<void> {
    this.#newest = 0;
    this.#forgetBefore(Math.floor(Date.now() / windowMs) - 1);
    const [any] = this.#counts.list({ limit: 1 });
    if (any) await this.#sweepLater();
    else await this.ctx.storage.deleteAll();
  }

  /** The window before stays, for isolates whose clocks are behind. */
  #turn(window: number): void {
    this.#newest = window;
    this.#forgetBefore(window - 1);
    void this.#sweepLater();
  }

  #forgetBefore(window: number): void {
    for (const [key] of [...this.#counts.list({ end: keyOf(window, "") })]) this.#counts.delete(key);
  }

  #sweepLater(): Promise<void> {
    return this.ctx.storage.setAlarm(Date.now() + 2 * windowMs);
  }
}
