import { readFile, writeFile } from "node:fs/promises";
import { keyFile } from "../serve/keyfile.ts";
import { type Account, account, type Needs } from "./account.ts";
import { foundFirst } from "./organization.ts";
import type { Wrangler } from "./wrangler.ts";

export interface Provisioning {
  /** Wrangler's configuration, which gets the database's id. */
  config: string;
  /** Where the first organization's key is kept. */
  folder: string;
  wrangler: Wrangler;
  tell(sentence: string): void;
}

/** Has an account hold all that the Worker needs. May be run again at any time: it makes what is missing. */
export async function provision({ config, folder, wrangler, tell }: Provisioning): Promise<void> {
  const needs = await needsOf(config);
  const on = account(wrangler);
  const { id, made } = await on.database(needs.database);
  tell(`Database ${needs.database}: ${made ? "made" : "there"}.`);
  if (await writeId(config, id)) tell(`Its id is written in ${config}.`);
  await each("Queue", needs.queues, on.queue, tell);
  await each("Bucket", needs.buckets, on.bucket, tell);
  await on.migrate(needs.database);
  tell("Migrations: applied.");
  await each("Secret", needs.secrets, on.secret, tell);
  tell(aboutFirst(await foundFirst(on, needs.database, folder), folder));
}

async function each(kind: string, names: string[], make: Account["queue"], tell: Provisioning["tell"]) {
  for (const name of names) tell(`${kind} ${name}: ${(await make(name)) ? "made" : "there"}.`);
}

/** Secrets that are random numbers of ours, and nobody has to know. */
const madeSecrets = ["CORDON_SECRET"];

/** What the configuration names: the order of steps is ours, the names are its own. */
export async function needsOf(config: string): Promise<Needs> {
  const { unstable_readConfig } = await import("wrangler");
  const read = unstable_readConfig({ config });
  const { producers = [], consumers = [] } = read.queues;
  const queues = [...producers, ...consumers].flatMap((one) => [
    one.queue,
    ...("dead_letter_queue" in one && one.dead_letter_queue ? [one.dead_letter_queue] : []),
  ]);
  return {
    database: read.d1_databases.map(({ database_name: name }: { database_name?: string }) => name).join(),
    queues: [...new Set(queues)],
    buckets: read.r2_buckets.flatMap(({ bucket_name: name }: { bucket_name?: string }) => name ?? []),
    secrets: [...madeSecrets],
  };
}

async function writeId(config: string, id: string): Promise<boolean> {
  const text = await readFile(config, "utf8");
  const changed = text.replace(/^(database_id = ")[0-9a-f-]*"/m, `$1${id}"`);
  if (changed === text) return false;
  await writeFile(config, changed);
  return true;
}

function aboutFirst(did: Awaited<ReturnType<typeof foundFirst>>, folder: string): string {
  const file = keyFile(folder);
  switch (did) {
    case "founded":
      return `The first organization is founded. Its admin key is in ${file}: keep it safe, it is stored nowhere else.`;
    case "kept":
      return `There is an organization already. Its admin key is in ${file}.`;
    case "its key is elsewhere":
      return "There is an organization already. Its admin key is wherever it was kept: it cannot be shown again.";
  }
}
