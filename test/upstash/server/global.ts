import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { TestProject } from "vitest/node";
import type {} from "../provided.ts";
import { listening, startFront, token } from "./front.ts";
import { startVectors } from "./vectors.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stalled = createServer(() => {});
  project.provide("stalled", { url: await listening(stalled.listen(0, "127.0.0.1")), token });
  const program = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "redis-server"));
  const found = program.find((path) => existsSync(path));
  const redis = found ? await startRedis(found) : undefined;
  project.provide("redis", redis ? { url: redis.url, token } : null);
  const vectors = await startVectors({ maxIndexes: 1_000 });
  project.provide("vectors", { indexes: vectors.indexes, developer: vectors.developer });
  return async () => {
    vectors.close();
    stalled.close();
    stalled.closeAllConnections();
    await redis?.close();
  };
}

async function startRedis(program: string) {
  const folder = await mkdtemp(join(tmpdir(), "cordon-redis-"));
  const socket = join(folder, "socket");
  const flags = ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder];
  const child = spawn(program, flags, { stdio: "ignore" });
  for (let n = 0; !existsSync(socket); n++) {
    if (n > 200 || child.exitCode !== null) throw new Error("redis-server did not start");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const front = await startFront(socket);
  const close = async () => {
    front.close();
    const ended = once(child, "exit");
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { url: front.url, close };
}
