import { originAllowed } from "../kit/origin";
import { Problem } from "../kit/problem";
import type { KeyRow } from "../store/keyring";
import type { HouseContext } from "./house";

const allowedHeaders =
  "Authorization, Content-Type, X-Namespace, X-Public-API-Key, X-API-Key, X-Request-Id, X-Session-ID, Idempotency-Key, Accept";
const exposedHeaders =
  "X-Request-Id, Retry-After, Idempotent-Replayed, RateLimit, RateLimit-Policy, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-RateLimit-Window, X-RateLimit-Warning, X-Cache, Age";

/**
 * Answers a preflight. It carries no key, so it can only say what a page may ask; whether the page's origin may use the
 * key is decided on the request itself.
 */
export function answerPreflight(origin: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": allowedHeaders,
      "access-control-max-age": "600",
      vary: "Origin",
    },
  });
}

/**
 * Holds a key to its origins. A request without an Origin passes: the header limits casual reuse from other pages, it is
 * no boundary against those who write their own headers.
 * @throws Problem `origin_not_allowed`; then no origin is told that it may read the answer
 */
export function checkOrigin(c: HouseContext, key: KeyRow): void {
  if (key.allowedOrigins === null) return;
  const origin = c.req.header("origin");
  if (origin === undefined || originAllowed(origin, key.allowedOrigins)) return;
  c.get("walk").origin = undefined;
  throw new Problem("origin_not_allowed", "This key may not be used by pages of this origin.");
}

/** An origin that an answer may name: `null` stands for anything and is never named. */
export const readableOrigin = (header: string | undefined) => (header === "null" ? undefined : header);

/** Lets the page of an origin read the answer, and those of its headers that are meant for it. */
export function tellOrigin(headers: Headers, origin: string): void {
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", exposedHeaders);
}
