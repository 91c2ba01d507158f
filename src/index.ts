import { app } from "./edge/app";

export { Cell } from "./cell/cell";

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
