import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";

const fileAt = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/**
 * The Worker's secrets: those of `.dev.vars`, and over them those of the environment that `.dev.vars.example` names. Of
 * anything else in the environment the Worker learns nothing.
 */
export async function secretVars(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const listed = parseEnv(await readFile(fileAt(".dev.vars"), "utf8").catch(() => ""));
  const example = await readFile(fileAt(".dev.vars.example"), "utf8");
  const known = Array.from(example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm), ([, name]) => name ?? "");
  const names = new Set([...Object.keys(listed), ...known]);
  return Object.fromEntries([...names].flatMap((name) => setTo(name, env[name] ?? listed[name])));
}

/** What is empty is not set. */
const setTo = (name: string, value: string | undefined): [string, string][] => (value ? [[name, value]] : []);
