import { fetchOutbox, routeEvents } from "../store/events";
import type { Nudge } from "../store/nudges";
import { sweepByName } from "./cron";
import { deliverDue } from "./deliveries";
import { workTask } from "./tasks";

type Clock = () => number;

/** The queue's side: a message more or less changes nothing, and one that fails keeps no other from being heard. */
export async function consumeNudges(env: Env, batch: MessageBatch<Nudge>, clock: Clock): Promise<void> {
  const seen = new Set<string>();
  const once = batch.messages.filter(({ body }) => seen.size < seen.add(JSON.stringify(body)).size);
  await Promise.all(
    once.map(async ({ body }) => {
      try {
        await follow(env, body, clock);
      } catch (error) {
        console.error(JSON.stringify({ nudge: body, error: `${error}` }));
      }
    }),
  );
}

async function follow(env: Env, nudge: Nudge, clock: Clock): Promise<unknown> {
  if ("task_id" in nudge) return workTask(env, nudge.task_id, clock);
  if ("deliver" in nudge) return deliverDue(env, nudge.deliver, clock);
  if ("sweep" in nudge) return sweepByName(env, nudge.sweep, clock);
  if ("outbox" in nudge) await fetchOutbox(env, nudge.outbox);
  return routeAll(env, clock);
}

async function routeAll(env: Env, clock: Clock): Promise<void> {
  while ((await routeEvents(env, clock())) > 0);
}
