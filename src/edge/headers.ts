import { windowMs } from "../outside/limits";
import type { Standing, Walk } from "./house";

/** What every answer says; each depends on the Origin, even when none was sent: a shared cache has to know. */
const fixed = { "cache-control": "no-store", "x-content-type-options": "nosniff", vary: "Origin" };

/** Headers of answers of one type and, where requests are counted, under one limit in one window. */
const common = new Map<string, Headers>();
let commonUntil = 0;

/** What many answers have in common: a Response takes over a Headers at half the price of setting each of them. */
export function commonHeaders(type: string, { standing }: Walk): Headers {
  const counted = typeof standing === "object" ? standing : undefined;
  if (counted && counted.resetAt !== commonUntil) {
    common.clear();
    commonUntil = counted.resetAt;
  }
  const name = counted ? `${type} ${counted.category} ${counted.limit}` : type;
  let known = common.get(name);
  if (!known) {
    known = new Headers({ "content-type": type, ...fixed, ...(counted && rulesOf(counted)) });
    common.set(name, known);
  }
  return known;
}

/** The rules a caller is under, as published clients read them and as draft-ietf-httpapi-ratelimit-headers has them. */
const rulesOf = ({ category, limit, resetAt }: Standing) => ({
  "x-ratelimit-limit": `${limit}`,
  "x-ratelimit-reset": `${resetAt / 1000}`,
  "x-ratelimit-window": `${windowMs / 1000}`,
  "ratelimit-policy": `"${category}";q=${limit};w=${windowMs / 1000}`,
});

/** How the caller stands under them, on whatever was answered. */
export function tellStanding(headers: Headers, { standing, now }: Walk): void {
  if (!standing) return;
  if (standing === "not counted") {
    headers.set("x-ratelimit-warning", "not counted: the limiter does not answer");
    return;
  }
  const { category, remaining, resetAt, admitted } = standing;
  const seconds = secondsUntil(resetAt, now);
  headers.set("x-ratelimit-remaining", `${remaining}`);
  headers.set("ratelimit", `"${category}";r=${remaining};t=${seconds}`);
  if (!admitted) headers.set("retry-after", `${seconds}`);
}

/** Rounded up: who waits this long comes after the moment, never just before it. */
export const secondsUntil = (moment: number, now: number) => Math.ceil((moment - now) / 1000);
