import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { V4WorkerOptions } from "miniflare";
import { Refusal } from "./refusal.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shelf = join(root, "dist", "serve");

/** A Worker to serve: its Wrangler configuration and the files and folders of its source, from the repository's root. */
export interface WorkerSource {
  config: string;
  sources: string[];
}

export const product: WorkerSource = { config: "wrangler.toml", sources: ["src"] };

// Wrangler's rules for what an import of a file gives; the entry comes first.
const moduleTypes = {
  ".js": "ESModule",
  ".wasm": "CompiledWasm",
  ".sql": "Text",
  ".txt": "Text",
  ".bin": "Data",
} as const;
type ModuleType = (typeof moduleTypes)[keyof typeof moduleTypes];

/** What miniflare needs to serve a bundle, kept beside it. */
export interface Bundle {
  name: string;
  folder: string;
  modules: { type: ModuleType; path: string }[];
  options: Partial<V4WorkerOptions>;
  databases: { binding: string; migrations: string }[];
}

/** The production bundle, made by Wrangler. Kept by a hash of all that goes into it: the same sources are bundled once. */
export async function bundle(worker: WorkerSource): Promise<Bundle> {
  const hash = await digest(worker);
  const folder = join(shelf, hash);
  if (!existsSync(folder)) {
    await make(worker, folder);
    // Sources that changed meanwhile would be kept under the wrong hash.
    if ((await digest(worker)) !== hash) return rm(folder, { recursive: true }).then(() => bundle(worker));
  }
  const description = JSON.parse(await readFile(join(folder, "worker.json"), "utf8"));
  return { ...description, folder, modules: await modulesIn(folder) };
}

async function make(worker: WorkerSource, folder: string): Promise<void> {
  await sweep();
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    const [description] = await Promise.all([describe(worker), runWrangler(worker, draft)]);
    await writeFile(join(draft, "worker.json"), JSON.stringify(description));
    // Another process may have made the same bundle meanwhile: then the rename fails and its bundle is as good.
    await rename(draft, folder).catch(() => {});
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Old bundles, and drafts that were never finished, go after a day. */
async function sweep(): Promise<void> {
  for (const name of await readdir(shelf).catch(() => [])) {
    const { mtimeMs } = await stat(join(shelf, name));
    if (Date.now() - mtimeMs > 86_400_000) await rm(join(shelf, name), { recursive: true, force: true });
  }
}

/** Reads the configuration with Wrangler's own code. Costs a second to load, so it is only imported for a new bundle. */
async function describe({ config }: WorkerSource): Promise<Omit<Bundle, "folder" | "modules">> {
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import("wrangler");
  const read = unstable_readConfig({ config: join(root, config) });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(read);
  return {
    name: read.name ?? "worker",
    // `workerOptions.bindings` would hold the secrets of .dev.vars too, which must not be kept here.
    options: { ...workerOptions, modulesRules: undefined, bindings: read.vars },
    databases: read.d1_databases.map((database: { binding: string; migrations_dir?: string }) => ({
      binding: database.binding,
      migrations: resolve(dirname(join(root, config)), database.migrations_dir ?? "migrations"),
    })),
  };
}

async function modulesIn(folder: string): Promise<Bundle["modules"]> {
  const modules = (await readdir(folder)).flatMap((file) => {
    const type = moduleTypes[extname(file) as keyof typeof moduleTypes];
    return type ? [{ type, path: join(folder, file) }] : [];
  });
  return modules.sort((a, b) => Number(b.type === "ESModule") - Number(a.type === "ESModule"));
}

function runWrangler({ config }: WorkerSource, outdir: string): Promise<void> {
  const wrangler = join(dirname(createRequire(import.meta.url).resolve("wrangler/package.json")), "bin", "wrangler.js");
  const args = [wrangler, "deploy", "--dry-run", "--outdir", outdir, "--config", config];
  const quiet = {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_WRITE_LOGS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    FORCE_COLOR: "0",
  };
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...quiet } });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Refusal(`Wrangler could not bundle ${config}:\n${output.trim()}`));
    });
  });
}

async function digest({ config, sources }: WorkerSource): Promise<string> {
  const hash = createHash("sha256").update(root); // paths in worker.json are absolute
  const files = (await Promise.all(sources.map(filesUnder))).flat();
  for (const path of [config, "package-lock.json", "scripts/serve/bundle.ts", ...files]) {
    const bytes = await readFile(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex").slice(0, 16);
}

async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path]; // one file
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}
