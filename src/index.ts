import { Cell as Contents } from "./cell/cell";
import { app } from "./edge/app";
import { noteWork } from "./edge/shares";
import { tick } from "./jobs/cron";
import { consumeNudges } from "./jobs/nudges";
import type { Id } from "./kit/id";
import { noteWaking } from "./store/cells";
import { type Nudge, nudge } from "./store/nudges";
import { spacesOf } from "./store/spaces";

export { Limiter } from "./outside/limiter";
export { Replays } from "./outside/replays";

/** A cell knows nothing of queues and of services: here it learns whom to call and to tell, and where its vectors may be. */
export class Cell extends Contents {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    noteWaking(env, ctx.id, this.glance);
  }
  protected override call = (namespaceId: Id<"namespace">) => nudge(this.env, { outbox: namespaceId });
  protected override spaces = (namespaceId: Id<"namespace">) => spacesOf(this.env, namespaceId, Date.now);
  protected override worked = (namespaceId: Id<"namespace">, ms: number) => noteWork(this.env, namespaceId, ms);
}

export default {
  fetch: app.fetch,
  queue: (batch, env) => consumeNudges(env, batch, Date.now),
  scheduled: (_, env) => tick(env, Date.now),
} satisfies ExportedHandler<Env, Nudge>;
