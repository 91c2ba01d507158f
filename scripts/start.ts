// `npm start`: Cordon on this machine, everything embedded, until it is told to stop. With `--with-upstash-local` it runs
// as in production with Upstash, on the tests' stand-ins.
import { exitOnCrash, stopWhenTold } from "./serve/lifetime.ts";
import { Refusal } from "./serve/refusal.ts";
import { type Server, startServer } from "./serve/server.ts";
import { flagsFrom, settingsFrom } from "./serve/settings.ts";
import { welcome } from "./serve/welcome.ts";

try {
  const settings = settingsFrom(process.env);
  const { withUpstash } = flagsFrom(process.argv.slice(2));
  // Nobody else loads what belongs to the tests.
  const beside = withUpstash && { beside: (await import("./serve/upstash.ts")).startUpstash };
  let server: Server | undefined;
  stopWhenTold(async () => server?.stop());
  server = await startServer({ ...settings, ...beside, onProgress: console.log, onCrash: exitOnCrash });
  console.log(welcome(server, settings.stateDir));
  process.send?.({ url: server.url, adminKey: server.adminKey });
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exit(1);
}
