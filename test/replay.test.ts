import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { type Call, caller, clock, organization, type Reply, tenant } from "./tenant";

const noon = clock.now;
const day = 24 * 60 * 60_000;
afterEach(() => {
  clock.now = noon;
  vi.useRealTimers();
});

/** The same caller, with an Idempotency-Key on everything. */
const once =
  (call: Call, name: string): Call =>
  (method, path, body, headers) =>
    call(method, path, body, { "idempotency-key": name, ...headers });

const documents = "/v1/collections/pages/documents";
const isReplay = ({ headers }: Reply) => headers.get("idempotent-replayed") === "true";
const total = async (call: Call) => (await call("POST", `${documents}/list`)).body.pagination.total;
const keyIdOf = async (call: Call) => (await call("GET", "/v1/auth/whoami")).body.key_id as string;

async function keyOf(admin: Call, name: string) {
  const { body } = await admin("POST", "/v1/organizations/api-keys", { name, permissions: ["admin"] });
  return { id: body.key_id as string, key: body.key as string };
}

const replaysOf = (keyId: string, place: string) => env.REPLAYS.getByName(`${keyId} ${place}`);

test("the first answer is given again, byte for byte, and the work is done once", async () => {
  const { call } = await tenant();
  const [first, again] = [
    await once(call, "a")("POST", documents, { text: "one" }),
    await once(call, "a")("POST", documents, '{ "text" :  "one" }'),
  ];
  expect(first.status).toBe(200);
  expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
  expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
  expect(again.headers.get("x-ratelimit-limit")).toBe(first.headers.get("x-ratelimit-limit"));
  expect(await total(call)).toBe(1);
  const path = `/v1/documents/${first.body.document_id}`;
  const patched = await once(call, "b")("PATCH", path, { text: "two" });
  await call("PATCH", path, { text: "three" });
  const replayed = await once(call, "b")("PATCH", path, { text: "two" });
  expect([replayed.text, isReplay(replayed)]).toEqual([patched.text, true]);
  expect((await call("GET", path)).body.text).toBe("three");
});

test("of twenty at once with one key one does the work, and the others are told to wait or given its answer", async () => {
  const home = await organization();
  const found = () => once(home.call, "found")("POST", "/v1/namespaces", { namespace_name: "main" });
  const replies = await Promise.all(Array.from({ length: 20 }, found));
  const done = replies.filter(({ status }) => status === 200);
  expect(done.filter((reply) => !isReplay(reply)).length).toBe(1);
  expect(new Set(done.map(({ text }) => text)).size).toBe(1);
  for (const { status, body } of replies.filter(({ status }) => status !== 200))
    expect([status, body.code]).toEqual([409, "in_flight"]);
  expect(isReplay(await found())).toBe(true);
  expect((await home.call("GET", "/v1/namespaces")).body.results.length).toBe(1);
});

test("another request under the same key is refused: another body, path, query or method", async () => {
  const { call } = await tenant();
  const made = await once(call, "k")("POST", documents, { document_id: "d", text: "one" });
  expect(made.status).toBe(200);
  for (const [method, path, body] of [
    ["POST", documents, { document_id: "d", text: "two" }],
    ["POST", `${documents}?limit=1`, { document_id: "d", text: "one" }],
    ["POST", "/v1/collections", { collection_name: "one" }],
    ["PATCH", "/v1/documents/d", { text: "one" }],
  ] as const) {
    const reply = await once(call, "k")(method, path, body);
    expect([reply.status, reply.body.code], `${method} ${path}`).toEqual([422, "key_reused"]);
  }
  expect((await once(call, "k")("GET", "/v1/documents/d")).status).toBe(200);
  expect((await once(call, "k")("DELETE", "/v1/documents/d")).status).toBe(200);
});

test("keys of callers, namespaces, organizations and tenants do not meet", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  await ada.call("POST", "/v1/namespaces", { namespace_name: "side" });
  const side = caller(ada.key, "side");
  await side("POST", "/v1/collections", { collection_name: "pages" });
  const other = caller((await keyOf(ada.call, "other")).key, "main");
  for (const call of [ada.call, other, side, bob.call]) {
    const reply = await once(call, "same")("POST", documents, { text: "one" });
    expect([reply.status, isReplay(reply)]).toEqual([200, false]);
  }
  expect([await total(ada.call), await total(side), await total(bob.call)]).toEqual([2, 1, 1]);
  expect((await once(ada.call, "same")("POST", "/v1/namespaces", { namespace_name: "third" })).status).toBe(200);
});

test("an Idempotency-Key has 1 to 255 printable characters", async () => {
  const { call } = await tenant();
  const table: [string, number][] = [
    ["x".repeat(255), 200],
    ['~ !"#{}', 200],
    ["x".repeat(256), 422],
    ["", 422],
    ["tab\tinside", 422],
    ["caf\u00e9", 422],
  ];
  for (const [name, status] of table) {
    const reply = await once(call, name)("POST", documents, { text: "one" });
    expect(reply.status, name).toBe(status);
    if (status === 422)
      expect(reply.body.error.details.validation_errors[0].location).toEqual(["header", "idempotency-key"]);
  }
  expect(await total(call)).toBe(2);
});

test("a first answer may be a refusal by what is there; one that began nothing is not kept", async () => {
  const { call } = await tenant();
  const missing = () => once(call, "missing")("POST", "/v1/collections/later/documents", { text: "one" });
  expect([(await missing()).status, (await missing()).status]).toEqual([404, 404]);
  await call("POST", "/v1/collections", { collection_name: "later" });
  expect(await missing()).toMatchObject({ status: 404, body: { code: "not_found" } });
  const taken = () => once(call, "taken")("POST", "/v1/collections", { collection_name: "later" });
  expect((await taken()).body.code).toBe("conflict");
  expect([(await taken()).body.code, isReplay(await taken())]).toEqual(["conflict", true]);
  for (const [wrong, status] of [
    [{ collection_name: 1 }, 422],
    ["{", 400],
  ] as const)
    expect((await once(call, "mended")("POST", "/v1/collections", wrong)).status).toBe(status);
  const mended = await once(call, "mended")("POST", "/v1/collections", { collection_name: "mended" });
  expect([mended.status, isReplay(mended)]).toEqual([200, false]);
  const late = { name: "late", expires_at: "2020-01-01T00:00:00Z" };
  expect((await once(call, "late")("POST", "/v1/organizations/api-keys", late)).status).toBe(422);
  expect((await once(call, "late")("POST", "/v1/organizations/api-keys", { name: "late" })).status).toBe(200);
});

test("an answer is kept for 24 hours, and through the loss of all memory", async () => {
  const ada = await tenant();
  const write = () => once(ada.call, "k")("POST", documents, { text: "one" });
  const first = await write();
  await evictDurableObject(replaysOf(await keyIdOf(ada.call), ada.namespaceId));
  expect((await write()).text).toBe(first.text);
  clock.now = noon + day - 1;
  expect((await write()).text).toBe(first.text);
  clock.now = noon + day;
  expect(isReplay(await write())).toBe(false);
  expect(await total(ada.call)).toBe(2);
});

test("a reservation whose work was cut off keeps the client out for a minute, and no longer", async () => {
  const ada = await tenant();
  const write = () => once(ada.call, "k")("POST", documents, { text: "one" });
  await write();
  // As it stands on the disk when the process dies between the work and its record.
  await runInDurableObject(replaysOf(await keyIdOf(ada.call), ada.namespaceId), (_, { storage }) => {
    for (const [key, first] of storage.kv.list<object>({ prefix: "first:" }))
      storage.kv.put(key, { ...first, until: noon + 60_000, pieces: null });
  });
  clock.now = noon + 59_999;
  expect(await write()).toMatchObject({ status: 409, body: { code: "in_flight", error: { type: "ConflictError" } } });
  clock.now = noon + 60_000;
  expect((await write()).status).toBe(200);
  expect(isReplay(await write())).toBe(true);
});

test("a new key's text is given again, and nothing on the disk tells of it, of the body or of the Idempotency-Key", async () => {
  const home = await organization();
  const make = () => once(home.call, "private-name")("POST", "/v1/organizations/api-keys", { name: "canary" });
  const [first, again] = [await make(), await make()];
  expect([again.text, isReplay(again)]).toEqual([first.text, true]);
  expect((await caller(again.body.key)("GET", "/v1/auth/whoami")).status).toBe(200);
  const stored = await runInDurableObject(replaysOf(await keyIdOf(home.call), home.id), (_, { storage }) =>
    [...storage.kv.list()].map(([key, value]) =>
      value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : key + JSON.stringify(value),
    ),
  );
  expect(stored.length).toBe(3);
  for (const told of ["canary", "private-name", first.body.key, "sk_"]) expect(stored.join()).not.toContain(told);
});

test("an answer of several megabytes is kept whole", async () => {
  const { call } = await tenant();
  const drafts = Array.from({ length: 10 }, () => ({ note: "long ".repeat(60_000) }));
  expect((await call("POST", documents, { documents: drafts })).status).toBe(200);
  const list = () => once(call, "k")("POST", `${documents}/list`, {});
  const [first, again] = [await list(), await list()];
  expect(first.text.length).toBeGreaterThan(2 ** 21);
  expect([again.text === first.text, isReplay(again)]).toEqual([true, true]);
});

test("nothing is replayed to a key that was revoked, or out of a namespace that is gone", async () => {
  const ada = await tenant();
  const other = await keyOf(ada.call, "other");
  const mine = () => once(ada.call, "k")("POST", documents, { text: "one" });
  const theirs = () => once(caller(other.key, "main"), "k")("POST", documents, { text: "one" });
  expect([(await mine()).status, (await theirs()).status]).toEqual([200, 200]);
  await ada.call("DELETE", `/v1/organizations/api-keys/${other.id}`);
  expect((await theirs()).status).toBe(401);
  await ada.call("DELETE", "/v1/namespaces/main");
  expect((await mine()).status).toBe(404);
});

test("records are wiped after 24 hours", async () => {
  const ada = await tenant();
  await once(ada.call, "k")("POST", documents, { text: "one" });
  const stub = replaysOf(await keyIdOf(ada.call), ada.namespaceId);
  const left = () => runInDurableObject(stub, (_, { storage }) => [...storage.kv.list()].length);
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: now + day / 2 });
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect(await left()).toBe(3);
  vi.setSystemTime(now + day + 60 * 60_000);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect(await left()).toBe(0);
});
