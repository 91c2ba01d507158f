declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    CELL: DurableObjectNamespace<import("./cell/cell").Cell>;
    BLOBS: R2Bucket;
    /** Milliseconds for which log lines are gathered; `npm start` sets it. */
    LOG_GATHER_MS?: string;
    LIMITER: DurableObjectNamespace<import("./outside/limiter").Limiter>;
    REPLAYS: DurableObjectNamespace<import("./outside/replays").Replays>;
  }
}

interface Env extends Cloudflare.Env {}
