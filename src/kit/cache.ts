/** Remembers a bounded number of things for a bounded time; the oldest go first. Lives in one isolate. */
export class Cache<V> {
  readonly #entries = new Map<string, { value: V; until: number }>();
  readonly #lifeMs: number;
  readonly #size: number;

  constructor(options: { lifeMs: number; size: number }) {
    this.#lifeMs = options.lifeMs;
    this.#size = options.size;
  }

  get(key: string, now: number): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.until > now) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: V, now: number): V {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: now + this.#lifeMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#size && oldest !== undefined) this.#entries.delete(oldest);
    return value;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  deleteWhere(test: (value: V) => boolean): void {
    for (const [key, { value }] of this.#entries) if (test(value)) this.#entries.delete(key);
  }
}
