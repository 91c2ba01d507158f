import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import {
  convertV4MiniflareOptions,
  Log,
  LogLevel,
  Miniflare,
  type V4WorkerOptions,
  type WorkerdStructuredLog,
} from "miniflare";
import type { Bundle } from "./bundle.ts";

export interface Serving {
  bundle: Bundle;
  host: string;
  port: number;
  /** Runs the Worker without a socket: nobody can reach it. */
  closed: boolean;
  stateDir: string;
  vars: Record<string, string>;
  onLog(line: WorkerdStructuredLog): void;
  onCrash(): void;
}

/** Starts workerd on a bundle, with the Worker itself on `host:port` and no proxy before it. */
export function startRuntime(serving: Serving): Miniflare {
  guardWorkerd();
  const { bundle, host, port, vars } = serving;
  const worker: V4WorkerOptions = {
    ...bundle.options,
    name: bundle.name,
    modules: bundle.modules,
    modulesRoot: bundle.folder,
    bindings: { ...bundle.options.bindings, LOG_GATHER_MS: "20", SHARED_THREAD: "true", ...vars },
    unsafeDirectSockets: serving.closed ? [] : [{ host, port }],
  };
  const options = convertV4MiniflareOptions({
    workers: [worker],
    resourcePersistencePath: `${serving.stateDir}/v3`,
    cf: false,
    logRequests: false,
    log: new CrashLog(serving.onCrash),
    handleStructuredLogs: serving.onLog,
    unsafeHandleRuntimeRestart: serving.onCrash,
    unsafeTriggerHandlers: true,
  });
  return withOwnSignals(() => new Miniflare(options));
}

/** Miniflare restarts workerd when it dies and says so only here; its own callback waits for the restart to succeed. */
class CrashLog extends Log {
  readonly #onCrash: () => void;
  constructor(onCrash: () => void) {
    super(LogLevel.WARN);
    this.#onCrash = onCrash;
  }
  override warn(message: string): void {
    if (message.includes("crashed unexpectedly")) this.#onCrash();
    else super.warn(message);
  }
}

/** Has miniflare run workerd through workerd.sh, which sees to it that no workerd outlives us. */
function guardWorkerd(): void {
  if (process.platform === "win32" || process.env.MINIFLARE_WORKERD_PATH) return;
  const require = createRequire(import.meta.url);
  const fromMiniflare = createRequire(require.resolve("miniflare"));
  process.env.CORDON_WORKERD = fromMiniflare("workerd").default;
  process.env.MINIFLARE_WORKERD_PATH = fileURLToPath(new URL("workerd.sh", import.meta.url));
}

/** Miniflare exits the process on signals, with a failure code. When to exit is for the program to say, not its library. */
function withOwnSignals<T>(make: () => T): T {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const made = make();
  for (const signal of signals)
    for (const listener of process.listeners(signal))
      if (!before.has(listener)) process.removeListener(signal, listener);
  return made;
}
