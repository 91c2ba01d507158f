import { sha256 } from "../kit/hash";
import { invalid, Problem } from "../kit/problem";
import { sealOf } from "../kit/seal";
import type { Route } from "../routes/route";
import { Lines } from "../routes/shapes";
import type { KeyRow } from "../store/keyring";
import type { Place } from "../store/limits";
import { replaysOf } from "../store/replays";
import type { Answer } from "./answer";
import type { HouseContext } from "./house";

/** A request that carries an Idempotency-Key. */
export interface Replay {
  /** What was answered the first time; then the work is not done again. */
  readonly first?: Answer;
  /** Keeps the answer as the first one, and gives it back. */
  keep(answer: Answer): Promise<Answer>;
}

/** Refusals before anything was begun: the client may mend the request, or simply try again, under the same key. */
const begunNothing: readonly number[] = [400, 401, 403, 413, 422, 429, 503];

/**
 * Whether a route's answers are kept for a key. What comes line by line is never whole in one place, and is safe to send
 * twice by itself.
 */
export const isKept = ({ method, body }: Route) => (method === "POST" || method === "PATCH") && body !== Lines;

const header = ["header", "idempotency-key"];

/**
 * The request's Idempotency-Key, looked up and reserved, once the request is known to be valid and
 * its caller to be allowed. Without the header it costs nothing. The first answer, a 404, 409 or 500 too, is given again
 * for 24 hours to the same key in the same place (its namespace, or its organization).
 *
 * What is stored is sealed with the caller's own secret, which we do not have: an answer may hold a new key's text.
 * Names and bodies are kept as HMACs under it.
 * @throws Problem `invalid` for a header that is none, `key_reused` for another request, `in_flight` for the same at once
 */
export async function recall(
  c: HouseContext,
  route: Route,
  { key, place, body }: { key: KeyRow; place: Place; body: unknown },
): Promise<Replay | undefined> {
  const asked = c.req.header("idempotency-key");
  if (asked === undefined) return undefined;
  if (!/^[\x20-\x7e]{1,255}$/.test(asked))
    throw invalid("Idempotency-Key takes 1 to 255 printable ASCII characters.", header);
  const { now } = c.get("walk");
  const seal = await sealOf(await secretOf(c, key), "cordon replay v1");
  const { pathname, search } = new URL(c.req.url);
  const [name, print] = await Promise.all([
    seal.sign("name", asked),
    seal.sign("print", route.method, pathname, search, JSON.stringify(body) ?? ""),
  ]);
  const replays = replaysOf(c.env, key, place);
  const found = await replays.reserve(name, print, now);
  switch (found.state) {
    case "different":
      throw new Problem("key_reused", "This Idempotency-Key came with another request before. Take a new one.");
    case "running":
      throw new Problem("in_flight", "The first request with this Idempotency-Key is still running. Try again soon.");
    case "answered": {
      const first = revive(await seal.open(found.sealed, name + print));
      return { first, keep: async (answer) => answer };
    }
  }
  const { token } = found;
  return {
    async keep(answer) {
      if (typeof answer.body !== "string") return answer;
      try {
        if (begunNothing.includes(answer.status)) await replays.release(name, token);
        else await replays.complete(name, token, await seal.close(written(answer), name + print), now);
      } catch (error) {
        // What was done is done, and its answer is worth more than the record of it.
        console.error(JSON.stringify({ request_id: c.get("walk").requestId, error: `${error}` }));
      }
      return answer;
    },
  };
}

/** The text of the key that was let in: of those presented, the one whose hash it has. */
async function secretOf(c: HouseContext, key: KeyRow): Promise<string> {
  const bearer = c.req.header("authorization")?.split(" ").at(-1);
  for (const text of [bearer, c.req.header("x-public-api-key"), c.req.header("x-api-key")])
    if (text && (await sha256(text)) === key.hash) return text;
  throw new Error("a key was let in that was not presented");
}

const written = ({ status, type, body }: Answer) => JSON.stringify([status, type, body]);

function revive(text: string): Answer {
  const [status, type, body] = JSON.parse(text);
  return { status, type, body, headers: { "idempotent-replayed": "true" } };
}
