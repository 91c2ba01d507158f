import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ran {
  ok: boolean;
  output: string;
}

/** Runs one of Wrangler's commands; `input` is what it reads, for what is not to be seen among the arguments. */
export type Wrangler = (args: readonly string[], input?: string) => Promise<Ran>;

export const wrangler: Wrangler = (args, input = "") => {
  const program = join(dirname(createRequire(import.meta.url).resolve("wrangler/package.json")), "bin", "wrangler.js");
  // CI: questions are answered with their usual answer, since nobody is there to be asked.
  const env = { ...process.env, CI: "true", WRANGLER_HIDE_BANNER: "true", FORCE_COLOR: "0" };
  const child = spawn(process.execPath, [program, ...args], { cwd: root, env });
  let [output, complaints] = ["", ""];
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (complaints += text));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ ok: code === 0, output: code === 0 ? output : output + complaints }));
  });
};
