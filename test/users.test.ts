import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { type Call, caller, clock, organization, tenant } from "./tenant";

const noon = clock.now;
afterEach(() => {
  clock.now = noon;
});

const keys = "/v1/organizations/api-keys";
const users = "/v1/organizations/users";
const search = { inputs: { query: "boat" } };

const statusOf = async (key: string) => (await caller(key)("GET", "/v1/auth/whoami")).status;
const searches = async (key: string) =>
  (await caller(key, "main")("POST", "/v1/retrievers/search/execute", search)).status;
const add = (call: Call, name: string, more: object = {}) =>
  call("POST", users, { email: `${name}@example.com`, user_name: name, ...more });

/** A user with a key of their own, and a page's key that they made with it. */
async function userWithKeys(admin: Call) {
  await add(admin, "bo");
  const own = (await admin("POST", `${users}/bo@example.com/api-keys`, { name: "own", permissions: ["admin"] })).body;
  const page = (await caller(own.key, "main")("POST", "/v1/retrievers/search/api-keys", { name: "page" })).body;
  return { own, page };
}

test("a user is added, read, changed field by field, listed and deleted, by an e-mail address in any case", async () => {
  const ada = await organization();
  const made = await ada.call("POST", users, { email: "Bo.Li@Example.COM", user_name: "Bo" });
  const usual = { role: "member", status: "active", avatar_url: null, metadata: {} };
  expect(made.body).toMatchObject({ email: "bo.li@example.com", user_name: "Bo", ...usual });
  const path = `${users}/BO.LI@example.com`;
  expect((await ada.call("GET", path)).body).toEqual(made.body);
  let expected = made.body;
  const changes: [change: object, becomes?: object][] = [
    [{ user_name: "Bo Li" }],
    [{ avatar_url: "https://example.com/bo.png" }],
    [{ avatar_url: null }],
    [{ metadata: { team: "sea" } }],
    [{ metadata: null }, { metadata: {} }],
    ...["admin", "viewer", "member"].map((role): [object] => [{ role }]),
    ...["suspended", "pending", "active"].map((status): [object] => [{ status }]),
  ];
  for (const [change, becomes = change] of changes) {
    clock.now += 1000;
    expected = { ...expected, ...becomes, updated_at: new Date(clock.now).toISOString() };
    expect((await ada.call("PATCH", path, change)).body, JSON.stringify(change)).toEqual(expected);
    expect((await ada.call("GET", path)).body).toEqual(expected);
  }
  for (const email of ["bo.li@example.com", "BO.LI@EXAMPLE.COM"])
    expect((await ada.call("POST", users, { email, user_name: "Bo" })).status).toBe(409);
  expect((await add((await organization()).call, "bo.li")).status).toBe(200);
  expect((await ada.call("DELETE", path)).body).toMatchObject({ success: true });
  for (const [method, body] of [["GET"], ["DELETE"], ["PATCH", { user_name: "Bo" }]] as const)
    expect((await ada.call(method, path, body)).status).toBe(404);
  const again = await ada.call("POST", users, { email: "bo.li@example.com", user_name: "Bo" });
  expect([again.status, again.body.user_id === made.body.user_id]).toEqual([200, false]);
});

test("users are listed in the order they came, by pages, role and status", async () => {
  const ada = await organization();
  const names = Array.from({ length: 7 }, (_, n) => `u${n}`);
  for (const [n, name] of names.entries()) {
    clock.now += 1;
    await add(ada.call, name, { role: n % 2 ? "viewer" : "member", status: n < 5 ? "active" : "pending" });
  }
  const list = async (query: string) => {
    const { body } = await ada.call("GET", `${users}?${query}`);
    const emails: string[] = body.results.map(({ email }: { email: string }) => email.split("@")[0]);
    return [emails.join(" "), body.total, body.skip, body.limit];
  };
  expect(await list("")).toEqual(["admin u0 u1 u2 u3 u4 u5 u6", 8, 0, 50]);
  expect(await list("limit=3")).toEqual(["admin u0 u1", 8, 0, 3]);
  expect(await list("skip=3&limit=3")).toEqual(["u2 u3 u4", 8, 3, 3]);
  expect(await list("skip=6&limit=3")).toEqual(["u5 u6", 8, 6, 3]);
  expect(await list("skip=8")).toEqual(["", 8, 8, 50]);
  expect(await list("role=viewer")).toEqual(["u1 u3 u5", 3, 0, 50]);
  expect(await list("role=viewer&status=pending")).toEqual(["u5", 1, 0, 50]);
  await ada.call("DELETE", `${users}/u1@example.com`);
  expect(await list("role=viewer&limit=1")).toEqual(["u3", 2, 0, 1]);
  for (const query of ["limit=0", "limit=1001", "skip=-1", "role=owner", "status=deleted"])
    expect((await ada.call("GET", `${users}?${query}`)).status, query).toBe(422);
});

test("a suspended user's keys open nothing, those of pages too, and work again when the user is active", async () => {
  const ada = await tenant();
  const { own, page } = await userWithKeys(ada.call);
  for (const status of ["suspended", "active", "pending", "active"] as const) {
    await ada.call("PATCH", `${users}/bo@example.com`, { status });
    const told = status === "active" ? 200 : 401;
    expect([await statusOf(own.key), await searches(own.key), await searches(page.key)]).toEqual([told, told, told]);
  }
});

test("deleting a user revokes the user's keys, in an isolate that remembers them too, and nobody inherits them", async () => {
  const ada = await tenant();
  const { own, page } = await userWithKeys(ada.call);
  expect([await searches(own.key), await searches(page.key)]).toEqual([200, 200]);
  const { body: bo } = await ada.call("GET", `${users}/bo@example.com`);
  await ada.call("DELETE", `${users}/bo@example.com`);
  expect([await statusOf(own.key), await searches(own.key), await searches(page.key)]).toEqual([401, 401, 401]);
  const lists = [keys, "/v1/retrievers/search/api-keys"];
  for (const [path, { key_id }] of [
    [lists[0]!, own],
    [lists[1]!, page],
  ] as const) {
    const listed = async (query = "") => (await ada.call("GET", path + query)).body.results;
    expect(await listed()).not.toContainEqual(expect.objectContaining({ key_id }));
    expect(await listed("?include_revoked=true")).toContainEqual(
      expect.objectContaining({
        key_id,
        status: "revoked",
        user_id: bo.user_id,
        revoked_at: "2026-11-20T12:00:00.000Z",
      }),
    );
  }
  // As in another isolate that has just read the keys: the rows are as they were, and only the cell knows.
  const both = [own.key_id, page.key_id];
  await env.DB.prepare("UPDATE keys SET revoked_at = NULL WHERE id IN (?, ?)")
    .bind(...both)
    .run();
  await env.DB.prepare("UPDATE users SET status = 'active' WHERE id = ?").bind(bo.user_id).run();
  clock.now += 10_000;
  expect([await statusOf(own.key), await searches(own.key), await searches(page.key)]).toEqual([200, 401, 401]);
  await env.DB.prepare("UPDATE users SET status = 'deleted' WHERE id = ?").bind(bo.user_id).run();
  await add(ada.call, "bo");
  clock.now += 10_000;
  expect((await ada.call("GET", `${users}/bo@example.com/api-keys`)).body).toEqual({ results: [], total: 0 });
  expect(await statusOf(own.key)).toBe(401);
});

test("nobody shuts out themselves, nor the user who holds the admin-key", async () => {
  const ada = await organization();
  await add(ada.call, "bo");
  const bo = caller(
    (await ada.call("POST", `${users}/bo@example.com/api-keys`, { name: "k", permissions: ["admin"] })).body.key,
  );
  const shut: [method: string, body?: object][] = [["DELETE"], ["PATCH", { status: "suspended" }]];
  for (const [method, body] of [...shut, ["PATCH", { role: "viewer" }] as const])
    expect((await bo(method, `${users}/admin@example.com`, body)).status, method).toBe(403);
  for (const [method, body] of shut) expect((await bo(method, `${users}/bo@example.com`, body)).status).toBe(403);
  expect((await bo("PATCH", `${users}/admin@example.com`, { user_name: "Ada", role: "admin" })).status).toBe(200);
  expect(await statusOf(ada.key)).toBe(200);
});

test("a user's keys are reached by name under the user, and where two users have the name, only by id elsewhere", async () => {
  const ada = await organization();
  const made = [];
  for (const name of ["bo", "cy"]) {
    await add(ada.call, name);
    made.push((await ada.call("POST", `${users}/${name}@example.com/api-keys`, { name: "ci" })).body);
  }
  const [bo, cy] = made;
  const under = (name: string) => `${users}/${name.toUpperCase()}@example.com/api-keys`;
  expect((await ada.call("POST", under("bo"), { name: "ci" })).status).toBe(409);
  expect((await ada.call("DELETE", `${keys}/ci`)).status).toBe(409);
  expect((await ada.call("GET", `${under("bo")}/ci`)).body.key_id).toBe(bo.key_id);
  expect((await ada.call("GET", `${under("bo")}/${cy.key_id}`)).status).toBe(404);
  expect((await ada.call("PATCH", `${under("cy")}/ci`, { description: "cy's" })).body.key_id).toBe(cy.key_id);
  const next = (await ada.call("POST", `${under("bo")}/ci/rotate`)).body;
  expect([await statusOf(bo.key), await statusOf(next.key), await statusOf(cy.key)]).toEqual([401, 200, 200]);
  expect((await ada.call("DELETE", `${under("cy")}/ci`)).status).toBe(200);
  expect((await ada.call("GET", under("cy"))).body.total).toBe(0);
  expect((await ada.call("GET", `${under("cy")}?include_revoked=true`)).body).toMatchObject({
    results: [{ key_id: cy.key_id, status: "revoked" }],
    total: 1,
  });
  expect((await ada.call("GET", `${keys}/ci`)).body.key_id).toBe(next.key_id);
  const mine = (await ada.call("POST", keys, { name: "ci" })).body;
  expect((await ada.call("GET", `${keys}/ci`)).body.key_id).toBe(mine.key_id);
  expect((await ada.call("GET", `${under("nobody")}`)).status).toBe(404);
});

test("the plan's limits are told of the organization", async () => {
  const ada = await organization();
  for (const [plan, search] of [
    ["free", 60],
    ["pro", 600],
    ["team", 6000],
  ] as const) {
    await env.DB.prepare("UPDATE organizations SET account_type = ? WHERE id = ?").bind(plan, ada.id).run();
    const { body } = await ada.call("GET", "/v1/organizations");
    expect([body.account_type, body.rate_limits.search]).toEqual([plan, search]);
  }
});
