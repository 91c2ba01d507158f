import { Cell as Contents } from "./cell/cell";
import { app } from "./edge/app";
import { tick } from "./jobs/cron";
import { consumeNudges } from "./jobs/nudges";
import type { Id } from "./kit/id";
import { type Nudge, nudge } from "./store/nudges";

export { Limiter } from "./outside/limiter";
export { Replays } from "./outside/replays";

/** A cell knows nothing of queues: here it learns whom to call when it has events. */
export class Cell extends Contents {
  protected override call = (namespaceId: Id<"namespace">) => nudge(this.env, { outbox: namespaceId });
}

export default {
  fetch: app.fetch,
  queue: (batch, env) => consumeNudges(env, batch, Date.now),
  scheduled: (_, env) => tick(env, Date.now),
} satisfies ExportedHandler<Env, Nudge>;
