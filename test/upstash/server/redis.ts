import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { startFront, token } from "./front.ts";

export interface RedisHome {
  url: string;
  token: string;
  close(): Promise<void>;
}

// Its input ends with us, however we end, and it with its input.
const guarded = `trap '' INT HUP; "$@" & cat >/dev/null; kill -9 $!`;

/** A redis-server of one's own, behind Upstash's protocol; null where this machine has none. */
export async function startRedis(): Promise<RedisHome | null> {
  const programs = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "redis-server"));
  const program = programs.find((path) => existsSync(path));
  if (!program) return null;
  const folder = await mkdtemp(join(tmpdir(), "cordon-redis-"));
  const socket = join(folder, "socket");
  const flags = ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder];
  const child = spawn("sh", ["-c", guarded, "redis", program, ...flags], { stdio: ["pipe", "ignore", "ignore"] });
  for (let n = 0; !existsSync(socket); n++) {
    if (n > 200 || child.exitCode !== null) throw new Error("redis-server did not start");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const front = await startFront(socket);
  const close = async () => {
    front.close();
    const ended = once(child, "exit");
    child.stdin.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { url: front.url, token, close };
}
