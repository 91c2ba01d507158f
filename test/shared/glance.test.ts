import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Pass } from "../../src/cell/contract";
import { Gate } from "../../src/cell/gate";
import { Glance } from "../../src/cell/glance";
import { Remote } from "../../src/cell/remote/remote";
import { shelfOf } from "../../src/cell/shelf";
import { type Id, newId } from "../../src/kit/id";
import { glanceOf } from "../../src/store/cells";
import { bindings, caller, clock, tenant } from "../tenant";

const noon = clock.now;
let calls = 0;
const counting = {
  idFromName: (name: string) => env.CELL.idFromName(name),
  get: (id: DurableObjectId) => {
    calls++;
    return env.CELL.get(id);
  },
};
beforeEach(() => {
  Object.assign(bindings, { CELL: counting });
});
afterEach(() => {
  Object.assign(bindings, { CELL: env.CELL });
  clock.now = noon;
});

/** What a request came to, and how many calls it cost. */
async function costing<T>(work: Promise<T>): Promise<[T, number]> {
  const before = calls;
  return [await work, calls - before];
}

const passFor = (ada: { id: Id<"organization"> }, more: Partial<Pass> = {}): Pass => ({
  ...{ organizationId: ada.id, keyId: newId("key"), config: null, collections: null, now: clock.now },
  ...more,
});

async function withBoat() {
  const ada = await tenant();
  const write = (text: string) => ada.call("PUT", "/v1/collections/pages/documents/boat", { text });
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "boat", text: "one" });
  const read = async (call = ada.call) => {
    const [{ status, body }, cost] = await costing(call("GET", "/v1/documents/boat"));
    return { status, text: body.text, cost };
  };
  return { ...ada, write, read };
}

test("a document is read with a call once, then without, for five seconds; after a write with one, and as it was written", async () => {
  const { read, write } = await withBoat();
  expect(await read()).toEqual({ status: 200, text: "one", cost: 1 });
  expect(await read()).toEqual({ status: 200, text: "one", cost: 0 });
  clock.now += 4_999;
  expect(await read()).toEqual({ status: 200, text: "one", cost: 0 });
  clock.now += 1;
  expect(await read()).toEqual({ status: 200, text: "one", cost: 1 });
  expect((await write("two")).status).toBe(200);
  expect(await read()).toMatchObject({ status: 200, text: "two" });
  await write("three");
  expect(await read()).toMatchObject({ status: 200, text: "three" });
});

test("what is read without a call is byte for byte what a call says", async () => {
  const { call } = await withBoat();
  const odd = { document_id: "odd", "": "é\u2028\ud83d", created_at: 1, nested: { document_id: [null, 1e21, "\\"] } };
  await call("POST", "/v1/collections/pages/documents", odd);
  const called = await call("GET", "/v1/documents/odd");
  const [again, cost] = await costing(call("GET", "/v1/documents/odd"));
  expect([again.text, cost]).toEqual([called.text, 0]);
});

test("a document that is gone, or whose namespace is, is gone at once", async () => {
  const { call, read } = await withBoat();
  await read();
  expect((await read()).cost).toBe(0);
  await call("DELETE", "/v1/documents/boat");
  expect((await read()).status).toBe(404);
  await call("POST", "/v1/collections/pages/documents", { document_id: "boat", text: "again" });
  await read();
  expect(await read()).toEqual({ status: 200, text: "again", cost: 0 });
  await call("DELETE", "/v1/collections/pages");
  expect((await read()).status).toBe(404);
  await call("DELETE", "/v1/namespaces/main");
  expect((await read()).status).toBe(404);
});

test("a key that was revoked reads nothing, not what it has just read", async () => {
  const { call, read } = await withBoat();
  const made = (await call("POST", "/v1/organizations/api-keys", { name: "k", permissions: ["read"] })).body;
  const other = caller(made.key, "main");
  await read(other);
  expect(await read(other)).toEqual({ status: 200, text: "one", cost: 0 });
  expect((await call("DELETE", "/v1/organizations/api-keys/k")).status).toBe(200);
  for (let i = 0; i < 100; i++) expect((await read(other)).status).toBe(401);
});

test("a document that has expired is not seen, and nobody has to have looked", async () => {
  const { call, read } = await withBoat();
  await call("POST", "/v1/namespaces/main/upsert-text", { documents: [{ id: "brief", text: "b", ttl_seconds: 2 }] });
  await read();
  const brief = () => costing(call("GET", "/v1/documents/brief"));
  await brief();
  const [there, cost] = await brief();
  expect([there.status, cost]).toEqual([200, 0]);
  clock.now += 2_000;
  expect((await brief())[0].status).toBe(404);
});

test("a key for one collection learns of the others' documents what it learns of none, with a call each", async () => {
  const { call, read } = await withBoat();
  await call("POST", "/v1/collections", { collection_name: "own" });
  const scopes = [{ resource_type: "collection", resource_id: "own", operations: ["read"] }];
  const made = (await call("POST", "/v1/organizations/api-keys", { name: "k", permissions: ["read"], scopes })).body;
  await read();
  expect((await read()).cost).toBe(0);
  const narrow = caller(made.key, "main");
  const [foreign, none] = [
    await costing(narrow("GET", "/v1/documents/boat")),
    await costing(narrow("GET", "/v1/documents/no-such")),
  ];
  expect(foreign[0].status).toBe(404);
  expect([foreign[0].status, foreign[1]]).toEqual([none[0].status, none[1]]);
});

test("a cell that woke again is looked at in place of the one before it, whose memory is older", async () => {
  const { id, namespaceId, read, write } = await withBoat();
  await read();
  const before = glanceOf(bindings, namespaceId);
  expect(before?.get(namespaceId, passFor({ id }), "boat")?.body).toContain("one");
  await evictDurableObject(env.CELL.get(env.CELL.idFromName(namespaceId)));
  await write("two");
  expect(glanceOf(bindings, namespaceId)).not.toBe(before);
  expect((await read()).text).toBe("two");
});

test("a cell shows nothing for another organization, under another namespace's id, or for an older configuration", async () => {
  const [ada, bob] = [await withBoat(), await withBoat()];
  await ada.read();
  const glance = glanceOf(bindings, ada.namespaceId);
  expect(glance?.get(ada.namespaceId, passFor(ada), "boat")).toMatchObject({ id: "boat" });
  expect(glance?.get(ada.namespaceId, passFor(bob), "boat")).toBeUndefined();
  expect(glance?.get(bob.namespaceId, passFor(ada), "boat")).toBeUndefined();
  expect(glance?.get(ada.namespaceId, passFor(ada, { config: 0 }), "boat")).toBeUndefined();
  expect(glance?.get(ada.namespaceId, passFor(ada, { collections: [] }), "boat")).toBeUndefined();
  expect(glanceOf({ ...bindings, SHARED_THREAD: undefined }, ada.namespaceId)).toBeUndefined();
});

test("what may not be on disk yet is not seen, nor what was written while that was asked", async () => {
  const { id, namespaceId } = await withBoat();
  await runInDurableObject(env.CELL.getByName(namespaceId), async (_, { storage }) => {
    const gate = new Gate(storage);
    const shelf = shelfOf(storage, gate, new Remote(storage, gate, () => undefined));
    shelf.expiries.due(clock.now);
    const written: (() => void)[] = [];
    const slow = new Proxy(storage, { get: () => () => new Promise<void>((done) => written.push(done)) });
    const glance = new Glance(slow, gate, shelf);
    const called = () => glance.called(passFor({ id }), "boat", false);
    const seen = () => glance.get(namespaceId, passFor({ id }), "boat") !== undefined;
    const onDisk = async () => {
      written.shift()?.();
      for (let i = 0; i < 10; i++) await null;
    };
    called();
    expect(seen()).toBe(false);
    shelf.rows.forget(); // as a write does
    called();
    await onDisk();
    expect(seen()).toBe(false);
    called();
    await onDisk();
    expect(seen()).toBe(true);
    shelf.rows.forget();
    expect(seen()).toBe(false);
  });
});
