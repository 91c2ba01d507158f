import { join } from "node:path";
import { startRedis } from "../../test/upstash/server/redis.ts";
import { startVectors } from "../../test/upstash/server/vectors.ts";
import type { Beside } from "./server.ts";

/** What is written is found by the index a second later, as in production. */
const delayMs = 1_000;

/** The tests' stand-ins for Upstash, for one server: what they hold of vectors lies in its state folder. */
export async function startUpstash(stateDir: string): Promise<Beside> {
  const [vectors, redis] = await Promise.all([
    startVectors({ folder: join(stateDir, "upstash"), delayMs, logged: 0 }),
    startRedis(),
  ]);
  const { indexes, developer } = vectors;
  return {
    vars: {
      UPSTASH_VECTOR_INDEXES: JSON.stringify(indexes),
      UPSTASH_EMAIL: developer.email,
      UPSTASH_API_KEY: developer.apiKey,
      UPSTASH_DEVELOPER_URL: developer.url,
      ...(redis && { UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token }),
    },
    told: [
      `Upstash, as the tests' stand-ins: Vector at ${indexes.map(({ name, url }) => `${url} (${name})`).join(" and ")}, where a`,
      `write is seen after a second; its Developer API; ${redis ? "Redis" : "no Redis, since redis-server is not installed"}.`,
    ].join("\n"),
    async close() {
      vectors.close();
      await redis?.close();
    },
  };
}
