import { whenSilent } from "../outside/limits";
import { noHeaders, type Route } from "../routes/route";
import { Lines } from "../routes/shapes";

const whole = { type: "integer", minimum: 0 };
const text = { type: "string" };

/** Headers that a request may carry, as components of the OpenAPI document. */
export const requestHeaders = {
  "X-Namespace": {
    name: "X-Namespace",
    in: "header",
    required: false,
    description:
      "The namespace's id or name. `?namespace=` does as well; a key for one namespace needs neither. Searches and recalls take several, separated by commas: each must be granted, and each result says in `_namespace` where it came from.",
    schema: text,
  },
  "Idempotency-Key": {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "A name for this request, of the caller's choice. For 24 hours the same request under the same name, by the same key in the same namespace, is given its first answer again and does nothing. Another request under it is refused with 422, the same one while the first still runs with 409.",
    schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x20-\\x7e]+$" },
  },
  "X-Request-Id": {
    name: "X-Request-Id",
    in: "header",
    required: false,
    description:
      "The caller's own id for this request, for the logs and the answer. One that is not of this form is replaced.",
    schema: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$" },
  },
};

/** Headers that an answer may carry, as components of the OpenAPI document. */
export const responseHeaders = {
  "X-Request-Id": { description: "The request's id: the caller's own, or one of ours.", required: true, schema: text },
  "X-RateLimit-Limit": { description: "Requests of this kind that the key may make in a window here.", schema: whole },
  "X-RateLimit-Remaining": { description: "How many of them are left in this window.", schema: whole },
  "X-RateLimit-Reset": { description: "When the window ends, in seconds since 1970.", schema: whole },
  "X-RateLimit-Window": { description: "How long a window is, in seconds.", schema: whole },
  "RateLimit-Policy": {
    description: "The same as draft-ietf-httpapi-ratelimit-headers has it: kind, q, w.",
    schema: text,
  },
  RateLimit: { description: "The same as that draft has it: kind, requests left (r), seconds left (t).", schema: text },
  "X-RateLimit-Warning": {
    description: "There instead of the limits' other headers when the request was let in without being counted.",
    schema: text,
  },
  "X-Cache": {
    description: "Whether the answer was given before (`HIT`) or made now (`MISS`). Only of retrievers with a cache.",
    schema: { type: "string", enum: ["HIT", "MISS"] },
  },
  Age: { description: "Beside X-Cache: the seconds since the answer was made.", schema: whole },
  "Retry-After": { description: "Seconds until a request is let in again.", required: true, schema: whole },
  "Idempotent-Replayed": {
    description: "There, and `true`, when this is the first answer to the request's Idempotency-Key, given again.",
    schema: { type: "string", const: "true" },
  },
};

type RequestHeader = keyof typeof requestHeaders;
type ResponseHeader = keyof typeof responseHeaders;

export const parameter = (name: RequestHeader) => ({ $ref: `#/components/parameters/${name}` });

/** Whether the route's first answers are kept for their Idempotency-Key. */
export const isKept = ({ method, on, body }: Route) =>
  on !== "public" && body !== Lines && (method === "POST" || method === "PATCH");

const counted: ResponseHeader[] = [
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "X-RateLimit-Window",
  "RateLimit-Policy",
  "RateLimit",
];

/** Statuses that answer before a request is counted; what is not kept under an Idempotency-Key. */
const uncounted = [401, 405];
const unkept = [400, 401, 403, 405, 413, 422, 429, 503];

/** The headers of a route's answer of one status. */
export function headersOf(route: Route, status: number) {
  const isCounted = route.on !== "public" && !uncounted.includes(status);
  const names: ResponseHeader[] = [
    "X-Request-Id",
    ...(isCounted ? counted : []),
    ...(isCounted && whenSilent[route.category] === "let in" ? (["X-RateLimit-Warning"] as const) : []),
    ...(route.headers !== noHeaders && status === route.status ? (["X-Cache", "Age"] as const) : []),
    ...(status === 429 ? (["Retry-After"] as const) : []),
    ...(isKept(route) && !unkept.includes(status) ? (["Idempotent-Replayed"] as const) : []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
