import "vitest";

/** Where the stand-ins are, as `server/global.ts` started them. */
declare module "vitest" {
  interface ProvidedContext {
    /** A redis-server behind Upstash's REST protocol; null where this machine has none. */
    redis: { url: string; token: string } | null;
    /** One that takes every request and answers none. */
    stalled: { url: string; token: string };
    /**
     * Upstash Vector, and the Developer API that makes further indexes. Tests that steer an index make one of their own:
     * these two belong to everybody.
     */
    vectors: {
      indexes: { name: string; url: string; token: string }[];
      developer: { url: string; email: string; apiKey: string };
    };
  }
}
