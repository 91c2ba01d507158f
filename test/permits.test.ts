import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { newId } from "../src/kit/id";
import { routes } from "../src/routes";
import { permissions } from "../src/store/permits";
import { storedBytes } from "./stored";
import { app, type Call, caller, clock, tenant } from "./tenant";
import { byId, byName, bytes, lineOf, neverIds, paramsOf, requestTo, shared, told, type World, world } from "./worlds";

/** A key of the world's organization, as asked for. */
async function mint(home: { call: Call }, draft: object): Promise<string> {
  const made = await home.call("POST", "/v1/organizations/api-keys", { name: `narrow-${newId("key")}`, ...draft });
  expect(made, made.text).toMatchObject({ status: 200 });
  return made.body.key;
}

const all = [...permissions];
const onNamespace = (id: string) => ({ permissions: all, scopes: [{ resource_type: "namespace", resource_id: id }] });

test("a narrow key is told 403 in the same bytes for every other namespace, whether or not it exists", async () => {
  const ada = await world("ada-only");
  const before = await storedBytes(ada);
  const keys: Record<string, string> = {
    "one namespace by id": await mint(ada, onNamespace(ada.namespaceId)),
    "one namespace by name": await mint(ada, onNamespace("main")),
    "namespaces by glob": await mint(ada, onNamespace("mai*")),
    "a retriever": ada.pageKey,
  };
  const elsewhere = {
    ...byId(ada).params,
    namespace_identifier: ada.sideId,
    collection_identifier: ada.aside.collectionId,
  };
  const inSide = { ...elsewhere, document_id: ada.aside.documentId, retriever_id: ada.aside.retrieverId };
  const spellings = [
    [ada.sideId, inSide],
    ["ada-only", inSide],
    ["ada-only", byName("ada-only").params],
    [newId("namespace"), neverIds().params],
    ["never-was", byName("never-was").params],
    ["never-was", { ...shared.params, namespace_identifier: "never-was" }],
  ] as const;
  let asked = 0;
  for (const route of routes.filter((one) => one.on === "namespace" || one.path.includes("{namespace"))) {
    // A key's refusals are counted by the minute.
    clock.now += 60_000;
    for (const [kind, key] of Object.entries(keys)) {
      const answers = new Set<string>();
      for (const [namespace, params] of spellings) {
        const [method, path, body] = requestTo(route, params);
        const named = await caller(key)(method, path, body, { "x-namespace": namespace });
        expect(named, `${kind}: ${lineOf(route)} in ${namespace}`).toMatchObject({ status: 403 });
        const sent = [namespace, params.namespace_identifier ?? ""];
        answers.add(told(named, route, sent));
        if (route.on === "namespace")
          answers.add(
            told(
              await caller(key)(method, `${path}${path.includes("?") ? "&" : "?"}namespace=${namespace}`, body),
              route,
              sent,
            ),
          );
        asked++;
      }
      expect([...answers].slice(1), `${kind}: ${lineOf(route)} ${[...answers][0]}`).toEqual([]);
    }
  }
  expect(asked).toBeGreaterThan(300);
  // The 403s were not for want of a right key: at home it opens.
  for (const [kind, key] of Object.entries(keys)) {
    const reply = await caller(key)("POST", "/v1/retrievers/search/execute", { inputs: { query: "canary" } });
    expect(reply, kind).toMatchObject({ status: kind === "namespaces by glob" ? 400 : 200 });
  }
  expect(await storedBytes(ada)).not.toEqual({});
  expect(rowsBut(await storedBytes(ada), "keys")).toEqual(rowsBut(before, "keys"));
}, 60_000);

const rowsBut = (stored: Record<string, unknown[]>, table: string) => ({ ...stored, [table]: [] });

test("a narrow key sees nothing of the account but what lies inside its scope", async () => {
  const ada = await world("ada-only");
  const narrow = caller(await mint(ada, onNamespace(ada.namespaceId)));
  const listed = await narrow("GET", "/v1/namespaces");
  expect(listed.body.namespaces).toEqual(["main"]);
  expect(listed.body).toMatchObject({ total_count: 1, pagination: { total: 1 } });
  const keys = await narrow("GET", "/v1/organizations/api-keys");
  expect(keys.body.results.map((key: { name: string }) => key.name)).toEqual([expect.stringMatching(/^narrow-/)]);
  for (const id of [ada.workerId, newId("key"), "ada-only", "never-was"])
    expect(await narrow("DELETE", `/v1/organizations/api-keys/${id}`), id).toMatchObject({ status: 404 });
  expect(await narrow("POST", "/v1/namespaces", { name: "another" })).toMatchObject({ status: 403 });
  expect(await narrow("GET", "/v1/organizations")).toMatchObject({ status: 403 });
});

test("a key scoped to one collection or one retriever reaches that one, in every route, and makes no other", async () => {
  const ada = await world("ada-only");
  const scoped = (resource_type: string, resource_id: string) =>
    mint(ada, { permissions: all, scopes: [{ resource_type, resource_id }] });
  const reader = caller(await scoped("collection", ada.collectionId), "main");
  const made = await ada.call("POST", "/v1/collections/ada-only/documents", { document_id: "other", text: "other" });
  expect(made).toMatchObject({ status: 200 });
  expect((await reader("GET", "/v1/collections")).body).toMatchObject({ total_count: 1 });
  expect(await reader("GET", "/v1/documents/doc-1")).toMatchObject({ status: 200 });
  const absent = bytes(await reader("GET", `/v1/documents/${newId("document")}`));
  for (const method of ["GET", "PATCH", "DELETE"])
    for (const path of ["/v1/documents/other", "/v1/collections/ada-only/documents/other"]) {
      const reply = await reader(method, path, method === "PATCH" ? {} : undefined);
      expect(reply, `${method} ${path}`).toMatchObject({ status: 404 });
      if (method === "GET" && path.startsWith("/v1/documents")) expect(bytes(reply)).toBe(absent);
    }
  expect(await ada.call("GET", "/v1/documents/other")).toMatchObject({ status: 200 });
  expect(await reader("POST", "/v1/collections", { collection_name: "new" })).toMatchObject({ status: 403 });
  const everything = { stages: [{ stage_id: "attribute_filter", parameters: { conditions: {} } }] };
  const loose = async (call: Call) => {
    const { status, body } = await call("POST", "/v1/retrievers/execute", everything);
    const found: { collection_id: string }[] = body.results ?? [];
    return [status, [...new Set(found.map((one) => one.collection_id))]];
  };
  expect(await loose(reader)).toEqual([200, [ada.collectionId]]);
  expect(await loose(caller(ada.pageKey))).toEqual([403, []]);
  const wide = { retriever_name: "search-all", stages: [{ stage_id: "limit" }] };
  expect(await reader("POST", "/v1/retrievers", wide)).toMatchObject({ status: 403 });
  const runner = caller(await scoped("retriever", "search*"), "main");
  expect((await runner("GET", "/v1/retrievers")).body).toMatchObject({ total: 1 });
  const run = (name: string) => runner("POST", `/v1/retrievers/${name}/execute`, { inputs: { query: "canary" } });
  expect(await run("search")).toMatchObject({ status: 200 });
  expect(bytes(await run("ada-only"))).toBe(bytes(await run("never-was")));
  expect(await runner("POST", "/v1/retrievers", wide)).toMatchObject({ status: 403 });
  expect(await runner("GET", "/v1/documents/doc-1")).toMatchObject({ status: 404 });
  expect((await loose(runner))[1]).toEqual([]);
});

test("every route wants a key, says so in the contract, and refuses one that may not do it", async () => {
  const ada = await world("ada-only");
  const document = (await caller(undefined)("GET", "/openapi.json")).body;
  for (const route of routes) {
    clock.now += 60_000;
    const [method, path, body] = requestTo(route, shared.params);
    const operation = document.paths[route.path][route.method.toLowerCase()];
    const anonymous = await caller(undefined)(method, path, body, { "x-namespace": "main" });
    if (route.on === "public") {
      expect(anonymous, lineOf(route)).toMatchObject({ status: 200 });
      expect(operation).not.toHaveProperty("security");
      continue;
    }
    expect(anonymous, lineOf(route)).toMatchObject({ status: 401, body: { code: codes[route.dialect][401] } });
    expect(operation.security, lineOf(route)).toContainEqual({ key: [] });
    if (route.on === "key") continue;
    for (const key of await tooWeak(ada, route)) {
      const reply = await caller(key)(method, path, body, { "x-namespace": "main" });
      // A list of namespaces is never refused to a scoped key: it holds those that the key may see.
      if (reply.status === 200 && path.startsWith("/v1/namespaces")) expect(reply.body.namespaces).toEqual([]);
      else expect(reply, lineOf(route)).toMatchObject({ status: 403, body: { code: codes[route.dialect][403] } });
    }
  }
}, 30_000);

/** What both dialects call not being known, and not being allowed. */
const codes = {
  retrieval: { 401: "unauthenticated", 403: "forbidden" },
  memory: {
    401: "AUTHENTICATION_REQUIRED",
    403: expect.stringMatching(/^(INSUFFICIENT_SCOPE|NAMESPACE_ACCESS_DENIED)$/),
  },
};

const weakKeys = new Map<string, string>();

/** Keys that are just not enough: the next lower permission; none at all; scopes whose operations are others. */
async function tooWeak(home: World, { need }: (typeof routes)[number]): Promise<string[]> {
  const { operation, permission } = need;
  const lower = permissions.slice(0, permissions.indexOf(permission)).slice(-1);
  const other = ["read_data", "execute_retriever", "list_namespaces"].includes(operation) ? ["write_data"] : ["read"];
  const scope = { resource_type: "namespace", resource_id: home.namespaceId, operations: other };
  const drafts = [{ permissions: lower }, { permissions: [] }, { permissions: all, scopes: [scope] }];
  return Promise.all(
    drafts.map(async (draft) => {
      const name = home.id + JSON.stringify(draft);
      const known = weakKeys.get(name) ?? (await mint(home, draft));
      weakKeys.set(name, known);
      return known;
    }),
  );
}

/** An empty schema allows everything, which is to say nothing. */
const saysSomething = (schema: object) =>
  Object.keys(schema).some((key) => ["type", "$ref", "anyOf", "allOf"].includes(key));

test("the OpenAPI document and the routes are the same list, and every operation is described", async () => {
  const openapi = (await caller(undefined)("GET", "/openapi.json")).body;
  expect(openapi.openapi).toMatch(/^3\.1/);
  const documented = Object.entries<object>(openapi.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual(routes.map(lineOf).sort());
  const ids = new Set<string>();
  for (const route of routes) {
    const operation = openapi.paths[route.path][route.method.toLowerCase()];
    ids.add(operation.operationId);
    const [answered] = Object.values<{ schema: object }>(operation.responses[route.status].content);
    expect(saysSomething(answered?.schema ?? {}), lineOf(route)).toBe(true);
    for (const status of ["401", "403", "404", "422", "500"])
      expect(operation.responses[status].content, lineOf(route)).toHaveProperty(["application/problem+json"]);
    const inPath = operation.parameters.filter((one: { in: string }) => one.in === "path");
    expect(inPath.map((one: { name: string }) => one.name).sort(), lineOf(route)).toEqual(paramsOf(route).sort());
    if (route.body)
      for (const { schema } of Object.values<{ schema: object }>(operation.requestBody.content))
        expect(saysSomething(schema), lineOf(route)).toBe(true);
  }
  expect(ids.size).toBe(routes.length);
  const pointers = JSON.stringify(openapi).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  for (const [, name] of pointers) expect(openapi.components.schemas, name).toHaveProperty([name ?? ""]);
});

test("a path outside the contract answers nothing, with or without a key", async () => {
  const ada = await tenant();
  for (const path of ["/", "/v1", "/v1/", "/v1/tenants", "/v1/documents", "/v2/namespaces", "/admin", "/.env"]) {
    expect(await ada.call("GET", path), path).toMatchObject({ status: 404, body: { code: "route_not_found" } });
    expect(await app.request(path, {}, env), path).toMatchObject({ status: 404 });
  }
});
