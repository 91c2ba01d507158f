import { type Connection, connect, type Redis } from "../outside/redis";

/** One for an isolate, with its breaker. */
let connection: { url: string; token: string; to: Connection } | undefined;

/** The Redis of this installation; undefined where none is configured, and what is embedded does its work. */
export function redisOf(env: Env, now: number): Redis | undefined {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
  if (!url || !token) return undefined;
  if (connection?.url !== url || connection.token !== token) connection = { url, token, to: connect(url, token) };
  return connection.to.at(now);
}
