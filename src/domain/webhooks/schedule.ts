/** Seconds from one attempt to the next, as Svix has them: the first is made at once, the eighth is the last. */
export const delaysSeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/** An attempt may come this part of its delay later, so that many that failed together do not come back together. */
const jitter = 0.1;
const longestMs = 12 * 3_600_000;
export const mostFailingMs = 5 * 86_400_000;

/** When a delivery is tried again after its `tries`-th attempt (from 1) failed; null when that was the last. */
export function nextTry(tries: number, now: number, retryAfterMs: number, random: number): number | null {
  const delay = delaysSeconds[tries - 1];
  if (delay === undefined) return null;
  return now + Math.round(Math.max(delay * 1_000 * (1 + jitter * random), retryAfterMs));
}

/** A Retry-After header, as seconds or as a date, in milliseconds from now; 0 for none that can be read. */
export function readRetryAfter(header: string | null, now: number): number {
  if (!header) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), longestMs);
}
