import { startAlerts } from "../store/alerts";
import { announce } from "../store/announcements";
import { routeEvents } from "../store/events";
import { noteHoldings } from "../store/holdings";
import { sweepOrphans } from "../store/orphans";
import { removeOld } from "../store/retention";
import { tellOfKeys } from "../store/security";
import { beginSweep, endSweep, type SweepName } from "../store/sweeps";
import { sweepVectors } from "../store/vector-sweep";
import { sweepDeliveries } from "./deliveries";
import { sweepTasks } from "./tasks";

const minuteMs = 60_000;

interface Sweep {
  name: SweepName;
  does: string;
  everyMs: number;
  /** Bounded in what it does; goes on in the next tick. Says how much it did. */
  run(env: Env, clock: () => number): Promise<Record<string, number>>;
}

const dayMs = 24 * 60 * minuteMs;

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
    name: "announcements",
    does: "Tells cells what is listened to, where the request that changed it did not get to them.",
    everyMs: minuteMs,
    run: async (env) => ({ cells_told: await announce(env, undefined, undefined, 500) }),
  },
  {
    name: "events",
    does: "Writes a delivery for everyone who listens to an event that no message came for.",
    everyMs: minuteMs,
    run: async (env, clock) => ({ events_routed: await routeEvents(env, clock()) }),
  },
  {
    name: "deliveries",
    does: "Makes the deliveries that are due and no message came for.",
    everyMs: minuteMs,
    run: sweepDeliveries,
  },
  {
    name: "alerts",
    does: "Starts the alerts whose time has come.",
    everyMs: minuteMs,
    run: async (env, clock) => ({ started: await startAlerts(env, clock()) }),
  },
  {
    name: "security",
    does: "Tells of keys that expire soon, are refused again and again, or run into their limits.",
    everyMs: 5 * minuteMs,
    run: (env, clock) => tellOfKeys(env, clock()),
  },
  {
    name: "retention",
    does: "Takes away deliveries, events and finished tasks that are old, and runs of alerts.",
    everyMs: dayMs / 24,
    run: (env, clock) => removeOld(env, clock()),
  },
  {
    name: "vectors",
    does: "Moves vectors of namespaces that have outgrown their cells, and takes away what lies outside and is nobody's.",
    everyMs: 10 * minuteMs,
    run: (env, clock) => sweepVectors(env, clock()),
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
  for (const sweep of sweeps) await runSweep(env, sweep, sweep.everyMs, clock);
}

/** One sweep at once, whenever it last ran: for whoever runs Cordon. */
export async function sweepByName(env: Env, name: string, clock: () => number): Promise<void> {
  for (const sweep of sweeps) if (sweep.name === name) await runSweep(env, sweep, 0, clock);
}

async function runSweep(env: Env, { name, run }: Sweep, everyMs: number, clock: () => number): Promise<void> {
  if (!(await beginSweep(env, name, everyMs, clock()))) return;
  try {
    await endSweep(env, name, { report: await run(env, clock), error: null }, clock());
  } catch (error) {
    console.error(JSON.stringify({ sweep: name, error: `${error}` }));
    await endSweep(env, name, { report: null, error: `${error}` }, clock());
  }
}
