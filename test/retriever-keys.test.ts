import { expect, test } from "vitest";
import { sha256 } from "../src/kit/hash";
import { isSecret } from "../src/kit/secret";
import { caller, clock, organization, searcher, tenant } from "./tenant";

const stamp = "2026-11-20T12:00:00.000Z";

test("a retriever key is made exactly as published: every field, 201, 60 characters, and its text only once", async () => {
  const ada = await tenant();
  const path = `/v1/retrievers/${ada.retrieverId}/api-keys`;
  const draft = {
    name: "production-api",
    description: "Production API key for customer integrations",
    expires_at: "2026-12-31T23:59:59Z",
    allowed_origins: ["https://docs.example.com", "https://*.example.com"],
  };
  const made = await ada.call("POST", path, draft);
  expect(made.status).toBe(201);
  const { key, ...shown } = made.body;
  expect(key).toMatch(/^ret_sk_[0-9A-Za-z]{53}$/);
  expect(key).toHaveLength(60);
  expect(isSecret(key)).toBe(true);
  const whoami = await ada.call("GET", "/v1/auth/whoami");
  expect(shown).toEqual({
    key_hash: await sha256(key),
    internal_id: expect.any(String),
    user_id: whoami.body.user_id,
    name: draft.name,
    key_id: expect.stringMatching(/^key_[0-9a-z]{24}$/),
    key_prefix: `${key.slice(0, 10)}...`,
    key_type: "retriever",
    subscription_id: null,
    organization_id: ada.id,
    description: draft.description,
    permissions: ["read"],
    scopes: [{ resource_type: "retriever", resource_id: ada.retrieverId, operations: ["execute_retriever"] }],
    rate_limit_override: null,
    status: "active",
    expires_at: "2026-12-31T23:59:59.000Z",
    last_used_at: null,
    created_at: stamp,
    created_by: whoami.body.user_id,
    revoked_at: null,
    revoked_by: null,
    allowed_origins: draft.allowed_origins,
    principal_id: null,
  });
  expect(shown.internal_id).not.toBe(ada.id);
  const listed = await ada.call("GET", path);
  expect(listed.body).toEqual({ results: [shown], total: 1 });
  const later = [listed, await ada.call("GET", `/v1/retrievers/${ada.retrieverId}`), whoami];
  for (const path of ["/v1/organizations/api-keys", "/v1/organizations", "/v1/namespaces/main"])
    later.push(await ada.call("GET", path));
  later.push(await caller(key)("GET", "/v1/auth/whoami"));
  for (const reply of later) expect(reply.text).not.toContain(key.slice(11));
});

test("the least that a retriever key needs is a name, and what is left out has its published default", async () => {
  const ada = await tenant();
  for (const draft of [{ name: "x" }, { name: "x", description: null, expires_at: null, allowed_origins: null }]) {
    const made = await ada.call("POST", "/v1/retrievers/search/api-keys", draft);
    expect(made).toMatchObject({
      status: 201,
      body: { description: "", expires_at: null, allowed_origins: null, status: "active", key_type: "retriever" },
    });
  }
  const naive = await ada.call("POST", "/v1/retrievers/search/api-keys", {
    name: "x",
    expires_at: "2027-01-01T00:00:00",
  });
  expect(naive.body.expires_at).toBe("2027-01-01T00:00:00.000Z");
});

const refusedDrafts: [body: object, field: string][] = [
  [{}, "name"],
  [{ name: "" }, "name"],
  [{ name: "   " }, "name"],
  [{ name: "n".repeat(101) }, "name"],
  [{ name: 7 }, "name"],
  [{ name: "x", description: "d".repeat(501) }, "description"],
  [{ name: "x", expires_at: "tomorrow" }, "expires_at"],
  [{ name: "x", expires_at: "2026-11-20" }, "expires_at"],
  [{ name: "x", expires_at: "2026-11-20T11:59:59Z" }, "expires_at"],
  [{ name: "x", expires_at: stamp }, "expires_at"],
  [{ name: "x", allowed_origins: "https://docs.example.com" }, "allowed_origins"],
  [{ name: "x", allowed_origins: ["https://docs.example.com/"] }, "allowed_origins"],
  [{ name: "x", allowed_origins: ["*"] }, "allowed_origins"],
  [{ name: "x", allowed_origins: ["null"] }, "allowed_origins"],
  [{ name: "x", permissions: ["admin"] }, "permissions"],
  [{ name: "x", scopes: [] }, "scopes"],
  [{ name: "x", retriever_id: "ret_other" }, "retriever_id"],
  [{ name: "x", key: "ret_sk_mine" }, "key"],
];

test("a retriever key outside the published constraints is refused by field, and nothing is made", async () => {
  const ada = await tenant();
  for (const [body, field] of refusedDrafts) {
    const reply = await ada.call("POST", "/v1/retrievers/search/api-keys", body);
    expect(reply, JSON.stringify(body)).toMatchObject({ status: 422, body: { error: { type: "ValidationError" } } });
    expect(JSON.stringify(reply.body.error), JSON.stringify(body)).toContain(field);
  }
  expect(await ada.call("POST", "/v1/retrievers/nowhere/api-keys", { name: "x" })).toMatchObject({ status: 404 });
  const most = { name: "n".repeat(100), description: "d".repeat(500), expires_at: "2026-11-20T12:00:00.001Z" };
  expect(await ada.call("POST", "/v1/retrievers/search/api-keys", most)).toMatchObject({ status: 201 });
  expect((await ada.call("GET", "/v1/retrievers/search/api-keys")).body.total).toBe(1);
});

test("only an admin of the namespace makes, lists or revokes retriever keys", async () => {
  const ada = await tenant();
  const made = await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "page" });
  const usual = await ada.call("POST", "/v1/organizations/api-keys", { name: "worker" });
  expect(usual.body.permissions).toEqual(["read", "write", "delete"]);
  for (const key of [usual.body.key, made.body.key]) {
    const call = caller(key, "main");
    expect(await call("POST", "/v1/retrievers/search/api-keys", { name: "x" })).toMatchObject({ status: 403 });
    expect(await call("GET", "/v1/retrievers/search/api-keys")).toMatchObject({ status: 403 });
    const revoke = `/v1/retrievers/search/api-keys/${made.body.key_id}`;
    expect(await call("DELETE", revoke)).toMatchObject({ status: 403 });
  }
});

test("a retriever key executes its retriever, by id or name, and does nothing else", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections/pages/documents", { text: "A boat in the harbour." });
  await ada.call("POST", "/v1/retrievers", searcher("other"));
  const made = await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "page" });
  const page = caller(made.body.key);
  const inputs = { inputs: { query: "boat" } };
  for (const ref of [ada.retrieverId, "search"])
    expect((await page("POST", `/v1/retrievers/${ref}/execute`, inputs)).body.results).toHaveLength(1);
  for (const header of ["x-public-api-key", "x-api-key"]) {
    const reply = await caller(undefined)("POST", "/v1/public/retrievers/execute", inputs, { [header]: made.body.key });
    expect(reply.body.results, header).toHaveLength(1);
  }
  const other = await page("POST", "/v1/retrievers/other/execute", inputs);
  const never = await page("POST", "/v1/retrievers/never/execute", inputs);
  expect([other.status, other.body.detail]).toEqual([404, never.body.detail]);
  // The published client's header is for the public route only.
  const misused = await caller(undefined)("GET", "/v1/auth/whoami", undefined, { "x-public-api-key": made.body.key });
  expect(misused.status).toBe(401);
  expect((await page("GET", "/v1/auth/whoami")).body).toMatchObject({
    key_id: made.body.key_id,
    key_type: "retriever",
    permissions: ["read"],
  });
});

test("a revoked retriever key stays in the list when asked for, and revoking again changes nothing", async () => {
  const ada = await tenant();
  const path = "/v1/retrievers/search/api-keys";
  const made = await ada.call("POST", path, { name: "page" });
  const kept = await ada.call("POST", path, { name: "page" });
  clock.now += 1000;
  const gone = await ada.call("DELETE", `${path}/${made.body.key_id}`);
  expect(gone).toMatchObject({ status: 200, body: { message: expect.any(String), success: true } });
  expect((await ada.call("GET", path)).body.results.map((key: { key_id: string }) => key.key_id)).toEqual([
    kept.body.key_id,
  ]);
  const all = (await ada.call("GET", `${path}?include_revoked=true`)).body;
  const revoked = all.results.find((key: { key_id: string }) => key.key_id === made.body.key_id);
  expect(all.total).toBe(2);
  expect(revoked).toMatchObject({
    status: "revoked",
    revoked_at: "2026-11-20T12:00:01.000Z",
    revoked_by: made.body.user_id,
  });
  clock.now += 1000;
  expect(await ada.call("DELETE", `${path}/${made.body.key_id}`)).toMatchObject({ status: 200 });
  const again = (await ada.call("GET", `${path}?include_revoked=true`)).body.results;
  expect(again).toContainEqual(revoked);
  await ada.call("POST", "/v1/retrievers", searcher("other"));
  for (const id of [kept.body.key_id, "key_000000000000000000000000", "page"])
    expect(await ada.call("DELETE", `/v1/retrievers/other/api-keys/${id}`), id).toMatchObject({ status: 404 });
  expect(
    await caller(kept.body.key)("POST", "/v1/retrievers/search/execute", { inputs: { query: "x" } }),
  ).toMatchObject({ status: 200 });
  clock.now -= 2000;
});

test("a key that ends makes only retriever keys that end no later, and a deleted retriever's keys are dead", async () => {
  const ada = await organization();
  await ada.call("POST", "/v1/namespaces", { name: "main" });
  const home = caller(ada.key, "main");
  await home("POST", "/v1/retrievers", searcher("search"));
  const draft = { name: "short", permissions: ["admin"], expires_at: "2026-11-21T00:00:00Z" };
  const short = caller((await ada.call("POST", "/v1/organizations/api-keys", draft)).body.key, "main");
  const path = "/v1/retrievers/search/api-keys";
  for (const expires_at of [undefined, "2026-11-21T00:00:00.001Z"])
    expect(await short("POST", path, { name: "x", expires_at })).toMatchObject({ status: 403 });
  const made = await short("POST", path, { name: "x", expires_at: draft.expires_at });
  expect(made.status).toBe(201);
  const page = caller(made.body.key);
  const run = () => page("POST", "/v1/public/retrievers/execute", { inputs: { query: "x" } });
  expect(await run()).toMatchObject({ status: 200 });
  expect(await home("DELETE", "/v1/retrievers/search")).toMatchObject({ status: 200 });
  expect((await run()).status).toBeGreaterThanOrEqual(401);
  await home("POST", "/v1/retrievers", searcher("search"));
  expect((await run()).status).toBeGreaterThanOrEqual(401);
  clock.now += 10_001;
  expect(await run()).toMatchObject({ status: 401 });
  clock.now -= 10_001;
});
