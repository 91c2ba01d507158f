import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { newId } from "../src/kit/id";
import { clock } from "./tenant";
import type { World } from "./worlds";

const hex = (value: unknown) =>
  value instanceof ArrayBuffer ? [...new Uint8Array(value)].map((byte) => byte.toString(16)).join(" ") : value;

/** Written in the background, of what the world itself has asked before. */
const noted = /^(usage|latencies|holdings|refusals|_cf.*|d1_.*|sqlite_.*)$/;

/** Every byte that is stored for a world: its rows of D1, and all that its cells hold. */
export async function storedBytes(w: World): Promise<Record<string, unknown[]>> {
  for (const id of [w.namespaceId, w.sideId]) await settled(w, id);
  const owners = [w.id, w.namespaceId, w.sideId];
  const stored: Record<string, unknown[]> = {};
  const tables = await env.DB.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all<{ name: string }>();
  for (const { name } of tables.results.filter((table) => !noted.test(table.name))) {
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all<Record<string, string>>();
    const theirs = results.filter((row) => owners.some((id) => Object.values(row).includes(id)));
    stored[name] = theirs.map(({ last_used_at, ...row }) => row);
  }
  for (const id of [w.namespaceId, w.sideId]) Object.assign(stored, await cellBytes(id));
  return stored;
}

/** What a cell would do with memories and vectors in its own time is done at once, so that no alarm comes between two looks. */
async function settled({ id: organizationId }: World, namespaceId: string): Promise<void> {
  const pass = { organizationId, keyId: newId("key"), config: null, collections: null, now: clock.now };
  const ask = JSON.stringify({ limit: 1000 });
  const cell = env.CELL.getByName(namespaceId);
  await cell.moveVectors(organizationId, { forMs: 5_000 });
  for (let more = true; more; ) {
    const told = await cell.remember(pass, "settle", ask, {});
    more = typeof told === "string" && JSON.parse(told).more;
  }
}

/** All that a cell holds, table by table, and its keys and values. */
export async function cellBytes(namespaceId: string): Promise<Record<string, unknown[]>> {
  return runInDurableObject(env.CELL.getByName(namespaceId), (_, { storage }) => {
    const names = [...storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")];
    const mine = names.map(({ name }) => name).filter((name) => !/^(_cf|sqlite_)/.test(name));
    const rowsOf = (name: string) =>
      [...storage.sql.exec(`SELECT * FROM "${name}"`)].map((row) => Object.entries(row).map(([k, v]) => [k, hex(v)]));
    return Object.fromEntries([
      ...mine.map((name) => [`${namespaceId} ${name}`, rowsOf(name)]),
      // Learning counts as a change of what a search sees, and comes in its own time.
      [`${namespaceId} kv`, [...storage.kv.list()].filter(([key]) => key !== "edition")],
    ]);
  });
}
