import { noteHoldings } from "../store/holdings";
import { sweepOrphans } from "../store/orphans";
import { beginSweep, endSweep } from "../store/sweeps";
import { sweepTasks } from "./tasks";

const minuteMs = 60_000;

interface Sweep {
  name: string;
  does: string;
  everyMs: number;
  /** Bounded in what it does; goes on in the next tick. Says how much it did. */
  run(env: Env, clock: () => number): Promise<Record<string, number>>;
}

/** What runs when. The trigger ticks once a minute; each sweep knows by its row whether its time has come. */
export const sweeps: readonly Sweep[] = [
  { name: "tasks", does: "Takes up due tasks that no message came for.", everyMs: minuteMs, run: sweepTasks },
  {
    name: "holdings",
    does: "Notes what namespaces in use hold, for their day.",
    everyMs: 60 * minuteMs,
    run: (env, clock) => noteHoldings(env, clock()),
  },
  {
    name: "orphans",
    does: "Finds what a deleted namespace left behind: rows without a task, objects without a namespace.",
    everyMs: 10 * minuteMs,
    run: (env, clock) => sweepOrphans(env, clock()),
  },
];

/** One tick. A sweep that fails says so in its row and keeps no other from running. */
export async function tick(env: Env, clock: () => number): Promise<void> {
  for (const { name, everyMs, run } of sweeps) {
    if (!(await beginSweep(env, name, everyMs, clock()))) continue;
    try {
      await endSweep(env, name, { report: await run(env, clock), error: null }, clock());
    } catch (error) {
      console.error(JSON.stringify({ sweep: name, error: `${error}` }));
      await endSweep(env, name, { report: null, error: `${error}` }, clock());
    }
  }
}
