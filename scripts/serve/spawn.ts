import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Settings } from "./settings.ts";

const startScript = fileURLToPath(new URL("../start.ts", import.meta.url));

const mostOutput = 100_000;

export interface SpawnedServer {
  url: string;
  adminKey: string;
  process: ChildProcess;
  /** The last of what the server has written. */
  output(): string;
  /** Sends a signal and waits for the end; answers with the exit code, null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `scripts/start.ts`, or another script that says the same when it serves, as a process of its own, which ends with ours, and waits until it serves. */
export async function spawnServer(
  { host, port, stateDir }: Settings,
  script = startScript,
  flags: readonly string[] = [],
): Promise<SpawnedServer> {
  const env = { ...process.env, HOST: host, PORT: String(port), STATE_DIR: stateDir };
  const child = spawn(process.execPath, [script, ...flags], { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let text = "";
  const keep = (chunk: Buffer) => {
    text = (text + chunk).slice(-mostOutput);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const ended = once(child, "close");
  const ready = await Promise.race([once(child, "message"), ended.then(() => undefined)]);
  if (!ready) throw new Error(`The server did not start (exit ${child.exitCode}): ${text.trim()}`);
  const [{ url, adminKey }] = ready;
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = await ended;
    return code as number | null;
  };
  return { url, adminKey, process: child, output: () => text, end };
}
