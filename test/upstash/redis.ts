import { inject } from "vitest";
import "./provided";
import { app, bindings, type Reply } from "../tenant";

export const redis = inject("redis");
export const stalled = inject("stalled");

const varsOf = ({ url, token }: { url: string; token: string }) => ({
  UPSTASH_REDIS_REST_URL: url,
  UPSTASH_REDIS_REST_TOKEN: token,
});

/** The bindings of an installation with a Redis. */
export const withRedis = (to: { url: string; token: string }) => ({ ...bindings, ...varsOf(to) });

/** Speaks Upstash's REST protocol by hand, to look at what is really there. */
export async function command(...words: (string | number)[]): Promise<unknown> {
  if (!redis) throw new Error("there is no Redis here");
  const headers = { authorization: `Bearer ${redis.token}` };
  const response = await fetch(redis.url, { method: "POST", headers, body: JSON.stringify(words) });
  const { result, error } = await response.json<{ result: unknown; error?: string }>();
  if (error) throw new Error(error);
  return result;
}

/** A caller on bindings of its own. */
export const on =
  (env: typeof bindings, key: string, namespace = "main") =>
  async (method: string, path: string, body?: unknown): Promise<Omit<Reply, "text">> => {
    const headers = { authorization: `Bearer ${key}`, "x-namespace": namespace, "content-type": "application/json" };
    const sent = body === undefined ? null : JSON.stringify(body);
    const response = await app.request(path, { method, headers, body: sent }, env);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
