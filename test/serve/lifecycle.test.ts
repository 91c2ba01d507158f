import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { client } from "../../scripts/client.ts";
import { newSecret } from "../../src/kit/secret.ts";
import { freshState, started } from "./state.ts";

const minute = 60_000;

const whoami = async ({ url, adminKey }: { url: string; adminKey: string }) =>
  (await client(url, adminKey).call("GET", "/v1/auth/whoami")).status;

/** Process ids of the children of a process. */
function childrenOf(pid: number): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([id]) => id!);
}

const isAlive = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

test(
  "the first run prints and keeps a key of its own; the second keeps it to itself",
  async () => {
    const state = freshState();
    const first = await started(state);
    const file = join(state.stateDir, "admin-key");
    expect(readFileSync(file, "utf8").trim()).toBe(first.adminKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(state.stateDir).mode & 0o777).toBe(0o700);
    expect(first.output()).toContain(first.adminKey);
    expect(await whoami(first)).toBe(200);
    expect(await first.end("SIGTERM")).toBe(0);
    const second = await started(state);
    expect(second.adminKey).toBe(first.adminKey);
    expect(second.output()).not.toContain(second.adminKey);
    expect(await whoami(second)).toBe(200);
  },
  minute,
);

test(
  "no loss of a file, and no crash between the two, locks the owner out",
  async () => {
    const state = freshState();
    // As after a crash between writing the file and the database.
    writeFileSync(join(state.stateDir, "admin-key"), newSecret("sk"));
    for (const lost of [undefined, "v3/d1", "admin-key"]) {
      if (lost) rmSync(join(state.stateDir, lost), { recursive: true });
      const server = await started(state);
      expect(await whoami(server)).toBe(200);
      expect(server.output()).toContain(server.adminKey);
      await server.end("SIGKILL");
    }
  },
  minute,
);

test(
  "a second server on the same state folder, or on a taken port, says why in one sentence and exits 1",
  async () => {
    const state = freshState();
    const server = await started(state);
    await expect(started(state)).rejects.toThrow(
      /^The server did not start \(exit 1\): Another server is using [^\n]+$/,
    );
    const taken = { ...freshState(), port: Number(new URL(server.url).port) };
    await expect(started(taken)).rejects.toThrow(/\(exit 1\): 127\.0\.0\.1:\d+ is taken by another program[^\n]+$/);
    expect(await whoami(server)).toBe(200);
  },
  minute,
);

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const)
  test(
    `${signal} leaves no process behind, and the same port and folder serve again at once`,
    async () => {
      const state = freshState();
      const server = await started(state);
      const children = childrenOf(server.process.pid!);
      expect(children).not.toEqual([]);
      expect(await server.end(signal)).toBe(signal === "SIGKILL" ? null : 0);
      await expect.poll(() => children.filter(isAlive), { timeout: 2_000 }).toEqual([]);
      const again = await started({ ...state, port: Number(new URL(server.url).port) });
      expect(again.url).toBe(server.url);
    },
    minute,
  );

test(
  "when workerd dies the server says so and fails, rather than serve nothing",
  async () => {
    const server = await started(freshState());
    const ended = new Promise((resolve) => server.process.once("exit", resolve));
    for (const child of childrenOf(server.process.pid!)) process.kill(child, "SIGKILL");
    expect(await ended).toBe(1);
    expect(server.output()).toContain("died");
  },
  minute,
);
