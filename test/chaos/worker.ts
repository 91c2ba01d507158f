import product, { Cell as ProductCell } from "../../src/index";
import type { Nudge } from "../../src/store/nudges";

export { Limiter, Replays } from "../../src/index";

/** The bindings with a queue that loses one message in five and brings one in five twice. */
function lossy(env: Env): Env {
  const send: Env["TASKS"]["send"] = async (message, options) => {
    const fate = Math.random();
    if (fate < 0.2) return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
    if (fate < 0.4) await env.TASKS.send(message, options);
    return env.TASKS.send(message, options);
  };
  return { ...env, TASKS: { ...env.TASKS, send } };
}

export class Cell extends ProductCell {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, lossy(env));
  }
}

export default {
  fetch: (request, env, ctx) => product.fetch(request, lossy(env), ctx),
  queue: (batch, env) => product.queue(batch, lossy(env)),
  scheduled: (event, env) => product.scheduled(event, lossy(env)),
} satisfies ExportedHandler<Env, Nudge>;
