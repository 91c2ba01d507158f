declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    CELL: DurableObjectNamespace<import("./cell/cell").Cell>;
    BLOBS: R2Bucket;
  }
}

interface Env extends Cloudflare.Env {}
