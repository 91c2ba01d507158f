import { app } from "./edge/app";
import { tick } from "./jobs/cron";
import { consumeNudges } from "./jobs/tasks";
import type { Nudge } from "./store/tasks";

export { Cell } from "./cell/cell";
export { Limiter } from "./outside/limiter";
export { Replays } from "./outside/replays";

export default {
  fetch: app.fetch,
  queue: (batch, env) => consumeNudges(env, batch, Date.now),
  scheduled: (_, env) => tick(env, Date.now),
} satisfies ExportedHandler<Env, Nudge>;
