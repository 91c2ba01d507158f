// `npm run demo`: a search-as-you-type page over the documentation of the installed packages, on its own origin.
import { styleText } from "node:util";
import { client } from "./client.ts";
import { servePage } from "./demo/site.ts";
import { type Access, foundTenant, mintPageKey } from "./demo/tenant.ts";
import { progressBar } from "./progress.ts";
import { readKey } from "./serve/keyfile.ts";
import { exitOnCrash, stopWhenTold } from "./serve/lifetime.ts";
import { checkPort } from "./serve/port.ts";
import { Refusal } from "./serve/refusal.ts";
import { startServer } from "./serve/server.ts";
import { portFrom, type Settings, settingsFrom, urlOf } from "./serve/settings.ts";

const closing: (() => Promise<void>)[] = [];
stopWhenTold(async () => void (await Promise.all(closing.map((close) => close()))));

try {
  await run(settingsFrom(process.env), portFrom("DEMO_PORT", process.env.DEMO_PORT || "5173"));
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exit(1);
}

async function run(settings: Settings, port: number): Promise<void> {
  // Found out before the load, which takes a while.
  await Promise.all([port, port + 1].map((each) => checkPort("127.0.0.1", each, "DEMO_PORT")));
  const access = await serverAt(settings);
  const fresh = process.argv.includes("--fresh");
  const tenant = await foundTenant(access, { fresh, onProgress: progressBar("Loading documentation") });
  const [allowedOrigin, otherOrigin] = [`http://localhost:${port}`, `http://localhost:${port + 1}`];
  const key = await mintPageKey(access, tenant.retrieverId, allowedOrigin);
  const site = await servePage([port, port + 1], { ...tenant, api: access.url, key, allowedOrigin });
  closing.push(site.close);
  console.log(
    [
      "",
      `${tenant.documents.toLocaleString("en")} sections are loaded into the namespace "demo".`,
      `Search them:   ${styleText("cyan", allowedOrigin)}`,
      `Be refused:    ${styleText("cyan", otherOrigin)}  (the same page; its key does not allow this origin)`,
      "Stop:          Ctrl-C",
    ].join("\n"),
  );
}

/** The server that answers at our address, or one of our own until the demo ends. */
async function serverAt(settings: Settings): Promise<Access> {
  const url = urlOf(settings.host, settings.port);
  if (settings.port === 0 || !(await answers(url))) {
    const server = await startServer({ ...settings, quiet: true, onProgress: console.log, onCrash: exitOnCrash });
    closing.push(server.stop);
    console.log(`Cordon serves at ${server.url}`);
    return server;
  }
  const adminKey = await readKey(settings.stateDir);
  if (!adminKey) throw new Refusal(`A server answers at ${url}, but ${settings.stateDir} holds no admin key for it.`);
  const { status } = await client(url, adminKey).call("GET", "/v1/auth/whoami");
  if (status !== 200) throw new Refusal(`The server at ${url} does not know the admin key in ${settings.stateDir}.`);
  console.log(`Using the server at ${url}`);
  return { url, adminKey };
}

function answers(url: string): Promise<boolean> {
  const asked = client(url).call("GET", "/health");
  return asked.then(
    () => true,
    () => false,
  );
}
