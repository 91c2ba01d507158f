/** One kind of trouble: a status to answer with, no answer at all, or a connection that is closed. */
export interface Trouble {
  kind: number | "hang" | "down";
  /** How many requests it meets; all when it is not given. */
  times?: number;
  /** Only requests of this path meet it, such as `upsert`. */
  on?: string;
  /** Seconds, as a header of the answer. */
  retryAfter?: number;
  /** Whether the request is done all the same, and only its answer is lost. */
  after?: boolean;
}

/** What tests may change while the index runs. */
export interface Control {
  /** Milliseconds until queries see a write; a function is asked for each write. */
  delayMs: number | (() => number);
  /** Milliseconds before every answer. */
  latencyMs: number;
  trouble: Trouble[];
  /** Whether deletes that queries do not see yet count as pending. The service's documents do not say. */
  countDeletes: boolean;
  /** What filters answer where the service's documents say nothing, such as a missing field with `!=`. */
  openFilters: boolean;
  /** How many of the best are looked at before a filter gives up: fewer than topK may come back. */
  filterBudget: number;
  /** How many requests the log keeps; the oldest go. */
  logged: number;
}

export interface Logged {
  method: string;
  /** Path and query, resolved as the service would. */
  path: string;
  body: string;
}

export const newControl = (given: Partial<Control>): Control => ({
  delayMs: 0,
  latencyMs: 0,
  trouble: [],
  countDeletes: true,
  openFilters: false,
  filterBudget: Number.POSITIVE_INFINITY,
  logged: 200,
  ...given,
});

const messages: Record<number, string> = {
  429: "Exceeded request limit",
  500: "Internal server error",
  503: "Service unavailable",
};

/** The trouble that a request meets, if any; it is one time less then. */
function troubleFor(control: Control, operation: string): Trouble | undefined {
  const met = control.trouble.find(({ on, times }) => (on === undefined || on === operation) && times !== 0);
  if (met?.times !== undefined) met.times--;
  control.trouble = control.trouble.filter(({ times }) => times !== 0);
  return met;
}

/** Answers with the status, or does not: hangs until whoever asked has given up, or breaks off as a closed socket does. */
async function suffer({ kind, retryAfter }: Trouble, signal: AbortSignal): Promise<Response> {
  if (kind === "down") throw new TypeError("fetch failed");
  const headers = new Headers(retryAfter === undefined ? {} : { "retry-after": `${retryAfter}` });
  if (kind !== "hang")
    return Response.json({ error: messages[kind] ?? "Trouble", status: kind }, { status: kind, headers });
  return new Promise((_, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}

/** A service that stands in for one of Upstash's. */
export interface StandIn {
  /** Answers as the service at its endpoint would; the host of the URL does not matter. */
  fetch(request: Request): Promise<Response>;
  control: Control;
  log: Logged[];
}

export function standIn(
  control: Control,
  answer: (request: Request, url: URL, body: string) => Response | Promise<Response>,
): StandIn {
  const log: Logged[] = [];
  return {
    control,
    log,
    async fetch(request) {
      const url = new URL(request.url);
      const body = await request.text();
      log.push({ method: request.method, path: url.pathname + url.search, body });
      if (log.length > control.logged) log.splice(0, log.length - control.logged);
      const trouble = troubleFor(control, url.pathname.split("/")[1] ?? "");
      if (control.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, control.latencyMs));
      if (trouble && !trouble.after) return suffer(trouble, request.signal);
      const response = await answer(request, url, body);
      return trouble ? suffer(trouble, request.signal) : response;
    },
  };
}
