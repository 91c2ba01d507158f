import type { Requester } from "@upstash/vector";
import { Breaker } from "../breaker";
import type { Verb } from "./paths";

/** An index at Upstash, as it is configured. */
export interface IndexAddress {
  /** Ours: placements name the index by it. */
  name: string;
  url: string;
  token: string;
}

/** What the port needs of the platform. Tests bring their own. */
export interface Platform {
  fetch(request: Request): Promise<Response>;
  /** Goes off after so long. */
  timeout(ms: number): AbortSignal;
  /** @throws when the signal goes off first */
  wait(ms: number, signal: AbortSignal): Promise<unknown>;
  /** In [0, 1). */
  random(): number;
}

export const workers: Platform = {
  fetch: (request) => fetch(request),
  timeout: (ms) => AbortSignal.timeout(ms),
  wait: (ms, signal) => scheduler.wait(ms, { signal }),
  random: () => Math.random(),
};

/** How long a call is waited for in all, with its retries, and how often it is tried. A search has somebody waiting. */
const patience: Record<Verb, { ms: number; attempts: number }> = {
  query: { ms: 1_000, attempts: 2 },
  info: { ms: 1_000, attempts: 2 },
  range: { ms: 5_000, attempts: 3 },
  "list-namespaces": { ms: 5_000, attempts: 3 },
  upsert: { ms: 15_000, attempts: 3 },
  delete: { ms: 15_000, attempts: 3 },
  "delete-namespace": { ms: 15_000, attempts: 3 },
};

const firstPauseMs = 100;
/** Retries that may be made at once, and how many calls earn one more: a service in trouble gets a tenth more, not twice. */
const mostRetries = 10;
const callsForRetry = 10;

/** The service has answered, and the answer is no. */
export class VectorsRefused extends Error {
  override readonly name = "VectorsRefused";
  readonly status: number;
  constructor(verb: string, status: number) {
    super(`Upstash Vector: ${verb} was refused with ${status}.`);
    this.status = status;
  }
}

type Answer<T> = { result: T } | { refused: number };
type Attempt<T> = Answer<T> | { failed: string; afterMs: number };

/** Makes the client's requests: with a limit on time, a budget of retries, and a breaker for the index. */
export function transport({ url, token }: IndexAddress, platform: Platform) {
  const breaker = new Breaker();
  const base = url.replace(/\/+$/, "");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  let retries = mostRetries;

  async function attempt<T>(path: string, body: string, signal: AbortSignal): Promise<Attempt<T>> {
    try {
      const request = new Request(`${base}/${path}`, { method: "POST", headers, body, signal, redirect: "manual" });
      const response = await platform.fetch(request);
      const { status } = response;
      if (response.ok) {
        const { result } = await response.json<{ result?: T }>();
        return result === undefined ? { refused: status } : { result };
      }
      // What the service says repeats what it was sent.
      await response.body?.cancel().catch(() => {});
      if (status < 500 && status !== 429 && status !== 408) return { refused: status };
      return { failed: `${status}`, afterMs: Number(response.headers.get("retry-after") ?? 0) * 1000 || 0 };
    } catch {
      return { failed: signal.aborted ? "no answer in time" : "no connection", afterMs: 0 };
    }
  }

  async function send<T>(verb: Verb, path: string, body: string): Promise<Answer<T>> {
    const { ms, attempts } = patience[verb];
    // Made anew for each call: the client's own answers "Aborted" to one that was used up.
    const signal = platform.timeout(ms);
    retries = Math.min(mostRetries, retries + 1 / callsForRetry);
    for (let n = 1; ; n++) {
      const answer = await attempt<T>(path, body, signal);
      if (!("failed" in answer)) return answer;
      const pauseMs = Math.max(answer.afterMs, firstPauseMs * 2 ** (n - 1) * (0.5 + platform.random()));
      const failure = new Error(`Upstash Vector: ${verb}: ${answer.failed}.`);
      if (n >= attempts || retries < 1 || pauseMs > ms / 3 || signal.aborted) throw failure;
      retries--;
      await platform.wait(pauseMs, signal).catch(() => {
        throw failure;
      });
    }
  }

  /** A requester for the client that fetches the paths of the map alone. `now` is what the breaker counts by. */
  return (now: number, paths: ReadonlyMap<string, Verb>): Requester => ({
    async request<T>({ path, body }: { path?: string[]; body?: unknown }) {
      const [whole = "", ...more] = path ?? [];
      const verb = paths.get(whole);
      if (verb === undefined || more.length > 0) throw new RangeError("Not a path that is asked of Upstash Vector.");
      const answer = await breaker.run(now, () => send<T>(verb, whole, JSON.stringify(body)));
      if ("refused" in answer) throw new VectorsRefused(verb, answer.refused);
      return answer;
    },
  });
}
