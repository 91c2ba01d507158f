import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { provision } from "../../scripts/provision/provision.ts";
import type { Ran, Wrangler } from "../../scripts/provision/wrangler.ts";
import { bundle, product } from "../../scripts/serve/bundle.ts";
import { migrationsIn } from "../../scripts/serve/migrate.ts";
import { sha256 } from "../../src/kit/hash.ts";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** An empty account, as far as Wrangler's commands show it. `failAt` breaks off before the n-th thing that is made. */
function emptyAccount() {
  const made: string[] = [];
  const secrets = new Map<string, string>();
  const db = new DatabaseSync(":memory:");
  const migrated = new Set<string>();
  const state = { failAt: Number.POSITIVE_INFINITY };
  const yes = (output = ""): Ran => ({ ok: true, output });
  const no = (output: string): Ran => ({ ok: false, output });
  const make = (name: string, work: () => void = () => {}): Ran => {
    if (made.length >= state.failAt) return no("the network went away");
    if (made.includes(name)) return no(`${name} exists already`);
    work();
    made.push(name);
    return yes();
  };
  const commands: [RegExp, (match: RegExpMatchArray, args: readonly string[], input: string) => Ran | Promise<Ran>][] =
    [
      [/^d1 list --json$/, () => yes(JSON.stringify(made.includes("d1 cordon") ? [{ name: "cordon", uuid: id }] : []))],
      [/^(d1|queues|r2 bucket) create (\S+)$/, ([, kind, name]) => make(`${kind} ${name}`)],
      [/^(queues|r2 bucket) info (\S+)$/, ([, kind, name]) => (made.includes(`${kind} ${name}`) ? yes() : no("none"))],
      [
        /^d1 migrations apply cordon --remote$/,
        async () => {
          for (const name of await migrationsIn("migrations"))
            if (!migrated.has(name)) db.exec(await readFile(join("migrations", name), "utf8"));
          for (const name of await migrationsIn("migrations")) migrated.add(name);
          return yes();
        },
      ],
      [
        /^secret list/,
        () => (secrets.size ? yes(JSON.stringify([...secrets.keys()].map((name) => ({ name })))) : no("10007")),
      ],
      [/^secret put (\S+)$/, ([, name = ""], _, input) => make(`secret ${name}`, () => secrets.set(name, input))],
      [
        /^d1 execute cordon --remote --json --command SELECT/,
        (_, args) => yes(JSON.stringify([{ results: db.prepare(args.at(-1) ?? "").all() }])),
      ],
      [
        /^d1 execute cordon --remote --json --command insert/,
        (_, args) => {
          const answer = make("organization", () => db.exec(`BEGIN; ${args.at(-1)}; COMMIT`));
          return answer.ok ? yes(JSON.stringify([{ results: [] }])) : answer;
        },
      ],
    ];
  const wrangler: Wrangler = async (args, input = "") => {
    const line = args.join(" ");
    for (const [pattern, answer] of commands) {
      const match = line.match(pattern);
      if (match) return answer(match, args, input);
    }
    return no(`Unknown command: ${line}`);
  };
  return { wrangler, made, secrets, db, state };
}

const id = "01234567-89ab-cdef-0123-456789abcdef";

/** Provisions an account from a copy of the configuration; again with each call. */
async function provisioner(wrangler: Wrangler) {
  const folder = await mkdtemp(join(tmpdir(), "cordon-provision-"));
  folders.push(folder);
  const config = join(folder, "wrangler.toml");
  await copyFile("wrangler.toml", config);
  const run = async () => {
    const told: string[] = [];
    await provision({ config, folder: join(folder, "state"), wrangler, tell: (sentence) => told.push(sentence) });
    return told;
  };
  return { run, config, key: async () => (await readFile(join(folder, "state", "admin-key"), "utf8")).trim() };
}

const everything = [
  ...["d1 cordon", "queues cordon-tasks", "queues cordon-tasks-dead", "r2 bucket cordon-blobs"],
  ...["secret CORDON_SECRET", "organization"],
];

test("an empty account gets all that wrangler.toml names, once; a second time finds it there", async () => {
  const { wrangler, made, secrets, db } = emptyAccount();
  const { run, config, key } = await provisioner(wrangler);
  expect((await run()).join("\n")).toContain("The first organization is founded.");
  expect(made).toEqual(everything);
  expect(await readFile(config, "utf8")).toContain(`database_id = "${id}"`);
  expect(secrets.get("CORDON_SECRET")).toMatch(/^[\w-]{43}$/);
  const rows = db.prepare("SELECT hash, permissions, scopes, revoked_at FROM keys").all();
  expect(rows).toEqual([{ hash: await sha256(await key()), permissions: '["admin"]', scopes: "[]", revoked_at: null }]);
  expect((await run()).join("\n")).toContain("There is an organization already. Its admin key is in");
  expect(made).toEqual(everything);
});

test("whatever a run was cut short in, the next one finishes", async () => {
  for (let failAt = 0; failAt < everything.length; failAt++) {
    const { wrangler, made, db, state } = emptyAccount();
    const { run, key } = await provisioner(wrangler);
    state.failAt = failAt;
    await expect(run(), `${failAt}`).rejects.toThrow("the network went away");
    state.failAt = Number.POSITIVE_INFINITY;
    await run();
    expect(made).toEqual(everything);
    expect(db.prepare("SELECT hash FROM keys").all()).toEqual([{ hash: await sha256(await key()) }]);
  }
});

test("the production bundle is under 3 MB gzipped", async () => {
  const { modules } = await bundle(product);
  const sizes = await Promise.all(modules.map(async ({ path }) => gzipSync(await readFile(path)).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(100_000);
  expect(total).toBeLessThan(3_000_000);
});
