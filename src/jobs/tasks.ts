import type { Id } from "../kit/id";
import { pause } from "../kit/pause";
import { Problem } from "../kit/problem";
import { nudge } from "../store/nudges";
import { claimTask, dueTasks, saveTask, type TaskRow } from "../store/tasks";
import { kinds } from "./kinds";

type Clock = () => number;

/** How long one invocation works on a task before it passes it on to another. */
const turnMs = 20_000;
const [firstRetryMs, lastRetryMs] = [5_000, 3_600_000];
/** How many tasks one tick takes up. */
const perSweep = 50;

/** Works on a task step by step, saving after each, until it is done or the turn is over. Nobody else does meanwhile. */
export async function workTask(env: Env, id: Id<"task">, clock: Clock): Promise<void> {
  const start = clock();
  let task = await claimTask(env, id, start);
  while (task) {
    const changes = await tryStep(env, task, clock());
    if (!(await saveTask(env, task, changes, clock()))) return;
    task = { ...task, ...changes };
    if (task.status !== "IN_PROGRESS" || task.failures > 0) return;
    if (clock() - start < turnMs) {
      await pause();
      continue;
    }
    await saveTask(env, task, { leasedUntil: 0 }, clock());
    return nudge(env, { task_id: id });
  }
}

/** What a step did to its task: brought it on, ended it, or failed and has to be tried again later. */
async function tryStep(env: Env, task: TaskRow, now: number): Promise<Partial<TaskRow>> {
  const kind = kinds[task.kind];
  const ended = { state: null, dueAt: null, finishedAt: now, leasedUntil: 0 };
  try {
    const step = await kind.step(env, task, now);
    if ("result" in step) return { ...ended, ...over(task), status: "COMPLETED", result: step.result };
    return { ...step, error: null, failures: 0, dueAt: now };
  } catch (error) {
    // A problem is the caller's to know; anything else is ours, and says only that it will be tried again.
    if (error instanceof Problem && error.status < 500) return { ...ended, status: "FAILED", error: error.message };
    console.error(JSON.stringify({ task_id: task.id, kind: task.kind, error: `${error}` }));
    const failures = task.failures + 1;
    const words = { error: "A step did not succeed and will be tried again.", failures };
    if (kind.giveUpAfter !== null && failures >= kind.giveUpAfter)
      return { ...ended, ...words, status: "FAILED", error: "It did not succeed, and was given up." };
    const waitMs = Math.min(firstRetryMs * 2 ** (failures - 1), lastRetryMs);
    return { ...words, leasedUntil: 0, dueAt: now + waitMs };
  }
}

/** What is done is done to the last. */
const over = ({ total }: TaskRow) => ({ done: total ?? 1, total: total ?? 1, error: null, failures: 0 });

/** Takes up what is due and no message came for. */
export async function sweepTasks(env: Env, clock: Clock): Promise<Record<string, number>> {
  const due = await dueTasks(env, clock(), perSweep);
  for (const id of due) await workTask(env, id, clock);
  return { taken_up: due.length };
}
