import { stopWhenTold } from "../../scripts/serve/lifetime.ts";
import { startServer } from "../../scripts/serve/server.ts";
import { settingsFrom } from "../../scripts/serve/settings.ts";

// As `npm start`, and told of services that a test holds: they outlive the server, as services do.
const beside = async () => ({ vars: JSON.parse(process.env.BESIDE ?? "{}"), told: "", close: async () => {} });
const server = await startServer({ ...settingsFrom(process.env), quiet: true, beside });
stopWhenTold(server.stop);
process.send?.({ url: server.url, adminKey: server.adminKey });
