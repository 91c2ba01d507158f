import { Redis as Client } from "@upstash/redis/cloudflare";
import { Breaker } from "./breaker";

/** The longest that one command is waited for: a refusal for want of an answer comes within a second. */
const timeoutMs = 700;
/** Keys looked at in one round of a scan. */
const perRound = 1_000;

/** Redis as the house uses it. Every key starts with an id that we minted. @throws when it does not answer in time */
export interface Redis {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, lifeMs: number): Promise<void>;
  /** Runs a script that touches no keys but the one. It answers whole numbers. */
  script(text: string, key: string, args: number[]): Promise<number[]>;
  /** How many keys start with the prefix, and with `remove` takes them away. The prefix holds no sign of a pattern. */
  sweep(prefix: string, remove: boolean): Promise<number>;
  ping(): Promise<void>;
}

/** An Upstash database. `at` binds it to a moment, by which its breaker counts. */
export interface Connection {
  at(now: number): Redis;
}

export function connect(url: string, token: string): Connection {
  const client = new Client({
    url,
    token,
    // A plain signal would turn a timeout into an answer, "Aborted"; made anew for each command it throws.
    signal: () => AbortSignal.timeout(timeoutMs),
    // `false` means two attempts. A limit that is asked twice counts twice.
    retry: { retries: 0 },
    // Commands of several requests in one call: the runtime ends a call with the request that made it.
    enableAutoPipelining: false,
    // What looks like JSON stays the text that it was.
    automaticDeserialization: false,
    enableTelemetry: false,
    // Limits are counted by a script, which is a write; of answers an older reading is a miss.
    readYourWrites: false,
  });
  const breaker = new Breaker();
  return { at: (now) => commands(client, (work) => breaker.run(now, () => work().catch(plain))) };
}

function commands(client: Client, run: <T>(work: () => Promise<T>) => Promise<T>): Redis {
  return {
    get: (key) => run(() => client.get<string>(key)),
    set: async (key, value, lifeMs) => {
      await run(() => client.set(key, value, { px: lifeMs }));
    },
    script: (text, key, args) => run(() => client.eval<number[], number[]>(text, [key], args)),
    ping: async () => {
      await run(() => client.ping());
    },
    async sweep(prefix, remove) {
      // A scan may tell of a key twice.
      const found = new Set<string>();
      let cursor = "0";
      do {
        const from = cursor;
        const [next, keys] = await run(() => client.scan(from, { match: `${prefix}*`, count: perRound }));
        if (remove && keys.length > 0) await run(() => client.unlink(...keys));
        for (const key of keys) found.add(key);
        cursor = `${next}`;
      } while (cursor !== "0");
      return found.size;
    },
  };
}

/** The client's own error repeats the whole command, and with it what a tenant stored. */
function plain(error: unknown): never {
  const [words = ""] = `${error}`.split(", command was:");
  throw new Error(`Redis: ${words.slice(0, 200)}`);
}
