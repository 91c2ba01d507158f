import { randomBytes } from "node:crypto";
import { Refusal } from "../serve/refusal.ts";
import type { Wrangler } from "./wrangler.ts";

/** What the Worker needs of an account, as wrangler.toml names it. */
export interface Needs {
  database: string;
  queues: string[];
  buckets: string[];
  secrets: string[];
}

/** A Cloudflare account by way of Wrangler. Everything is looked for first and made only where it is missing. */
export function account(wrangler: Wrangler) {
  const must = async (args: readonly string[], input?: string): Promise<string> => {
    const { ok, output } = await wrangler(args, input);
    if (!ok) throw new Refusal(`\`wrangler ${args.slice(0, 3).join(" ")}\` failed:\n${output.trim()}`);
    return output;
  };
  const ids = async (name: string): Promise<string | undefined> => {
    const databases: { name: string; uuid: string }[] = JSON.parse(await must(["d1", "list", "--json"]));
    return databases.find((database) => database.name === name)?.uuid;
  };
  return {
    /** The id of the database of this name, and whether it was made. */
    async database(name: string): Promise<{ id: string; made: boolean }> {
      const known = await ids(name);
      if (known) return { id: known, made: false };
      await must(["d1", "create", name]);
      const id = await ids(name);
      if (!id) throw new Refusal(`The database ${name} was created, and is not in the list of databases.`);
      return { id, made: true };
    },
    async queue(name: string): Promise<boolean> {
      if ((await wrangler(["queues", "info", name])).ok) return false;
      await must(["queues", "create", name]);
      return true;
    },
    async bucket(name: string): Promise<boolean> {
      if ((await wrangler(["r2", "bucket", "info", name])).ok) return false;
      await must(["r2", "bucket", "create", name]);
      return true;
    },
    /** Makes a secret that is nowhere yet. What is there stays: with another one, what was sealed could not be opened. */
    async secret(name: string): Promise<boolean> {
      const listed = await wrangler(["secret", "list", "--format", "json"]);
      const none = /not found|does not exist|10007/i.test(listed.output); // the Worker itself is not there yet
      if (!listed.ok && !none) throw new Refusal(`Secrets could not be listed:\n${listed.output.trim()}`);
      const known: { name: string }[] = listed.ok ? JSON.parse(listed.output) : [];
      if (known.some((secret) => secret.name === name)) return false;
      await must(["secret", "put", name], randomBytes(32).toString("base64url"));
      return true;
    },
    migrate: (database: string) => must(["d1", "migrations", "apply", database, "--remote"]),
    /** Rows of the last statement. All statements succeed, or none. */
    async query(database: string, statements: readonly string[]): Promise<Record<string, unknown>[]> {
      const command = ["d1", "execute", database, "--remote", "--json", "--command", statements.join(";\n")];
      const results: { results: Record<string, unknown>[] }[] = JSON.parse(await must(command));
      return results.at(-1)?.results ?? [];
    },
  };
}

export type Account = ReturnType<typeof account>;
