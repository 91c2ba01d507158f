import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newId } from "../src/kit/id";
import { findKey } from "../src/store/keyring";
import { noteUse } from "../src/store/last-used";
import { app, type Call, clock, organization, tenant } from "./tenant";

const minute = 60_000;
const keys = "/v1/organizations/api-keys";
const at = (moment: number) => new Date(moment).toISOString();

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Asks as a server is asked. What the request leaves to be done after its answer is done when `settled` is. */
async function ask(key: string, on: Env = env) {
  const context = createExecutionContext();
  const headers = { authorization: `Bearer ${key}` };
  const { status } = await app.request("/v1/auth/whoami", { headers }, on, context);
  const settled = () => {
    // Whoever lingers for what else was counted has lingered long enough.
    vi.advanceTimersByTime(25_000);
    return waitOnExecutionContext(context);
  };
  return { status, settled };
}

/** Has everything written that is gathered by now, so that a test begins with nothing. The clock only goes forward. */
async function cleared(key: string): Promise<void> {
  clock.now += minute;
  await (await ask(key)).settled();
}

const made = async (call: Call, name: string) => (await call("POST", keys, { name })).body as Record<string, string>;
const lastUse = async (call: Call, id = "") => (await call("GET", `${keys}/${id}`)).body.last_used_at;

/** The bindings, with what the database is asked for watched, and its answer to a note of uses replaced. */
function watched(answer?: () => Promise<never>) {
  const notes: unknown[][] = [];
  const prepare = (text: string) => {
    if (!text.startsWith("UPDATE keys")) return env.DB.prepare(text);
    const bind = (...values: unknown[]) => {
      notes.push(values);
      return answer ? { run: answer } : env.DB.prepare(text).bind(...values);
    };
    return { bind };
  };
  const DB = new Proxy(env.DB, { get: (db, name) => (name === "prepare" ? prepare : Reflect.get(db, name).bind(db)) });
  return { on: { ...env, DB }, notes };
}

test("a key's last use is told a minute later at most, in lists and alone, and written once for all keys", async () => {
  const [ada, bob] = [await tenant(), await organization()];
  const [one, two] = [await made(ada.call, "one"), await made(bob.call, "two")];
  const page = (await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "page" })).body;
  await cleared(ada.key);
  const { on, notes } = watched();
  const start = clock.now;
  for (const key of [one.key, two.key, page.key, one.key]) {
    clock.now += 1000;
    expect((await ask(key, on)).status).toBe(200);
  }
  clock.now = start + minute;
  await ask(bob.key, on);
  expect([notes.length, await lastUse(ada.call, one.key_id)]).toEqual([0, null]);
  clock.now = start + 1000 + minute;
  await (await ask(bob.key, on)).settled();
  expect(notes.length).toBe(1);
  expect(notes[0]!.length).toBe(1);
  expect(await lastUse(ada.call, one.key_id)).toBe(at(start + 4000));
  expect(await lastUse(bob.call, two.key_id)).toBe(at(start + 2000));
  expect((await ada.call("GET", keys)).body.results).toContainEqual(
    expect.objectContaining({ key_id: one.key_id, last_used_at: at(start + 4000) }),
  );
  expect((await ada.call("GET", "/v1/retrievers/search/api-keys")).body.results).toMatchObject([
    { key_id: page.key_id, last_used_at: at(start + 3000) },
  ]);
});

test("a use that no request follows is written all the same, by the request that made it", async () => {
  const ada = await organization();
  const one = await made(ada.call, "one");
  await cleared(ada.key);
  const used = await ask(one.key!);
  vi.advanceTimersByTime(25_000);
  await used.settled();
  expect(await lastUse(ada.call, one.key_id)).toBe(at(clock.now));
});

test("no answer waits for the note of a use, and one that fails loses that moment and nothing else", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const ada = await organization();
  const one = await made(ada.call, "one");
  await cleared(ada.key);
  await ask(one.key!);
  clock.now += minute;
  const endless = watched(() => new Promise(() => {}));
  expect((await ask(one.key!, endless.on)).status).toBe(200);
  expect(endless.notes.length).toBe(1);
  await ask(one.key!);
  clock.now += minute;
  const failing = watched(() => Promise.reject(new Error("the database is away")));
  const reply = await ask(one.key!, failing.on);
  await reply.settled();
  expect([reply.status, failing.notes.length, logged.mock.calls.length]).toEqual([200, 1, 1]);
  expect(logged.mock.calls.join()).not.toContain(one.key_id);
  expect(await lastUse(ada.call, one.key_id)).toBe(null);
  await cleared(one.key!);
  expect(await lastUse(ada.call, one.key_id)).toBe(at(clock.now));
});

test("a moment only rises, and what was refused is no use", async () => {
  const ada = await organization();
  const [one, gone] = [await made(ada.call, "one"), await made(ada.call, "gone")];
  await ada.call("DELETE", `${keys}/${gone.key_id}`);
  await cleared(ada.key);
  const later = clock.now + 60 * minute;
  await env.DB.prepare("UPDATE keys SET last_used_at = ? WHERE id = ?").bind(later, one.key_id).run();
  expect([(await ask(one.key!)).status, (await ask(gone.key!)).status]).toEqual([200, 401]);
  await cleared(ada.key);
  expect(await lastUse(ada.call, one.key_id)).toBe(at(later));
  expect(await lastUse(ada.call, gone.key_id)).toBe(null);
});

test("a thousand keys are written at once, before the minute is over", async () => {
  const ada = await organization();
  await cleared(ada.key);
  const row = await findKey(env, ada.key, clock.now);
  if (typeof row === "string") throw new Error(row);
  const { on, notes } = watched();
  for (let n = 0; n < 999; n++) noteUse(on, { ...row, id: newId("key") }, clock.now, () => undefined);
  expect(notes).toEqual([]);
  await (await ask(ada.key, on)).settled();
  expect(notes.map(([uses]) => JSON.parse(`${uses}`).length)).toEqual([1000]);
  expect(await lastUse(ada.call, row.id)).toBe(at(clock.now));
});
