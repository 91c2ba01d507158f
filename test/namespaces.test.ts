import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Pass } from "../src/cell/contract";
import { newId } from "../src/kit/id";
import { cellBytes } from "./stored";
import { caller, clock, drain, organization, searcher, tenant } from "./tenant";

test("a namespace is founded by either name field, and read by id or name with exact counts", async () => {
  const home = await organization();
  const draft = {
    namespace_name: "main",
    description: "first",
    feature_extractors: [{ feature_extractor_name: "text_extractor", version: "v1", params: { a: 1 } }],
    payload_indexes: [{ field_name: "colour", type: "keyword" }],
  };
  const made = await home.call("POST", "/v1/namespaces", draft);
  expect(made.body).toMatchObject({
    ...draft,
    payload_indexes: expect.arrayContaining([
      { field_name: "colour", type: "keyword", is_protected: false },
      { field_name: "document_id", type: "keyword", is_protected: true },
    ]),
    namespace_id: expect.stringMatching(/^ns_[0-9a-z]{24}$/),
    document_count: 0,
    collection_count: 0,
    schema_version: expect.any(Number),
  });
  expect(await home.call("POST", "/v1/namespaces", { name: "other" })).toMatchObject({
    status: 200,
    body: { namespace_name: "other" },
  });
  expect(await home.call("POST", "/v1/namespaces", { name: "main" })).toMatchObject({ status: 409 });
  const call = caller(home.key, "main");
  for (const name of ["a", "b"]) await call("POST", "/v1/collections", { collection_name: name });
  await call("POST", "/v1/collections/a/documents", { documents: Array.from({ length: 7 }, () => ({})) });
  await call("POST", "/v1/collections/b/documents", { document_id: "gone" });
  await call("DELETE", "/v1/documents/gone");
  for (const ref of ["main", made.body.namespace_id])
    expect((await home.call("GET", `/v1/namespaces/${ref}`)).body).toMatchObject({
      document_count: 7,
      collection_count: 2,
    });
  const listed = await home.call("GET", "/v1/namespaces");
  expect(listed.body).toMatchObject({
    total_count: 2,
    pagination: { total: 2, page: 1, page_size: 10, total_pages: 1 },
  });
  expect(listed.body.results.map((one: { document_count: number }) => one.document_count).sort()).toEqual([0, 7]);
  expect((await home.call("GET", "/v1/namespaces?limit=1&offset=1")).body.results).toHaveLength(1);
});

test("a request says which namespace it means by header, by query, or by a key that has only one", async () => {
  const ada = await tenant();
  const plain = caller(ada.key);
  const list = (headers = {}, query = "") => plain("GET", `/v1/collections${query}`, undefined, headers);
  for (const ref of ["main", ada.namespaceId]) {
    expect(await list({ "x-namespace": ref })).toMatchObject({ status: 200, body: { total_count: 1 } });
    expect(await list({}, `?namespace=${ref}`)).toMatchObject({ status: 200 });
  }
  expect(await list()).toMatchObject({ status: 400, body: { code: "namespace_required" } });
  expect(await list({ "x-namespace": "main" }, "?namespace=never")).toMatchObject({ status: 200 });
  expect(await list({ "x-namespace": "never" }, "?namespace=main")).toMatchObject({ status: 404 });
  const scoped = async (...ids: string[]) => {
    const scopes = ids.map((resource_id) => ({ resource_type: "namespace", resource_id }));
    const made = await ada.call("POST", "/v1/organizations/api-keys", { name: crypto.randomUUID(), scopes });
    return (await caller(made.body.key)("GET", "/v1/collections")).status;
  };
  expect(await scoped("main")).toBe(200);
  expect(await scoped(ada.namespaceId)).toBe(200);
  expect(await scoped("main", "side")).toBe(400);
  expect(await scoped("mai*")).toBe(400);
});

test("a namespace that is deleted and founded again under its name is another one, empty, and old keys stay dead", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "one", text: "a boat" });
  const page = await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "page" });
  const run = () => caller(page.body.key)("POST", "/v1/retrievers/search/execute", { inputs: { query: "boat" } });
  expect((await run()).body.results).toHaveLength(1);
  const gone = await ada.call("DELETE", "/v1/namespaces/main");
  expect(gone).toMatchObject({
    status: 200,
    body: { success: true, namespace_id: ada.namespaceId, task_id: expect.stringMatching(/^task_/) },
  });
  expect(await ada.call("GET", "/v1/documents/one")).toMatchObject({ status: 404 });
  expect(await ada.call("GET", `/v1/namespaces/${ada.namespaceId}`)).toMatchObject({ status: 404 });
  expect((await run()).status).toBeGreaterThanOrEqual(401);
  const again = await ada.call("POST", "/v1/namespaces", { name: "main" });
  expect(again.body.namespace_id).not.toBe(ada.namespaceId);
  expect(again.body).toMatchObject({ document_count: 0, collection_count: 0 });
  await ada.call("POST", "/v1/collections", { collection_name: "pages" });
  await ada.call("POST", "/v1/retrievers", searcher("search"));
  expect((await ada.call("POST", "/v1/retrievers/search/execute", { inputs: { query: "boat" } })).body.results).toEqual(
    [],
  );
  expect(await ada.call("GET", "/v1/documents/one")).toMatchObject({ status: 404 });
  expect(await ada.call("POST", "/v1/collections/pages/documents", { document_id: "one" })).toMatchObject({
    status: 200,
  });
  for (let wait = 0; wait < 3; wait++) {
    expect((await run()).status, `${wait * 6} s later`).toBeGreaterThanOrEqual(401);
    clock.now += 6000;
  }
  expect(await run()).toMatchObject({ status: 401 });
  expect((await ada.call("GET", "/v1/organizations/api-keys?include_revoked=true")).text).not.toContain(
    page.body.key_id,
  );
});

const draft = (collectionId: string) => ({ id: "x", collectionId, body: "{}", text: "", vectors: [] });

test("a cell that was never founded serves nothing and writes nothing", async () => {
  const id = newId("namespace");
  const cell = env.CELL.getByName(id);
  const pass: Pass = {
    organizationId: newId("organization"),
    keyId: newId("key"),
    config: null,
    collections: null,
    now: clock.now,
  };
  const plan = JSON.stringify({ steps: [], collections: null, offset: 0, limit: 10, highlights: false });
  const refused = { ok: false, refusal: "unfounded" };
  expect(await cell.createDocuments(pass, [draft("c")])).toMatchObject(refused);
  expect(await cell.getDocument(pass, "x", false)).toMatchObject(refused);
  expect(await cell.listDocuments(pass, "{}")).toMatchObject(refused);
  expect(await cell.deleteDocuments(pass, ["x"], null)).toMatchObject(refused);
  expect(await cell.dropCollection(pass, "c")).toMatchObject(refused);
  expect(await cell.count(pass)).toMatchObject(refused);
  expect(await cell.execute(pass, plan)).toMatchObject(refused);
  expect(await cell.reconfigure(pass)).toMatchObject(refused);
  expect(await cellBytes(id)).toEqual({ [`${id} kv`]: [] });
});

test("a cell refuses another organization, an older plan, and everything once it is retired; then it is wiped and stays so", async () => {
  const ada = await tenant();
  const cell = env.CELL.getByName(ada.namespaceId);
  await ada.call("POST", "/v1/collections/pages/documents", { document_id: "one", text: "canary" });
  const pass: Pass = { organizationId: ada.id, keyId: newId("key"), config: null, collections: null, now: clock.now };
  expect(await cell.getDocument(pass, "one", false)).toContain('"id":"one"');
  const foreign = { ...pass, organizationId: newId("organization") };
  expect(await cell.getDocument(foreign, "one", false)).toMatchObject({ ok: false, refusal: "foreign" });
  expect(await cell.createDocuments(foreign, [draft(ada.collectionId)])).toMatchObject({
    ok: false,
    refusal: "foreign",
  });
  const admitted = await cell.admit(pass);
  const config = admitted.ok ? admitted.value : -1;
  expect(await cell.getDocument({ ...pass, config }, "one", false)).toContain("canary");
  await ada.call("POST", "/v1/collections", { collection_name: "more" });
  expect(await cell.getDocument({ ...pass, config }, "one", false)).toMatchObject({ ok: false, refusal: "stale" });
  expect(await cell.createDocuments({ ...pass, config }, [draft(ada.collectionId)])).toMatchObject({
    refusal: "stale",
  });
  expect((await cell.count(pass)).ok).toBe(true);
  await ada.call("DELETE", "/v1/namespaces/main");
  expect(await cell.getDocument(pass, "one", false)).toMatchObject({ ok: false, refusal: "retired" });
  expect(await cell.createDocuments(pass, [draft(ada.collectionId)])).toMatchObject({ ok: false, refusal: "retired" });
  await cell.found(ada.namespaceId, ada.id);
  expect(await cell.getDocument(pass, "one", false)).toMatchObject({ ok: false, refusal: "retired" });
  await drain();
  const left = await cellBytes(ada.namespaceId);
  expect(JSON.stringify(left)).not.toContain("canary");
  expect(Object.values(left).flat()).toHaveLength(1);
  await cell.found(ada.namespaceId, ada.id);
  expect(await cell.getDocument(pass, "one", false)).toMatchObject({ ok: false, refusal: "retired" });
});

test("a plan from before a change in another isolate is made again: a collection deleted there is gone here, and a new one known", async () => {
  const ada = await tenant();
  const write = (name: string) => ada.call("POST", `/v1/collections/${name}/documents`, { text: "boat" });
  expect(await write("pages")).toMatchObject({ status: 200 });
  const cell = env.CELL.getByName(ada.namespaceId);
  const pass: Pass = { organizationId: ada.id, keyId: newId("key"), config: null, collections: null, now: clock.now };
  // What another isolate does: the row, then the word to the cell. This isolate remembers the collection.
  await env.DB.prepare("DELETE FROM collections WHERE id = ?").bind(ada.collectionId).run();
  await cell.reconfigure(pass);
  const before = await cellBytes(ada.namespaceId);
  expect(await write("pages")).toMatchObject({ status: 404 });
  expect(await cellBytes(ada.namespaceId)).toEqual(before);
  await env.DB.prepare("UPDATE retrievers SET name = 'renamed' WHERE id = ?").bind(ada.retrieverId).run();
  await cell.reconfigure(pass);
  const run = (ref: string) => ada.call("POST", `/v1/retrievers/${ref}/execute`, { inputs: { query: "boat" } });
  expect(await run("search")).toMatchObject({ status: 404 });
  expect(await run("renamed")).toMatchObject({ status: 200 });
});

test("a founding that was cut short between the row and the cell is finished by the first request", async () => {
  const home = await organization();
  const id = newId("namespace");
  await env.DB.prepare(
    "INSERT INTO namespaces (organization_id, id, name, status, feature_extractors, payload_indexes, created_at, updated_at) VALUES (?, ?, 'half', 'active', '[{\"name\":\"text_extractor\",\"version\":\"v1\"}]', '[]', ?, ?)",
  )
    .bind(home.id, id, clock.now, clock.now)
    .run();
  const call = caller(home.key, "half");
  expect(await call("POST", "/v1/collections", { collection_name: "pages" })).toMatchObject({ status: 200 });
  expect(await call("POST", "/v1/collections/pages/documents", { text: "boat" })).toMatchObject({ status: 200 });
});
