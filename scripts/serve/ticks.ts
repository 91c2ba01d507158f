import type { Miniflare } from "miniflare";

const everyMs = 60_000;
/** Whoever waited for the server to start is served first. */
const firstMs = 1_000;

/**
 * Cron for this machine: one tick soon, for what an earlier run was cut short in, then one a minute. A tick that fails
 * is made up for by the next. Gives the way to stop.
 */
export function startTicking(runtime: Miniflare): () => void {
  const tick = async () => {
    try {
      const worker = await runtime.getWorker();
      await worker.scheduled({ cron: "* * * * *", scheduledTime: new Date() });
    } catch (error) {
      if (!stopped) console.error(`A cron tick failed: ${error}`);
    }
  };
  let stopped = false;
  const forgotten = forgetTheDead(runtime).catch(() => {});
  const first = setTimeout(() => forgotten.then(tick), firstMs);
  const timer = setInterval(tick, everyMs);
  for (const one of [first, timer]) one.unref();
  return () => {
    stopped = true;
    clearTimeout(first);
    clearInterval(timer);
  };
}

/** This process has the state to itself: whoever held a lease, or began a sweep, is gone. */
async function forgetTheDead(runtime: Miniflare): Promise<void> {
  const db = await runtime.getD1Database("DB");
  await db.batch([
    db.prepare("UPDATE tasks SET leased_until = 0 WHERE leased_until > 0"),
    db.prepare("UPDATE deliveries SET leased_until = 0 WHERE leased_until > 0"),
    db.prepare("UPDATE sweeps SET started_at = 0"),
  ]);
}
