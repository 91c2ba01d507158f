const gatheredMs = 60_000;
const mostGathered = 1_000;
/** Whoever begins a gathering comes back for it, should nobody else. On Workers a request may linger for 30 seconds. */
const lingerMs = 25_000;

/** What keeps a request's work alive after its answer. */
export type Context = Pick<ExecutionContext, "waitUntil">;

/** What was gathered and not written yet. */
interface Gathered {
  readonly size: number;
  write(env: Env): Promise<void>;
}

/**
 * Makes the note that something was gathered in this isolate and has to be written: within a minute, for all requests at
 * once, and no answer waits for it. When writing fails, what was gathered is lost and nothing else. Without a context
 * nobody lingers, and a later request writes.
 */
export function gathering(gathered: Gathered) {
  let since: number | undefined;
  const flush = async (env: Env) => {
    if (since === undefined) return;
    since = undefined;
    try {
      await gathered.write(env);
    } catch (error) {
      // The driver's own words repeat the statement with everybody's ids; what it was caused by does not.
      const cause = error instanceof Error ? error.cause : undefined;
      console.error(JSON.stringify({ error: "What was counted was not written.", cause: `${cause}` }));
    }
  };
  return (env: Env, now: number, contextOf: () => Context | undefined): void => {
    if (since === undefined) {
      since = now;
      contextOf()?.waitUntil(new Promise((resolve) => setTimeout(resolve, lingerMs)).then(() => flush(env)));
    }
    if (now - since < gatheredMs && gathered.size < mostGathered) return;
    const written = flush(env);
    contextOf()?.waitUntil(written);
  };
}
