import { env } from "cloudflare:workers";
import { compactVerify, createLocalJWKSet } from "jose";
import { expect, test } from "vitest";
import { tick } from "../src/jobs/cron";
import { workTask } from "../src/jobs/tasks";
import { newId } from "../src/kit/id";
import { ownedTables } from "../src/store/erasure";
import { deliver } from "./receivers";
import { cellBytes } from "./stored";
import { app, bindings, caller, clock, drain, organization, searcher, tenant } from "./tenant";

const canary = "canary-of-the-erased";

/** A tenant that says the canary wherever a tenant can. */
async function talkative() {
  const ada = await tenant(canary);
  const documents = [1, 2, 3].map((n) => ({ document_id: `${canary}-${n}`, text: canary }));
  await ada.call("POST", "/v1/collections/pages/documents", { documents });
  await ada.call("POST", "/v1/retrievers", { ...searcher(canary), description: canary });
  await ada.call("POST", "/v1/retrievers/search/api-keys", { name: canary });
  await ada.call("POST", "/v1/memory/store", { agent_id: canary, content: canary, tags: [canary] });
  await ada.call("POST", "/v1/sessions/start", { agent_id: canary, metadata: { canary } });
  // Keys that outlive the namespace may not keep its name; the second was revoked before.
  const grant = { namespaces: [{ name: canary, scope: "write" }] };
  await caller(ada.key)("POST", "/admin/keys", { name: "tied", ...grant });
  const old = await caller(ada.key)("POST", "/admin/keys", { name: "old", ...grant });
  await caller(ada.key)("DELETE", `/admin/keys/${old.body.key_id}`);
  const channels = [{ channel_type: "webhook", channel_id: canary }];
  await ada.call("POST", "/v1/alerts", {
    name: canary,
    retriever_id: "search",
    inputs: { query: canary },
    notification_config: { channels },
  });
  const hook = { webhook_name: canary, url: "https://erased.example.com", events: ["*"] };
  await ada.call("POST", "/v1/webhooks", hook);
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: `${canary}-told`, text: canary });
  await deliver(ada.namespaceId);
  await ada.call("PATCH", "/v1/retrievers/search", { description: `${canary} again` });
  await env.BLOBS.put(`${ada.namespaceId}/one`, canary);
  return ada;
}

/** Every store's bytes, as text. */
async function everything(namespaceId: string): Promise<string> {
  const tables = await env.DB.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all<{ name: string }>();
  const rows = await Promise.all(
    tables.results
      .filter(({ name }) => !name.startsWith("_cf"))
      .map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all()),
  );
  const objects = await env.BLOBS.list({ prefix: namespaceId });
  return JSON.stringify([rows.map(({ results }) => results), await cellBytes(namespaceId), objects.objects.length]);
}

test("a deletion leaves nothing in any store, and its receipt verifies, says how much there was, and cannot be changed", async () => {
  const ada = await talkative();
  expect(await everything(ada.namespaceId)).toContain(canary);
  const gone = await ada.call("DELETE", `/v1/namespaces/${canary}`);
  const read = () => caller(ada.key)("GET", `/v1/namespaces/deletions/${gone.body.task_id}`);
  expect((await read()).body).toMatchObject({ status: "PENDING", receipt: null, erasure: null });
  await drain();
  const left = await everything(ada.namespaceId);
  expect(left).not.toContain(canary);
  expect(left.endsWith(",0]")).toBe(true);
  const { body } = await read();
  expect(body).toMatchObject({ status: "COMPLETED", task_type: "namespace_delete", namespace_id: ada.namespaceId });
  const { receipt, erasure } = body;
  const jwks = (await caller(undefined)("GET", "/.well-known/jwks.json")).body;
  const { payload, protectedHeader } = await compactVerify(receipt, createLocalJWKSet(jwks));
  expect(protectedHeader).toMatchObject({ alg: "EdDSA", kid: jwks.keys[0].kid });
  const said = JSON.parse(new TextDecoder().decode(payload));
  expect(said).toEqual(erasure);
  expect(said).toMatchObject({ namespace_id: ada.namespaceId, organization_id: ada.id, task_id: gone.body.task_id });
  const count = (store: string, what: string) =>
    said.erased.find((one: { store: string; what: string }) => one.store === store && one.what === what)?.count;
  expect([count("cell", "documents"), count("metadata", "retrievers"), count("metadata", "keys")]).toEqual([4, 2, 1]);
  expect(count("objects", "objects")).toBe(1);
  expect(said.retained_until.length).toBeGreaterThan(0);
  const [head, , signature] = receipt.split(".");
  const forged = btoa(JSON.stringify({ ...said, erased: [] })).replaceAll("=", "");
  await expect(compactVerify(`${head}.${forged}.${signature}`, createLocalJWKSet(jwks))).rejects.toThrow();
});

test("a clone that is deleted leaves its name with nobody, not even in its source's tasks", async () => {
  const ada = await tenant("source");
  const name = "canary-of-the-clone";
  await ada.call("POST", "/v1/memory/store", { content: "said by the namespace's own agent" });
  const begun = await ada.call("POST", "/v1/namespaces/source/clone", { namespace_name: name, description: name });
  await drain();
  const { namespace_id } = begun.body.namespace;
  expect(await everything(namespace_id)).toContain(name);
  expect(await caller(ada.key)("DELETE", `/v1/namespaces/${name}`)).toMatchObject({ status: 200 });
  await drain();
  expect(await everything(namespace_id)).not.toContain(name);
});

test("every table that knows a namespace is one that a deletion empties, but for the tasks, which tell of it", async () => {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%`namespace_id`%'",
  ).all<{ name: string }>();
  const known = tables.results.map(({ name }) => name);
  expect(new Set(known)).toEqual(new Set(["keys", "tasks", ...Object.keys(ownedTables)]));
});

test("a receipt goes on to verify when the signing key was rotated, and the next is signed by another key", async () => {
  const home = await organization();
  const receiptOf = async (name: string) => {
    await home.call("POST", "/v1/namespaces", { name });
    const { task_id } = (await home.call("DELETE", `/v1/namespaces/${name}`)).body;
    await drain();
    return (await home.call("GET", `/v1/namespaces/deletions/${task_id}`)).body.receipt as string;
  };
  const first = await receiptOf("first");
  expect(await home.call("POST", "/v1/admin/signing-keys/rotate")).toMatchObject({ status: 200 });
  const second = await receiptOf("second");
  const jwks = createLocalJWKSet((await home.call("GET", "/.well-known/jwks.json")).body);
  const kids = await Promise.all(
    [first, second].map(async (one) => (await compactVerify(one, jwks)).protectedHeader.kid),
  );
  expect(kids[0]).not.toBe(kids[1]);
  const published = (await home.call("GET", "/.well-known/jwks.json")).text;
  expect(published).not.toContain('"d"');
});

test("a deletion that died after its tombstone, or between any two steps, is finished by a tick, and says the same", async () => {
  const ada = await talkative();
  const deaf = { ...bindings, CELL: { ...env.CELL, idFromName: env.CELL.idFromName.bind(env.CELL), get: dead } };
  const headers = { authorization: `Bearer ${ada.key}` };
  const broken = await app.request(`/v1/namespaces/${canary}`, { method: "DELETE", headers }, deaf);
  expect(broken.status).toBe(500);
  // The tombstone stands although the cell was never told: the name leads nowhere.
  expect(await ada.call("GET", "/v1/documents/one")).toMatchObject({ status: 404 });
  const { results } = (await caller(ada.key)("POST", "/v1/tasks/list", { task_type: "namespace_delete" })).body;
  expect(results).toHaveLength(1);
  const id = results[0].task_id;
  // It dies with the first store that does not answer, and waits for its next turn.
  const noBlobs = { ...bindings, BLOBS: { ...env.BLOBS, list: dead } };
  await workTask(noBlobs, id, () => clock.now);
  expect((await caller(ada.key)("GET", `/v1/tasks/${id}`)).body).toMatchObject({ status: "IN_PROGRESS" });
  expect(await everything(ada.namespaceId)).toContain(canary);
  clock.now += 3_600_000;
  await tick(bindings, () => clock.now);
  expect(await everything(ada.namespaceId)).not.toContain(canary);
  const { body } = await caller(ada.key)("GET", `/v1/namespaces/deletions/${id}`);
  expect(body).toMatchObject({ status: "COMPLETED", error: null });
  expect(body.erasure.erased).toContainEqual({ store: "cell", what: "documents", count: 4 });
});

const dead = () => {
  throw new Error("nobody answers");
};

test("a write and a search that began before a deletion and finish after it are refused, and leave no byte", async () => {
  const ada = await tenant();
  /** A request whose body's second half comes when it is let go. */
  const slowly = (path: string, body: object) => {
    const { readable, writable } = new IdentityTransformStream();
    const [writer, text] = [writable.getWriter(), JSON.stringify(body)];
    const headers = { authorization: `Bearer ${ada.key}`, "x-namespace": "main", "content-type": "application/json" };
    const answer = app.request(path, { method: "POST", headers, body: readable }, bindings);
    const half = writer.write(new TextEncoder().encode(text.slice(0, 9)));
    return async () => {
      await half;
      await writer.write(new TextEncoder().encode(text.slice(9)));
      await writer.close();
      return (await answer).status;
    };
  };
  const finish = [
    slowly("/v1/collections/pages/documents", { document_id: "late", text: canary }),
    slowly("/v1/retrievers/search/execute", { inputs: { query: canary } }),
  ];
  expect(await ada.call("DELETE", "/v1/namespaces/main")).toMatchObject({ status: 200 });
  for (const end of finish) expect(await end()).toBe(404);
  await drain();
  expect(await everything(ada.namespaceId)).not.toContain(canary);
});

test("a namespace founded again under the name is opened by no key that was given the old one, by name or by id", async () => {
  const home = await organization();
  const founded = (await home.call("POST", "/v1/namespaces", { name: "acme" })).body;
  await home.call("POST", "/v1/namespaces", { name: "other" });
  const mint = async (...ids: string[]) => {
    const scopes = ids.map((resource_id) => ({ resource_type: "namespace", resource_id }));
    return (await home.call("POST", "/v1/organizations/api-keys", { name: crypto.randomUUID(), scopes })).body;
  };
  const [byName, byId, both, glob] = await Promise.all([
    mint("acme"),
    mint(founded.namespace_id),
    mint("acme", "other"),
    mint("ac*"),
  ]);
  const status = async (key: { key: string }, namespace: string) =>
    (await caller(key.key, namespace)("GET", "/v1/collections")).status;
  for (const key of [byName, byId, both, glob]) expect(await status(key, "acme")).toBe(200);
  await home.call("DELETE", "/v1/namespaces/acme");
  await home.call("POST", "/v1/namespaces", { name: "acme" });
  expect(await status(byName, "acme")).toBe(401);
  expect(await status(byId, "acme")).toBe(401);
  expect(await status(both, "acme")).toBe(403);
  expect(await status(both, "other")).toBe(200);
  expect(await status(glob, "acme")).toBe(200);
});

test("a tick that comes twice sweeps once, one that was missed is made up for, and what a sweep did can be read", async () => {
  const home = await organization();
  await env.BLOBS.put(`${newId("namespace")}/orphan`, "left behind");
  const read = async () => {
    const { sweeps } = (await home.call("GET", "/v1/admin/sweeps")).body;
    return sweeps.find(({ name }: { name: string }) => name === "orphans");
  };
  clock.now += 3_600_000;
  await tick(bindings, () => clock.now);
  expect(await read()).toMatchObject({ failed: false, report: { objects_removed: 1 } });
  const first = await read();
  await env.BLOBS.put(`${newId("namespace")}/orphan`, "left behind");
  await tick(bindings, () => clock.now + 1000);
  expect(await read()).toEqual(first);
  clock.now += 86_400_000;
  await tick(bindings, () => clock.now);
  expect(await read()).toMatchObject({ report: { objects_removed: 1 } });
});

test("a deletion waits for other tasks unless it is forced, happens once, and is nobody else's to see or to stop", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  const answers = await Promise.all([1, 2, 3].map(() => ada.call("DELETE", "/v1/namespaces/main")));
  const done = answers.filter(({ status }) => status === 200);
  expect(done).toHaveLength(1);
  for (const { status } of answers) expect([200, 404, 409]).toContain(status);
  const path = `/v1/tasks/${done[0]?.body.task_id}`;
  const mine = caller(ada.key);
  expect(await mine("GET", path)).toMatchObject({ status: 200 });
  expect(await mine("DELETE", path)).toMatchObject({ status: 409 });
  expect(await mine("GET", path, undefined, { "x-namespace": ada.namespaceId })).toMatchObject({ status: 200 });
  expect(await mine("GET", path, undefined, { "x-namespace": bob.namespaceId })).toMatchObject({ status: 404 });
  expect(await caller(bob.key)("GET", path)).toMatchObject({ status: 404 });
  const other = await home(ada.key);
  expect(await other("GET", path)).toMatchObject({ status: 404 });
});

/** A key of the same organization, for another namespace. */
async function home(key: string) {
  const admin = caller(key);
  await admin("POST", "/v1/namespaces", { name: "elsewhere" });
  const scopes = [{ resource_type: "namespace", resource_id: "elsewhere" }];
  const made = await admin("POST", "/v1/organizations/api-keys", { name: "elsewhere", scopes });
  return caller(made.body.key);
}
