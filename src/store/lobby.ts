import { sharedIndexes } from "./indexes";
import { redisOf } from "./redis";
import { publishedKeys } from "./signing";

/** What anybody may use without a key: whether we are well. */
export interface Lobby {
  /** Asks each store for a sign of life. */
  probe(): Promise<Record<"metadata" | "cell" | "object_storage", boolean> & { cache?: boolean; vectors?: boolean }>;
  /** What verifies our receipts, as a JWK Set has it. */
  signingKeys(): Promise<Record<string, unknown>[]>;
}

export function lobby(env: Env): Lobby {
  const alive = async (sign: () => Promise<unknown>) => {
    try {
      await sign();
      return true;
    } catch (error) {
      console.error(error);
      return false;
    }
  };
  return {
    signingKeys: () => publishedKeys(env),
    async probe() {
      const now = Date.now();
      const redis = redisOf(env, now);
      const indexes = sharedIndexes(env);
      const [metadata, cell, object_storage, cache, ...vectors] = await Promise.all([
        alive(() => env.DB.prepare("SELECT 1").run()),
        // A cell that was never founded answers, and writes nothing.
        alive(() => env.CELL.getByName("probe").ping()),
        alive(() => env.BLOBS.head("probe")),
        redis && alive(() => redis.ping()),
        ...indexes.map((index) => alive(() => index.at(now).info())),
      ]);
      return {
        ...{ metadata, cell, object_storage },
        ...(cache !== undefined && { cache }),
        ...(vectors.length > 0 && { vectors: vectors.every(Boolean) }),
      };
    },
  };
}
