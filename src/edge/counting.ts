import { Problem } from "../kit/problem";
import type { Route } from "../routes/route";
import type { KeyRow } from "../store/keyring";
import { countLatency } from "../store/latencies";
import { countRefusal, type Refused, refusalLimits } from "../store/refusals";
import { countUse } from "../store/usage";
import type { Answer } from "./answer";
import { contextOf } from "./auth";
import type { HouseContext, Walk } from "./house";
import { answerProblem } from "./problems";

/** Counts what a known key was answered. */
export function countAnswer(
  c: HouseContext,
  { key, route, namespaceId, now }: Walk,
  answer: { status: number; bytes: number; durationMs: number },
): void {
  if (!key || route === undefined) return;
  const place = namespaceId ?? key.organizationId;
  const context = () => contextOf(c);
  const { status, bytes, durationMs } = answer;
  countUse(c.env, { key, place, route, now, status, bytes, durationMs }, context);
  countLatency(c.env, { organizationId: key.organizationId, place, durationMs, now }, context);
}

/**
 * What a caller that fails is told. Each 401 and 403 is counted by its key, or without a valid one by its address, and
 * one too many of a minute is told only that: whoever guesses learns ever less. A request that is allowed is never held
 * up by refusals, so nobody can lock a neighbour behind the same address out.
 */
export function tell(c: HouseContext, error: unknown, route: Route): Answer {
  const { requestId, now, key } = c.get("walk");
  const told = answerProblem(error, requestId, route.dialect);
  if (told.status !== 401 && told.status !== 403) return told;
  const refused = key ? refusedKey(key) : refusedAddress(c);
  const counted = { status: told.status, route: `${route.method} ${route.path}`, now };
  if (!countRefusal(c.env, refused, counted, () => contextOf(c))) return told;
  const limit = refusalLimits[refused.by];
  const retry_after = 60 - (Math.floor(now / 1000) % 60);
  const sentence = `More than ${limit} requests were refused in a minute. Try again in ${retry_after} seconds.`;
  const tooMany = new Problem("rate_limited", sentence, { limit, window: 60, retry_after });
  return answerProblem(tooMany, requestId, route.dialect);
}

const refusedKey = ({ id, organizationId }: KeyRow): Refused => ({ by: "key", organizationId, caller: id });

/** The address as Cloudflare saw it. */
function refusedAddress(c: HouseContext): Refused {
  const address = c.req.header("cf-connecting-ip") ?? "";
  const known = /^[0-9a-f.:]{2,45}$/i.test(address);
  return { by: known ? "address" : "unknown", organizationId: "", caller: known ? address : "unknown" };
}
