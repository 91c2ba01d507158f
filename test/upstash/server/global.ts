import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import type {} from "../provided.ts";
import { listening, token } from "./front.ts";
import { startRedis } from "./redis.ts";
import { startVectors } from "./vectors.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stalled = createServer(() => {});
  project.provide("stalled", { url: await listening(stalled.listen(0, "127.0.0.1")), token });
  const redis = await startRedis();
  project.provide("redis", redis && { url: redis.url, token: redis.token });
  const vectors = await startVectors({ maxIndexes: 1_000 });
  project.provide("vectors", { indexes: vectors.indexes, developer: vectors.developer });
  return async () => {
    vectors.close();
    stalled.close();
    stalled.closeAllConnections();
    await redis?.close();
  };
}
