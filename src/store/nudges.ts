import type { Id } from "../kit/id";

/**
 * A message says only where to look: at a task, at a cell's outbox, at events without deliveries, at an endpoint's
 * deliveries, or at what a sweep looks at. It may come twice, late, or never.
 */
export type Nudge =
  | { task_id: Id<"task"> }
  | { outbox: Id<"namespace"> }
  | { events: true }
  | { deliver: Id<"webhook"> }
  | { sweep: string };

/** Has something done soon. Lost, it is done by the next sweep: so a queue that does not answer fails nothing. */
export async function nudge(env: Env, message: Nudge, delaySeconds = 0): Promise<void> {
  if (env.NUDGES === "off") return;
  try {
    await env.TASKS.send(message, { delaySeconds });
  } catch (error) {
    console.error(`The queue took no nudge: ${error}`);
  }
}
