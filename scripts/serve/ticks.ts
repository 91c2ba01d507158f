import type { Miniflare } from "miniflare";

const everyMs = 60_000;

/**
 * Cron for this machine: one tick at once, for what an earlier run was cut short in, then one a minute. A tick that
 * fails is made up for by the next. Gives the way to stop.
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
  void tick();
  const timer = setInterval(tick, everyMs);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
