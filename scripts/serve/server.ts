import { mkdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Miniflare, WorkerdStructuredLog } from "miniflare";
import { type Bundle, bundle, product, type WorkerSource } from "./bundle.ts";
import { type Founding, found } from "./found.ts";
import { readKey, sealingSecret } from "./keyfile.ts";
import { lockState } from "./lock.ts";
import { migrate, migrationsIn } from "./migrate.ts";
import { checkPort, refusal } from "./port.ts";
import { startRuntime } from "./runtime.ts";
import { type Settings, urlOf } from "./settings.ts";
import { startTicking } from "./ticks.ts";
import { secretVars } from "./vars.ts";

export interface ServerOptions extends Settings {
  /** Keeps what the Worker logs to itself, errors excepted. */
  quiet?: boolean;
  /** What to serve, when it is not Cordon: the benchmark's bare Worker. It then has no key. */
  worker?: WorkerSource;
  /** Services that run beside the Worker, started when the state folder is ours and ended with the server. */
  beside?(stateDir: string): Promise<Beside>;
  onProgress?(sentence: string): void;
  /** Called when workerd dies while serving. Without it the next request simply fails. */
  onCrash?(): void;
}

export interface Beside {
  /** What the Worker is told of them. */
  vars: Record<string, string>;
  /** What a person is. */
  told: string;
  close(): Promise<void>;
}

export interface Server extends Omit<Founding, "did"> {
  url: string;
  did: Founding["did"];
  /** Milliseconds from the call to the first request that can be served. */
  readyMs: number;
  /** What runs beside it, in a sentence or two. */
  beside: string | undefined;
  stop(): Promise<void>;
}

/** Serves the production bundle on workerd, in this process's care, on a state folder that it holds alone. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const start = performance.now();
  const { host, worker = product } = options;
  const stateDir = resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = lockState(stateDir);
  let runtime: Miniflare | undefined;
  let beside: Beside | undefined;
  let stopTicking = () => {};
  const stop = async () => {
    stopTicking();
    await runtime?.dispose();
    await beside?.close();
    lock.release();
  };
  try {
    const [made, vars] = await Promise.all([bundle(worker), secretVars(process.env), checkPort(host, options.port)]);
    beside = await options.beside?.(stateDir);
    // A developer's receiver is on the same machine; nothing else in private networks is called.
    const own = { CORDON_SECRET: await sealingSecret(stateDir), ALLOW_PRIVATE_TARGETS: "loopback" };
    const all = { ...own, ...vars, ...beside?.vars };
    const serving = { ...options, bundle: made, stateDir, vars: all, onLog: logger(options.quiet) };
    let founding: Founding | undefined;
    if (!(await isPrepared(stateDir, made))) {
      // Nobody is to meet a server that answers before it has its tables and its key: it gets them behind closed doors.
      runtime = startRuntime({ ...serving, closed: true, onCrash: () => {} });
      founding = await prepare(runtime, made, stateDir, options);
      await runtime.dispose();
    }
    runtime = startRuntime({ ...serving, closed: false, onCrash: options.onCrash ?? (() => {}) });
    const { port } = await runtime.unsafeGetDirectURL().catch(startFailure(options));
    founding ??= await prepare(runtime, made, stateDir, options);
    if (made.databases.length) stopTicking = startTicking(runtime);
    const readyMs = performance.now() - start;
    return { ...founding, url: urlOf(host, Number(port)), readyMs, beside: beside?.told, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** Whether an earlier run has done all of `prepare` for these migrations, and its key is still there. */
async function isPrepared(stateDir: string, made: Bundle): Promise<boolean> {
  if (made.databases.length === 0) return true;
  const done = await readFile(preparedFile(stateDir), "utf8").catch(() => "");
  return done === (await migrationNames(made)) && (await readKey(stateDir)) !== undefined;
}

const preparedFile = (stateDir: string) => join(stateDir, "prepared");
const migrationNames = async ({ databases }: Bundle) =>
  (await Promise.all(databases.map(({ migrations }) => migrationsIn(migrations)))).flat().join("\n");

async function prepare(runtime: Miniflare, made: Bundle, stateDir: string, options: ServerOptions): Promise<Founding> {
  let founding: Founding = { adminKey: "", did: "kept" };
  for (const { binding, migrations } of made.databases) {
    const db = await runtime.getD1Database(binding);
    const applied = await migrate(db, migrations);
    if (applied.length) options.onProgress?.(`Applied ${applied.length} migration(s): ${applied.join(", ")}`);
    if (binding === "DB") founding = await found(db, stateDir);
  }
  if (made.databases.length) await writeFile(preparedFile(stateDir), await migrationNames(made));
  return founding;
}

function startFailure({ host, port }: ServerOptions) {
  return (error: Error & { code?: string }): never => {
    throw error.code === "ERR_ADDRESS_IN_USE" ? refusal(host, port, "EADDRINUSE") : error;
  };
}

function logger(quiet = false) {
  return ({ level, message }: WorkerdStructuredLog) => {
    if (level === "error" || level === "warn") console.error(message);
    else if (!quiet) console.log(message);
  };
}
