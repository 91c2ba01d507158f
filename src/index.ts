import { app } from "./edge/app";

export { Cell } from "./cell/cell";
export { Limiter } from "./outside/limiter";
export { Replays } from "./outside/replays";

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
