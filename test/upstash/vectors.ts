import { Index } from "@upstash/vector";
import { vectorIndex } from "./vector/index.ts";

export const token = "the token of the vectors";
const host = "https://vectors.example.com";

/** An index of two dimensions with a clock of its own, and the published client before it. */
export function standIn(given: Partial<Parameters<typeof vectorIndex>[0]> = {}) {
  const clock = { now: 1_000 };
  const index = vectorIndex({ dimension: 2, token, now: () => clock.now, ...given });
  const fetched = (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${token}`, ...init.headers };
    return index.fetch(new Request(host + path, { method: "POST", ...init, headers }));
  };
  const request = async ({ path = [], body }: { path?: string[]; body?: unknown }) => {
    const response = await fetched(`/${path.join("/")}`, { body: JSON.stringify(body) });
    const answer = await response.json<{ result: never; error?: string; status?: number }>();
    if (answer.error !== undefined) throw new Error(`${answer.status} ${answer.error}`);
    return { result: answer.result };
  };
  const post = async (path: string, body: unknown, init: RequestInit = {}) => {
    const response = await fetched(path, { body: JSON.stringify(body), ...init });
    return { status: response.status, ...(await response.json<{ result?: unknown; error?: string }>()) };
  };
  return { clock, client: new Index({ request }), fetched, post, ...index };
}
