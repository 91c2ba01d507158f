import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerSource } from "../serve/bundle.ts";
import { type Server, type ServerOptions, startServer } from "../serve/server.ts";
import type { Target } from "./load.ts";

const bareWorker: WorkerSource = { config: "scripts/bench/bare.toml", sources: ["scripts/bench/bare.ts"] };
const scanWorker: WorkerSource = {
  config: "scripts/bench/scan.toml",
  sources: ["scripts/bench/scan.ts", "scripts/bench/random.ts", "src/engine/knn"],
};

/** The servers of one benchmark, on free ports and a folder that goes with them. */
export async function openField() {
  const folder = await mkdtemp(join(tmpdir(), "cordon-bench-"));
  const start = (name: string, worker?: WorkerSource, more: Partial<ServerOptions> = {}) =>
    startServer({
      ...{ host: "127.0.0.1", port: 0, stateDir: join(folder, name), quiet: true },
      ...(worker && { worker }),
      ...more,
    });
  const bare = await start("bare", bareWorker);
  let product = await start("product");
  const close = async () => {
    await Promise.all([bare.stop(), product.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  let closing: Promise<void> | undefined; // Ctrl-C and the end of the run may both ask
  return {
    bare: { url: bare.url, shot: () => ({ path: "/" }) } satisfies Target,
    get product(): Server {
      return product;
    },
    async restart(): Promise<Server> {
      await product.stop();
      product = await start("product");
      return product;
    },
    /** A server of its own beside the stand-ins for Upstash. */
    async besideUpstash(): Promise<Server> {
      const { startUpstash } = await import("../serve/upstash.ts");
      return start("upstash", undefined, { beside: startUpstash });
    },
    /** A Worker of its own for the vector kernel, so that it is timed on workerd and alone. */
    scanner: () => start("scan", scanWorker),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

export type Field = Awaited<ReturnType<typeof openField>>;
