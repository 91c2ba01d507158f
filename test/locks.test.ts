import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { expect, test } from "vitest";
import { z } from "zod";
import { createApp } from "../src/edge/app";
import { type Id, isId, newId } from "../src/kit/id";
import { route } from "../src/routes/route";
import type { Grant, Namespace } from "../src/store/door";
import { byKey } from "../src/store/door";
import { findNamespace } from "../src/store/namespaces";
import type { Organization } from "../src/store/organization";
import { rows } from "../src/store/rows";
import { collections, keys } from "../src/store/schema";
import { app, clock, tenant } from "./tenant";

/** Never called: what stands here must not compile, and `tsc` fails when it does. */
function whatTheCompilerRefuses(namespace: Namespace, organization: Organization, grant: Grant) {
  const returns = z.unknown();
  // @ts-expect-error a namespace has no way to the bindings
  route("GET /x", { does: "x", returns, run: (ns) => ns.env });
  // @ts-expect-error nor to the account
  route("GET /x", { does: "x", returns, run: (ns) => ns.namespaces });
  // @ts-expect-error a route that is given the account has no documents
  route("GET /x", { does: "x", on: "organization", returns, run: (handle) => handle.documents });
  // @ts-expect-error a route that is given a key's row cannot open anything with it
  route("GET /x", { does: "x", on: "key", returns, run: (key) => key.enter("main") });
  // @ts-expect-error a route without a key has only the lobby
  route("GET /x", { does: "x", on: "public", returns, run: (lobby) => lobby.documents });
  // @ts-expect-error a route's answer fits its contract
  route("GET /x", { does: "x", returns: z.object({ id: z.string() }), run: () => ({ id: 7 }) });
  // @ts-expect-error a grant is not written by hand: its private field is missing
  const forged: Grant = { key: grant.key, enter: grant.enter, organization: grant.organization };
  // @ts-expect-error a name is no namespace id
  const byName: Id<"namespace"> = "main";
  // @ts-expect-error nor is another noun's id
  const other: Id<"namespace"> = newId("document");
  // @ts-expect-error a collection's owner cannot be given by the caller
  namespace.collections.add({ namespaceId: newId("namespace"), id: newId("collection") }, "taken");
  // @ts-expect-error nor a key's
  organization.keys.add({ organizationId: newId("organization"), id: newId("key") });
  return [forged, byName, other];
}
void whatTheCompilerRefuses;

test("rows of one owner cannot be found, changed, counted or removed through another's, and none are written for it", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  const db = drizzle(env.DB);
  const hers = rows(db, collections, { namespaceId: ada.namespaceId });
  const his = rows(db, collections, { namespaceId: bob.namespaceId });
  expect(await his.find(undefined)).toMatchObject({ id: bob.collectionId });
  expect((await his.all()).map((row) => row.id)).toEqual([bob.collectionId]);
  expect(await his.list({ order: [], limit: 10, offset: 0 })).toMatchObject({
    total: 1,
    results: [{ id: bob.collectionId }],
  });
  expect(await his.count()).toBe(1);
  expect(await his.change(ada.collectionId, { description: "his" })).toBeUndefined();
  expect(await his.remove(ada.collectionId)).toBe(false);
  const forged = { namespaceId: ada.namespaceId, id: newId("collection"), name: "forged" };
  const blank = {
    featureExtractor: { name: "text_extractor", version: "v1", inputMappings: {} },
    metadata: {},
    createdAt: 1,
    updatedAt: 1,
  };
  const added = await his.add({ ...forged, ...blank }, "taken");
  expect(added.namespaceId).toBe(bob.namespaceId);
  expect(await his.change(added.id, { ...{ namespaceId: ada.namespaceId }, name: "moved" })).toMatchObject({
    namespaceId: bob.namespaceId,
  });
  await his.removeAll();
  expect(await his.count()).toBe(0);
  expect(await hers.count()).toBe(1);
});

test("rows without an owner are not opened: a condition that is missing would match everybody's", () => {
  const db = drizzle(env.DB);
  expect(() => rows(db, collections, {})).toThrow(TypeError);
  expect(() => rows(db, keys, { organizationId: undefined })).toThrow(TypeError);
});

test("D1 itself refuses a row that points into another namespace, or that names none", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  const made = await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "page" });
  const move = (column: string, value: string | null) =>
    env.DB.prepare(`UPDATE keys SET ${column} = ? WHERE id = ?`).bind(value, made.body.key_id).run();
  await expect(move("namespace_id", bob.namespaceId)).rejects.toThrow(/FOREIGN KEY/);
  await expect(move("retriever_id", bob.retrieverId)).rejects.toThrow(/FOREIGN KEY/);
  await expect(move("organization_id", bob.id)).rejects.toThrow(/FOREIGN KEY/);
  for (const table of ["collections", "retrievers"]) {
    const orphan = env.DB.prepare(`UPDATE ${table} SET namespace_id = ? WHERE namespace_id = ?`);
    await expect(orphan.bind(null, ada.namespaceId).run()).rejects.toThrow(/NOT NULL/);
    await expect(orphan.bind(newId("namespace"), ada.namespaceId).run()).rejects.toThrow(/FOREIGN KEY/);
  }
  const shape = await env.DB.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all<{
    name: string;
    sql: string;
  }>();
  const owned = shape.results.filter(
    ({ name, sql }) =>
      !["namespaces", "tasks"].includes(name) &&
      sql.includes("`namespace_id`") &&
      sql.includes("`namespace_id` text NOT NULL"),
  );
  expect(owned.map(({ name }) => name)).toEqual(expect.arrayContaining(["collections", "retrievers"]));
  for (const { name, sql } of owned) expect(sql, name).toMatch(/PRIMARY KEY\(`namespace_id`/);
});

test("what this isolate remembers of one organization's namespace is not given to another, by name or by id", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  const find = (home: { id: Id<"organization"> }, ref: string) => findNamespace(env, home.id, ref, clock.now);
  for (const ref of ["main", ada.namespaceId]) expect(await find(ada, ref)).toMatchObject({ id: ada.namespaceId });
  expect(await find(bob, "main")).toMatchObject({ id: bob.namespaceId });
  expect(await find(bob, ada.namespaceId)).toBeUndefined();
});

test("what a contract does not name never leaves, and an answer outside of it is our failure, not the caller's", async () => {
  const returns = z.object({ id: z.string(), inner: z.object({ a: z.int() }) });
  const good = { id: "x", inner: { a: 1, secret: "hidden" }, secret: "hidden" };
  const app = createApp({
    routes: [
      route("GET /good", { does: "x", on: "public", returns, run: () => good }),
      route("GET /bad", { does: "x", on: "public", returns, run: () => ({ id: "x", inner: { a: 0.5 } }) }),
    ],
  });
  expect(await (await app.request("/good", {}, env)).json()).toEqual({ id: "x", inner: { a: 1 } });
  const bad = await app.request("/bad", {}, env);
  expect([bad.status, await bad.json()]).toEqual([500, expect.objectContaining({ code: "internal" })]);
});

test("a grant comes from a key, and opens what the key may and nothing by a forged id", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  const grant = await byKey(env, ada.key, clock.now);
  const need = { permission: "read", operation: "read_data" } as const;
  const id = await grant.enter(ada.namespaceId, need, async (namespace) => namespace.id);
  expect(id).toBe(ada.namespaceId);
  for (const ref of [bob.namespaceId, newId("namespace"), "../reset?all", "ns_", "probe"])
    await expect(
      grant.enter(ref, need, async (namespace) => namespace.id),
      ref,
    ).rejects.toMatchObject({ status: 404 });
  expect(JSON.stringify(grant)).not.toContain("#");
  expect(Object.values(grant)).not.toContain(env);
});

test("a namespace whose id was not minted here opens no cell, even when a row says that it exists", async () => {
  const { id, call } = await tenant();
  const evil = "../reset?all";
  await env.DB.prepare(
    "INSERT INTO namespaces (organization_id, id, name, status, feature_extractors, payload_indexes, created_at, updated_at) VALUES (?, ?, 'evil', 'active', '[]', '[]', 1, 1)",
  )
    .bind(id, evil)
    .run();
  const made: unknown[] = [];
  const watched = new Proxy(env.CELL, {
    get: (cells, name) => {
      made.push(name);
      return Reflect.get(cells, name);
    },
  });
  const headers = {
    authorization: `Bearer ${(await call("POST", "/v1/organizations/api-keys", { name: "k" })).body.key}`,
  };
  const reply = await app.request("/v1/collections?namespace=evil", { headers }, { ...env, CELL: watched });
  expect(reply.status).toBe(500);
  expect(made).toEqual([]);
});

test("only what we minted has the form of an id, of its own kind", () => {
  const id = newId("namespace");
  expect(isId("namespace", id)).toBe(true);
  expect(isId("document", id)).toBe(false);
  const others = [
    "",
    "ns_",
    id.slice(0, -1),
    `${id}0`,
    `${id}\n`,
    id.toUpperCase(),
    id.replace("ns_", "NS_"),
    ` ${id}`,
    `ns_${"0".repeat(23)}/`,
    `ns_${"l".repeat(24)}`,
    `../${id}`,
    `${id}?all`,
  ];
  for (const text of others) expect(isId("namespace", text), JSON.stringify(text)).toBe(false);
  expect(new Set(Array.from({ length: 1000 }, () => newId("namespace"))).size).toBe(1000);
});
