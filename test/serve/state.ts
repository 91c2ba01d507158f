import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Settings } from "../../scripts/serve/settings.ts";
import { type SpawnedServer, spawnServer } from "../../scripts/serve/spawn.ts";

/** A state folder of the test's own, on a port that is free. */
export function freshState(): Settings {
  const stateDir = mkdtempSync(join(tmpdir(), "cordon-test-"));
  onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }));
  return { host: "127.0.0.1", port: 0, stateDir };
}

/** A server process that does not outlive the test. */
export async function started(settings: Settings, script?: string, flags?: string[]): Promise<SpawnedServer> {
  const server = await spawnServer(settings, script, flags);
  onTestFinished(() => void server.process.kill("SIGKILL"));
  return server;
}
