import type { Attempt } from "../../store/schema-hooks";
import type { Targets } from "../../store/targets";
import type { DeliveryRow, EventRow, Sealed } from "../../store/webhooks";
import { requestTo } from "./message";
import { nextTry, readRetryAfter } from "./schedule";

export interface Tried {
  attempt: Attempt;
  status: "delivered" | "pending" | "failed";
  dueAt: number | null;
  /** The receiver is gone for good. */
  gone: boolean;
  /** The receiver asks for quiet for so long. */
  quietMs: number;
}

const slowDown = new Set([429, 502, 503, 504]);

/** Makes one attempt at a delivery, and says what follows from it. Anything but 2xx is a failure, redirects too. */
export async function attemptDelivery(
  { delivery, event, sealed }: { delivery: DeliveryRow; event: EventRow; sealed: Sealed },
  targets: Targets,
  { clock, random }: { clock: () => number; random: () => number },
): Promise<Tried> {
  const now = clock();
  const start = performance.now();
  const called = await call(delivery, event, sealed, targets, now);
  const attempt: Attempt = {
    at: now,
    status_code: called.status,
    latency_ms: Math.round(performance.now() - start),
    error: called.error,
  };
  if (called.status !== null && called.status >= 200 && called.status < 300)
    return { attempt, status: "delivered", dueAt: null, gone: false, quietMs: 0 };
  const retryAfterMs = readRetryAfter(called.retryAfter, now);
  const dueAt = called.status === 410 ? null : nextTry(delivery.tries + 1, now, retryAfterMs, random());
  return {
    attempt,
    status: dueAt === null ? "failed" : "pending",
    dueAt,
    gone: called.status === 410,
    quietMs: called.status !== null && slowDown.has(called.status) ? retryAfterMs || 1_000 : 0,
  };
}

async function call(delivery: DeliveryRow, event: EventRow, sealed: Sealed, targets: Targets, now: number) {
  const none = { status: null, retryAfter: null };
  const endpoint = sealed.endpoints[delivery.channel];
  if (!endpoint) return { ...none, error: "This channel was taken away." };
  const { url, ...request } = requestTo(endpoint, sealed, event, now);
  try {
    const { status, retryAfter } = await targets.call(url, request);
    return { status, retryAfter, error: status >= 200 && status < 300 ? null : said(status) };
  } catch (error) {
    return { ...none, error: reason(error) };
  }
}

const said = (status: number) =>
  status >= 300 && status < 400 ? "It answered with a redirect, which is not followed." : "It did not answer with 2xx.";

/** Only words of our own: what a connection failed with could tell of the network behind it. */
function reason(error: unknown): string {
  if (error instanceof Error && error.name === "TargetRefused") return `It was not called. ${error.message}`;
  if (error instanceof Error && error.name === "TimeoutError") return "It did not answer in time.";
  return "It could not be reached.";
}
