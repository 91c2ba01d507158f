import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";

const file = fileURLToPath(new URL("../../.dev.vars", import.meta.url));

/** The Worker's secrets as `.dev.vars` gives them. The environment overrides a name listed there, and adds none. */
export async function secretVars(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const listed = Object.entries(parseEnv(await readFile(file, "utf8").catch(() => "")));
  return Object.fromEntries(listed.map(([name, value]) => [name, env[name] ?? value ?? ""]));
}
