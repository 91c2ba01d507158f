declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    CELL: DurableObjectNamespace<import("./cell/cell").Cell>;
    BLOBS: R2Bucket;
    TASKS: Queue<import("./store/nudges").Nudge>;
    /** Seals what is kept sealed in D1; 32 random bytes or more. `npm start` makes one. */
    CORDON_SECRET?: string;
    /** Whether webhooks may lead into private networks: `true`, or `loopback` for this machine alone. Off by default. */
    ALLOW_PRIVATE_TARGETS?: string;
    /** Host names that Cordon is reached by, with commas between them: no webhook leads there. */
    OWN_HOSTS?: string;
    /** The DNS-over-HTTPS resolver that webhooks' host names are looked up with. */
    DNS_RESOLVER?: string;
    /** `off` where work is done by sweeps alone, as in tests. */
    NUDGES?: string;
    /** Milliseconds for which log lines are gathered; `npm start` sets it. */
    LOG_GATHER_MS?: string;
    /**
     * Set where all cells share one thread and one memory, as on one machine: requests take turns then, and what is in a
     * cell's memory is read without a call. `npm start` sets it.
     */
    SHARED_THREAD?: string;
    /** Upstash Redis, for limits and answers that all isolates share; without it each has what is embedded. */
    UPSTASH_REDIS_REST_URL?: string;
    UPSTASH_REDIS_REST_TOKEN?: string;
    /** Upstash Vector, for namespaces whose vectors do not stay in their cell: JSON, a list of `{name, url, token}`. */
    UPSTASH_VECTOR_INDEXES?: string;
    /** One index more, or the only one; it is called `default`. */
    UPSTASH_VECTOR_REST_URL?: string;
    UPSTASH_VECTOR_REST_TOKEN?: string;
    /** An account at Upstash, for namespaces that are given an index of their own. */
    UPSTASH_EMAIL?: string;
    UPSTASH_API_KEY?: string;
    /** Where indexes are made; `us-east-1` when it is not said. */
    UPSTASH_REGION?: string;
    /** How many namespaces one index takes: 10,000 when it is not said, 100 in Upstash's free plan. */
    UPSTASH_VECTOR_NAMESPACES?: string;
    /** Where Upstash's Developer API is, if not at its own address. */
    UPSTASH_DEVELOPER_URL?: string;
    LIMITER: DurableObjectNamespace<import("./outside/limiter").Limiter>;
    REPLAYS: DurableObjectNamespace<import("./outside/replays").Replays>;
  }
}

interface Env extends Cloudflare.Env {}
