import { stopWhenTold } from "../../scripts/serve/lifetime.ts";
import { startServer } from "../../scripts/serve/server.ts";
import { settingsFrom } from "../../scripts/serve/settings.ts";

// As `npm start`, with the chaotic Worker in the product's place.
const worker = { config: "test/chaos/wrangler.toml", sources: ["src", "test/chaos"] };
const server = await startServer({ ...settingsFrom(process.env), quiet: true, worker });
stopWhenTold(server.stop);
process.send?.({ url: server.url, adminKey: server.adminKey });
