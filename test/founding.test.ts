import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Call, caller, clock, organization, tenant } from "./tenant";
import { bytes } from "./worlds";

const mint = async (call: Call, draft: object) => {
  const made = await call("POST", "/admin/keys", { name: crypto.randomUUID(), ...draft });
  expect(made, made.text).toMatchObject({ status: 201 });
  return caller(made.body.key);
};

const rowsOf = (name: string) =>
  env.DB.prepare("SELECT count(*) AS n FROM namespaces WHERE name = ? AND status = 'active'").bind(name).first("n");

test("of fifty who found a namespace at once one does, the others learn which it is, and nothing written is lost", async () => {
  const home = await organization();
  const fifty = <T>(one: (n: number) => Promise<T>) => Promise.all(Array.from({ length: 50 }, (_, n) => one(n)));
  const posted = await fifty(() => home.call("POST", "/v1/namespaces", { name: "org-acme" }));
  const founded = posted.filter(({ status }) => status === 200);
  expect(founded).toHaveLength(1);
  const id = founded[0]!.body.namespace_id;
  for (const reply of posted.filter(({ status }) => status !== 200))
    expect(reply).toMatchObject({
      status: 409,
      body: { error: { type: "AlreadyExistsError", details: { namespace_id: id, namespace_name: "org-acme" } } },
    });
  const put = await fifty(async (n) => {
    const reply = await home.call("PUT", "/v1/namespaces/org-beta", {});
    const inside = { "x-namespace": "org-beta" };
    const made = await home.call("POST", "/v1/collections", { collection_name: `c-${n}` }, inside);
    const path = `/v1/collections/c-${n}/documents`;
    return { reply, made, written: await home.call("POST", path, { document_id: `d-${n}` }, inside) };
  });
  expect(new Set(put.map(({ reply }) => reply.body.namespace_id)).size).toBe(1);
  expect(put.filter(({ reply }) => reply.body.created === true)).toHaveLength(1);
  for (const { reply, made, written } of put)
    expect([reply.status, made.status, written.status]).toEqual([200, 200, 200]);
  expect((await home.call("GET", "/v1/namespaces/org-beta")).body).toMatchObject({
    document_count: 50,
    collection_count: 50,
  });
  expect([await rowsOf("org-acme"), await rowsOf("org-beta")]).toEqual([1, 1]);
}, 30_000);

test("a namespace is told in the words of both dialects, and PUT again changes what the body names", async () => {
  const home = await organization();
  const made = await home.call("PUT", "/v1/namespaces/tenant-a", { dimension: 1024, metadata: { plan: "pro" } });
  expect(made.body).toMatchObject({
    name: "tenant-a",
    namespace: "tenant-a",
    namespace_name: "tenant-a",
    created: true,
    dimension: 1024,
    distance: "cosine",
    vector_count: 0,
    memory_count: 0,
    metadata: { plan: "pro" },
    kind: "data",
  });
  const again = await home.call("PUT", "/v1/namespaces/tenant-a", { description: "ours" });
  expect(again.body).toMatchObject({ created: false, namespace_id: made.body.namespace_id, description: "ours" });
  expect(again.body.metadata).toEqual({ plan: "pro" });
  expect(await home.call("PUT", "/v1/namespaces/tenant-a", { dimension: 3 })).toMatchObject({ status: 422 });
  expect(await home.call("PUT", `/v1/namespaces/${made.body.namespace_id}`)).toMatchObject({
    status: 200,
    body: { created: false },
  });
  expect(await home.call("PUT", "/v1/namespaces/ns_000000000000000000000000", {})).toMatchObject({ status: 422 });
  expect(await home.call("PATCH", "/v1/namespaces/tenant-a", { name: "tenant-b" })).toMatchObject({ status: 422 });
});

test("names are safe in a path and not reserved, and one that nobody chose cannot be guessed", async () => {
  const home = await organization();
  const location = ["params", "namespace_identifier"];
  const odd = ["a/b", "a b", "", "_x", "-x", "ü", "system_x", "internal_x", "admin_x", "Admin_x", "x".repeat(129)];
  expect((await home.call("POST", "/v1/namespaces", { name: "a", namespace_name: "b" })).status).toBe(422);
  for (const name of [...odd, "deletions", "doc_000000000000000000000000"]) {
    expect(await home.call("POST", "/v1/namespaces", { name }), name).toMatchObject({ status: 422 });
    if (!name) continue;
    const put = await home.call("PUT", `/v1/namespaces/${encodeURIComponent(name)}`, {});
    expect(put, name).toMatchObject({
      status: 422,
      body: { error: { details: { validation_errors: [{ location }] } } },
    });
  }
  for (const name of ["a", "ns_production", "tenant-550e8400-e29b", "x".repeat(128), "administrator"])
    expect(await home.call("POST", "/v1/namespaces", { name }), name).toMatchObject({ status: 200 });
  const [one, two] = [await home.call("POST", "/v1/namespaces", {}), await home.call("POST", "/v1/namespaces", {})];
  expect(one.body.name).toMatch(/^tenant-[0-9a-f]{8}-[0-9a-f-]{27}$/);
  expect(two.body.name).not.toBe(one.body.name);
});

test("indexes are declared later, found by a filter, and those that are protected stay", async () => {
  const ada = await tenant();
  const documents = Array.from({ length: 20 }, (_, n) => ({ document_id: `d-${n}`, colour: n % 4 ? "red" : "blue" }));
  await ada.call("POST", "/v1/collections/pages/documents", { documents });
  const path = "/v1/namespaces/main";
  const shown = (await ada.call("GET", path)).body.payload_indexes;
  const fields = (list: { field_name: string }[]) => list.map(({ field_name }) => field_name);
  expect(fields(shown)).toEqual(expect.arrayContaining(["internal_id", "namespace_id", "document_id", "created_at"]));
  const changed = await ada.call("PATCH", path, {
    payload_indexes: [...shown, { field_name: "colour", type: "keyword" }],
  });
  expect(changed.body.payload_indexes).toContainEqual({ field_name: "colour", type: "keyword", is_protected: false });
  const blue = await ada.call("POST", "/v1/collections/pages/documents/list", {
    filters: { colour: "blue" },
    limit: 50,
  });
  expect(blue.body.results).toHaveLength(5);
  for (const wrong of [
    { field_name: "document_id", type: "text" },
    { field_name: "bucket_id", type: "keyword" },
  ])
    expect(await ada.call("PATCH", path, { payload_indexes: [wrong] })).toMatchObject({ status: 422 });
  const unasked = (auto_create_indexes: boolean) => ada.call("PATCH", path, { auto_create_indexes });
  expect(await unasked(false)).toMatchObject({ status: 200, body: { auto_create_indexes: false } });
  expect((await unasked(true)).body).toMatchObject({ status: 422, detail: expect.stringContaining("payload_indexes") });
  const without = await ada.call("PATCH", path, { payload_indexes: [] });
  expect(fields(without.body.payload_indexes)).toEqual(fields(shown));
});

test("a list holds all names without a page, a page with one, and is searched, filtered and sorted by what namespaces hold", async () => {
  const home = await organization();
  for (let n = 0; n < 12; n++) {
    clock.now++;
    await home.call("POST", "/v1/namespaces", { name: `tenant-${n}`, metadata: { n } });
  }
  const call = caller(home.key, "tenant-7");
  await call("POST", "/v1/collections", { collection_name: "pages" });
  await call("POST", "/v1/collections/pages/documents", { documents: [{}, {}] });
  const all = (await home.call("GET", "/v1/namespaces")).body;
  expect(all.namespaces).toHaveLength(12);
  expect(all.details[0]).toMatchObject({ name: "tenant-0", created_at: expect.stringMatching(/Z$/) });
  expect(all.results).toHaveLength(10);
  const page = (await home.call("GET", "/v1/namespaces?limit=5&offset=10")).body;
  expect([page.namespaces.length, page.details.length, page.total_count]).toEqual([2, 2, 12]);
  const list = async (body: object) => (await home.call("POST", "/v1/namespaces/list", body)).body.namespaces;
  expect(await list({ search: "tenant-1" })).toEqual(["tenant-1", "tenant-10", "tenant-11"]);
  expect(await list({ filters: { "metadata.n": { $gte: 10 } } })).toEqual(["tenant-10", "tenant-11"]);
  expect((await list({ sort: { field: "document_count", direction: "desc" } }))[0]).toBe("tenant-7");
  expect(await list({ filters: { document_count: { $gt: 0 } } })).toEqual(["tenant-7"]);
  const audit = (await home.call("GET", "/v1/admin/namespaces")).body;
  expect(audit.total).toBe(12);
  expect(audit.namespaces.find((one: { name: string }) => one.name === "tenant-7")).toMatchObject({
    document_count: 2,
    vector_count: 2,
    storage_bytes: expect.any(Number),
    created_at: expect.any(Number),
  });
});

test("a list in the usual order goes on by its cursor, whatever is founded and deleted between two pages", async () => {
  const home = await organization();
  const names = Array.from({ length: 9 }, (_, n) => `t-${n}`);
  for (const name of names) {
    clock.now += 1;
    await home.call("PUT", `/v1/namespaces/${name}`, {});
  }
  const seen: string[] = [];
  for (let cursor = ""; ; ) {
    const page = await home.call("POST", `/v1/namespaces/list?limit=4${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.body.results.map((one: { name: string }) => one.name));
    if (seen.length === 4) await home.call("DELETE", "/v1/namespaces/t-0");
    if (!page.body.pagination.next_cursor) break;
    cursor = page.body.pagination.next_cursor;
  }
  expect(seen).toEqual(names);
  const first = await home.call("GET", "/v1/namespaces?limit=4");
  expect(first.body.pagination.next_cursor).toEqual(expect.any(String));
});

test("what a namespace holds counts its memories, wherever it is told", async () => {
  const home = await organization();
  await home.call("PUT", "/v1/namespaces/diary", {});
  for (const content of ["The boat left.", "The onions fried."])
    await home.call("POST", "/v1/memory/store", { agent_id: "diary", content });
  const told = { memory_count: 2, vector_count: 2, document_count: 0 };
  expect((await home.call("GET", "/v1/namespaces/diary")).body).toMatchObject(told);
  const filters = { field: "memory_count", operator: "gt", value: 1 };
  expect((await home.call("POST", "/v1/namespaces/list", { filters })).body.results).toMatchObject([told]);
});

test("a tree is deleted whole or not at all, and only by one who may delete all of it", async () => {
  const home = await organization();
  const found = (name: string, parent_namespace_id?: string) =>
    home.call("POST", "/v1/namespaces", { name, ...(parent_namespace_id && { parent_namespace_id }) });
  await found("corp");
  await found("dept-a", "corp");
  await found("user-1", "dept-a");
  await found("dept-b", "corp");
  expect(await found("lost", "never-was")).toMatchObject({ status: 404 });
  expect(await home.call("PATCH", "/v1/namespaces/corp", { parent_namespace_id: "user-1" })).toMatchObject({
    status: 422,
  });
  const part = await mint(home.call, { scope: "admin", namespaces: ["corp", "dept-a"] });
  expect(await part("DELETE", "/v1/namespaces/corp?cascade=true")).toMatchObject({ status: 403 });
  expect(await home.call("DELETE", "/v1/namespaces/corp")).toMatchObject({ status: 409 });
  expect((await home.call("GET", "/v1/namespaces")).body.namespaces).toHaveLength(4);
  const gone = await home.call("DELETE", "/v1/namespaces/dept-a?cascade=true");
  expect(gone.body.deleted_namespaces).toHaveLength(2);
  expect((await home.call("GET", "/v1/namespaces")).body.namespaces.sort()).toEqual(["corp", "dept-b"]);
});

test("a key for provisioning founds, lists and deletes, and neither reads inside, nor makes keys, nor leaves its glob", async () => {
  const home = await organization();
  const mints: Record<string, Call> = {
    memory: await mint(home.call, { scope: "provision", namespaces: ["tenant-*"] }),
    retrieval: caller(
      (
        await home.call("POST", "/v1/organizations/api-keys", {
          name: "provisioner",
          permissions: ["provision"],
          scopes: [{ resource_type: "namespace", resource_id: "tenant-*" }],
        })
      ).body.key,
    ),
  };
  await home.call("POST", "/v1/namespaces", { name: "other" });
  for (const [dialect, call] of Object.entries(mints)) {
    expect(await call("POST", "/v1/namespaces", { name: "tenant-a" }), dialect).toMatchObject({ status: 200 });
    expect(await call("PUT", "/v1/namespaces/tenant-a", {})).toMatchObject({ status: 200, body: { created: false } });
    expect((await call("GET", "/v1/namespaces")).body.namespaces).toEqual(["tenant-a"]);
    expect((await call("POST", "/v1/namespaces/list")).body.namespaces).toEqual(["tenant-a"]);
    expect(await call("GET", "/v1/namespaces/tenant-a")).toMatchObject({ status: 200 });
    const inside = { "x-namespace": "tenant-a" };
    const refused: [string, string, object?][] = [
      ["GET", "/v1/collections"],
      ["POST", "/v1/collections", { collection_name: "x" }],
      ["GET", "/v1/documents/x"],
      ["POST", "/v1/retrievers/execute", { stages: [{ stage_id: "limit" }] }],
      ["PATCH", "/v1/namespaces/tenant-a", { description: "x" }],
      ["POST", "/v1/namespaces/tenant-a/keys", { name: "x" }],
      ["GET", "/v1/namespaces/tenant-a/keys"],
      ["POST", "/admin/keys", { name: "x", scope: "provision", namespaces: ["tenant-a"] }],
      ["GET", "/admin/keys"],
      ["POST", "/v1/namespaces", { name: "other-2" }],
      ["DELETE", "/v1/namespaces/other"],
      ["GET", "/v1/organizations"],
    ];
    for (const [method, path, body] of refused)
      expect((await call(method, path, body, inside)).status, `${dialect}: ${method} ${path}`).toBe(403);
    expect(bytes(await call("GET", "/v1/namespaces/other"))).toBe(bytes(await call("GET", "/v1/namespaces/never-was")));
    expect(await call("DELETE", "/v1/namespaces/tenant-a")).toMatchObject({ status: 200 });
  }
  const admin = await mint(home.call, { scope: "admin", namespaces: ["tenant-*"] });
  expect(await admin("POST", "/admin/keys", { name: "y", scope: "provision" })).toMatchObject({ status: 403 });
  const inner = { name: "z", scope: "provision", namespaces: ["tenant-1*"] };
  expect(await admin("POST", "/admin/keys", inner)).toMatchObject({ status: 201 });
});
