import { attemptDelivery, type Tried } from "../domain/webhooks/attempt";
import { mostFailingMs } from "../domain/webhooks/schedule";
import type { Id } from "../kit/id";
import {
  type Claimed,
  claimDeliveries,
  disableWebhook,
  dueWebhooks,
  noteHealth,
  pauseWebhook,
  settleDeliveries,
} from "../store/deliveries";
import { nudge } from "../store/nudges";
import { targetsOf } from "../store/targets";
import { hookVault, type Sealed } from "../store/webhooks";

type Clock = () => number;

/** How long one message works for one webhook before it passes it on. */
const turnMs = 20_000;
const perClaim = 60;
/** Connections that a Worker may have open at a time. Those of one endpoint leave room for another's. */
const lanes = 6;
const perSweep = 100;

/** Makes the deliveries of one webhook that are due, until none are or the turn is over. */
export async function deliverDue(
  env: Env,
  webhookId: Id<"webhook">,
  clock: Clock,
  random = Math.random,
): Promise<number> {
  const start = clock();
  for (let made = 0; ; ) {
    const claimed = await claimDeliveries(env, webhookId, clock(), perClaim);
    if (!claimed) return made;
    const tried = await tryAll(env, claimed, { clock, random });
    made += tried.length;
    const isOver = await follow(env, claimed, tried, clock());
    if (isOver) return made;
    if (clock() - start < turnMs) continue;
    await nudge(env, { deliver: webhookId });
    return made;
  }
}

async function tryAll(
  env: Env,
  { webhook, due }: Claimed,
  time: { clock: Clock; random: () => number },
): Promise<Tried[]> {
  const sealed: Sealed = JSON.parse(await hookVault(env).open(webhook.sealed, webhook.id));
  const targets = targetsOf(env);
  const tried: Tried[] = [];
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < due.length; i = next++) {
      const one = due[i];
      if (one) tried[i] = await attemptDelivery({ ...one, sealed }, targets, time);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return tried;
}

/** Writes down what became of them, and what follows for the webhook; true when it is not to be called for now. */
async function follow(env: Env, { webhook, due }: Claimed, tried: Tried[], now: number): Promise<boolean> {
  const outcomes = tried.flatMap((one, i) => {
    const delivery = due[i]?.delivery;
    return delivery ? [{ ...one, delivery }] : [];
  });
  await settleDeliveries(env, outcomes, now);
  // Sooner than a sweep would come; one message for all of them.
  const soonMs = Math.max(0, ...outcomes.map(({ dueAt }) => (dueAt ?? now) - now).filter((ms) => ms < 60_000));
  if (soonMs > 0) await nudge(env, { deliver: webhook.id }, Math.ceil(soonMs / 1000));
  const hasSucceeded = tried.some(({ status }) => status === "delivered");
  const failingSince = hasSucceeded ? null : (webhook.failingSince ?? now);
  await noteHealth(env, webhook, failingSince);
  if (tried.some(({ gone }) => gone)) {
    await disableWebhook(env, webhook, "The endpoint answered 410 Gone.", now);
    return true;
  }
  if (failingSince !== null && now - failingSince >= mostFailingMs) {
    await disableWebhook(env, webhook, "Nothing could be delivered for five days.", now);
    return true;
  }
  const quietMs = Math.max(0, ...tried.map((one) => one.quietMs));
  if (quietMs > 0) await pauseWebhook(env, webhook, now + quietMs);
  return quietMs > 0;
}

/** Makes the deliveries that are due and no message came for. */
export async function sweepDeliveries(env: Env, clock: Clock): Promise<Record<string, number>> {
  const due = await dueWebhooks(env, clock(), perSweep);
  // Where there is a queue, it works for many endpoints at a time; what it loses is due again at the next tick.
  let delivered = 0;
  for (const id of due) delivered += await deliverDue(env, id, clock);
  return { webhooks: due.length, attempts: delivered };
}
