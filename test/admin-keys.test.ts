import { expect, test } from "vitest";
import { routes } from "../src/routes";
import { type Call, caller, clock, organization, tenant } from "./tenant";
import { told } from "./worlds";

const day = 86_400;

test("a key is made as each client asks for it, shown once, listed, changed, rotated and revoked", async () => {
  const ada = await tenant();
  const made = await ada.call("POST", "/admin/keys", {
    name: "k",
    scope: "write",
    namespaces: ["main"],
    expires_in_days: 30,
  });
  const now = Math.floor(clock.now / 1000);
  expect(made).toMatchObject({
    status: 201,
    body: {
      key_id: expect.stringMatching(/^key_/),
      key: expect.stringMatching(/^sk_/),
      name: "k",
      scope: "write",
      namespaces: ["main"],
      created_at: now,
      expires_at: now + 30 * day,
      active: true,
      warning: expect.any(String),
    },
  });
  const path = `/admin/keys/${made.body.key_id}`;
  const js = await ada.call("POST", "/admin/keys", {
    name: "js",
    permissions: ["read"],
    expires_at: "2027-01-01T00:00:00Z",
  });
  expect(js.body).toMatchObject({
    scope: "read",
    namespaces: null,
    expires_at: Date.parse("2027-01-01T00:00:00Z") / 1000,
  });
  expect((await ada.call("POST", "/admin/keys", { name: "plain" })).body).toMatchObject({
    scope: "write",
    namespaces: null,
  });
  const none = await ada.call("POST", "/admin/keys", { name: "none", scope: "admin", namespaces: [] });
  expect(none.body).toMatchObject({ namespaces: [], scope: "admin" });
  const nowhere = caller(none.body.key);
  expect((await nowhere("GET", "/v1/namespaces")).body.namespaces).toEqual([]);
  for (const name of ["main", "never-was"])
    expect((await nowhere("GET", "/v1/collections", undefined, { "x-namespace": name })).status).toBe(403);
  const listed = (await ada.call("GET", "/admin/keys")).body;
  expect(listed.keys.map((key: { name: string }) => key.name).sort()).toEqual([
    "admin-key",
    "js",
    "k",
    "none",
    "plain",
  ]);
  expect(listed.keys.find((key: { name: string }) => key.name === "admin-key")).toMatchObject({
    scope: "super_admin",
    namespaces: null,
  });
  expect(JSON.stringify(listed)).not.toContain(made.body.key.slice(11));
  expect((await ada.call("PATCH", path, { name: "renamed", namespaces: ["main", "side-*"] })).body).toMatchObject({
    name: "renamed",
    scope: "write",
    namespaces: ["main", "side-*"],
  });
  const rotated = await ada.call("POST", `${path}/rotate`, { grace_secs: 60 });
  expect(rotated.body).toMatchObject({
    old_key_id: made.body.key_id,
    old_key_expires_at: now + 60,
    new_key: expect.stringMatching(/^sk_/),
  });
  const status = async (key: string) => (await caller(key, "main")("GET", "/v1/collections")).status;
  expect([await status(made.body.key), await status(rotated.body.new_key)]).toEqual([200, 200]);
  clock.now += 60_000;
  expect([await status(made.body.key), await status(rotated.body.new_key)]).toEqual([401, 200]);
  expect(await ada.call("POST", `/admin/keys/${rotated.body.key_id}/deactivate`)).toMatchObject({
    body: { success: true },
  });
  expect(await status(rotated.body.new_key)).toBe(401);
  expect((await ada.call("GET", `/admin/keys/${rotated.body.key_id}`)).body).toMatchObject({ active: false });
  expect(await ada.call("PATCH", `/admin/keys/${rotated.body.key_id}`, { name: "x" })).toMatchObject({
    status: 409,
    body: { code: "CONFLICT", error: expect.any(String) },
  });
  expect(await ada.call("DELETE", `/admin/keys/${js.body.key_id}`)).toMatchObject({
    status: 200,
    body: { success: true },
  });
  for (const wrong of [{ scope: "root" }, { namespaces: "main" }, { namespace: "main" }, { expires_in_days: 0 }])
    expect(await ada.call("POST", "/admin/keys", { name: "x", ...wrong })).toMatchObject({ status: 400 });
});

test("a namespace's keys are its own: many of one name, gone with it, and dead under its name again", async () => {
  const home = await organization();
  const found = (name: string) => home.call("POST", "/v1/namespaces", { name });
  for (const name of ["a", "b"]) await found(name);
  const key = async (name: string) =>
    (await home.call("POST", `/v1/namespaces/${name}/keys`, { name: "backend" })).body;
  const [a, b] = [await key("a"), await key("b")];
  expect(a).toMatchObject({ namespace: "a", namespaces: ["a"], scope: "write", key: expect.any(String) });
  const open = async (text: string, name?: string) =>
    (await caller(text, name)("POST", "/v1/collections", { collection_name: crypto.randomUUID() })).status;
  expect([await open(a.key), await open(a.key, "a"), await open(a.key, "b"), await open(b.key)]).toEqual([
    200, 200, 403, 200,
  ]);
  expect((await home.call("GET", "/v1/namespaces/a/keys")).body).toMatchObject({
    total: 1,
    keys: [{ key_id: a.key_id }],
  });
  expect(await home.call("GET", `/v1/namespaces/a/keys/${b.key_id}`)).toMatchObject({ status: 404 });
  await home.call("DELETE", "/v1/namespaces/a");
  await found("a");
  expect([401, 403]).toContain(await open(a.key));
  expect([401, 403]).toContain(await open(a.key, "a"));
  clock.now += 11_000;
  expect(await open(a.key)).toBe(401);
  expect((await home.call("GET", "/v1/namespaces/a/keys")).body.total).toBe(0);
});

test("a namespace's admin manages the keys inside its scope, is told of no other, and makes none that is wider", async () => {
  const home = await organization();
  for (const name of ["a", "beta"]) await home.call("POST", "/v1/namespaces", { name });
  const admin = async (namespaces: string[]) =>
    caller((await home.call("POST", "/admin/keys", { name: `${namespaces}`, scope: "admin", namespaces })).body.key);
  const { namespace_id: aId } = (await home.call("GET", "/v1/namespaces/a")).body;
  const other = (await home.call("POST", "/v1/namespaces/beta/keys", { name: "x" })).body;
  const both = (await home.call("POST", "/admin/keys", { name: "both", scope: "read", namespaces: ["a", "beta"] }))
    .body;
  for (const [spelling, call] of Object.entries({ name: await admin(["a"]), id: await admin([aId]) }) as [
    string,
    Call,
  ][]) {
    const made = await call("POST", "/v1/namespaces/a/keys", { name: "inner", scope: "admin" });
    expect(made, spelling).toMatchObject({ status: 201 });
    const path = `/v1/namespaces/a/keys/${made.body.key_id}`;
    expect(await call("GET", path)).toMatchObject({ status: 200 });
    expect(await call("PATCH", path, { name: "renamed" })).toMatchObject({ status: 200, body: { name: "renamed" } });
    for (const id of [other.key_id, both.key_id, "key_000000000000000000000000"]) {
      expect((await call("GET", `/v1/namespaces/a/keys/${id}`)).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
      expect((await call("DELETE", `/admin/keys/${id}`)).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
    for (const [where, body] of [
      ["/v1/namespaces/a/keys", { name: "x", extra_namespaces: ["beta"] }],
      ["/admin/keys", { name: "x", namespaces: ["beta"] }],
      ["/admin/keys", { name: "x", namespaces: ["a*"] }],
      ["/admin/keys", { name: "x" }],
    ] as const)
      expect(await call("POST", where, body), JSON.stringify(body)).toMatchObject({ status: 403 });
    expect(await call("PATCH", path, { namespaces: ["a", "beta"] })).toMatchObject({ status: 403 });
    expect(await call("GET", "/v1/admin/namespaces")).toMatchObject({
      status: 403,
      body: { code: "NAMESPACE_ACCESS_DENIED", details: "namespace: *" },
    });
    expect(await call("DELETE", path)).toMatchObject({ status: 200 });
    const route = routes.find(
      (one) => one.path === "/v1/namespaces/{namespace_identifier}/keys" && one.method === "GET",
    );
    const refused = async (name: string) => told(await call("GET", `/v1/namespaces/${name}/keys`), route!, [name]);
    expect(await refused("beta")).toBe(await refused("never-was"));
    expect((await call("GET", "/v1/namespaces/beta/keys")).body).toMatchObject({
      error: "forbidden",
      message: "Key not authorized for namespace beta",
      code: "NAMESPACE_ACCESS_DENIED",
      status: 403,
      details: "namespace: beta",
    });
  }
});

test("a key's grants are changed one by one: what is named again keeps its scope, and nothing widens by the way", async () => {
  const home = await organization();
  for (const name of ["alice", "org", "team"]) await home.call("POST", "/v1/namespaces", { name });
  const namespaces = [
    { name: "alice", scope: "write" },
    { name: "org", scope: "read" },
  ];
  const made = (await home.call("POST", "/admin/keys", { name: "mixed", scope: "read", namespaces })).body;
  const patch = (body: object, id = made.key_id) => home.call("PATCH", `/admin/keys/${id}`, body);
  expect((await patch({ namespaces: ["alice", "org"] })).body.grants).toEqual(namespaces);
  for (const wrong of [["alice", "org", "team"], [{ name: "team", scope: "admin" }], null])
    expect(await patch({ namespaces: wrong }), JSON.stringify(wrong)).toMatchObject({ status: 400 });
  const more = [...namespaces, { name: "team", scope: "read" }];
  expect((await patch({ namespaces: ["alice", "org", { name: "team", scope: "read" }] })).body.grants).toEqual(more);
  const writes = async (name: string) =>
    (await caller(made.key, name)("POST", "/v1/collections", { collection_name: crypto.randomUUID() })).status;
  expect([await writes("alice"), await writes("org"), await writes("team")]).toEqual([200, 403, 403]);
  const reader = { name: "r", permissions: ["write"], scopes: [{ resource_type: "namespace", resource_id: "org" }] };
  const { key_id } = (await home.call("POST", "/v1/organizations/api-keys", reader)).body;
  await patch({ namespaces: ["org", "team"] }, key_id);
  expect((await home.call("GET", `/v1/organizations/api-keys/${key_id}`)).body.permissions).toEqual(["write"]);
  const idle = (await home.call("POST", "/admin/keys", { name: "idle", namespaces: [] })).body;
  const narrow = caller(
    (await home.call("POST", "/admin/keys", { name: "n", scope: "admin", namespaces: ["org"] })).body.key,
  );
  expect(await narrow("POST", `/admin/keys/${idle.key_id}/rotate`)).toMatchObject({ status: 404 });
});
