import { expect, test } from "vitest";
import { type Call, caller, organization, searcher, tenant } from "./tenant";

const keys = "/v1/organizations/api-keys";
const on = (resource_type: string, resource_id: string, ...operations: string[]) => ({
  resource_type,
  resource_id,
  ...(operations.length > 0 && { operations }),
});
const all = ["read", "write", "delete", "admin"];

async function mint(call: Call, draft: object): Promise<Call> {
  const made = await call("POST", keys, { name: crypto.randomUUID(), ...draft });
  expect(made, made.text).toMatchObject({ status: 200 });
  return caller(made.body.key);
}

test("an organization's key is made, shown once, listed without its text, and revoked by id or by name", async () => {
  const ada = await tenant();
  const draft = {
    name: "worker",
    description: "the nightly job",
    permissions: ["write"],
    scopes: [on("namespace", "main", "read", "write")],
    rate_limit_override: 600,
    expires_at: "2027-01-01T00:00:00Z",
  };
  const made = await ada.call("POST", keys, draft);
  const { key, ...shown } = made.body;
  expect(key).toMatch(/^sk_[0-9A-Za-z]{53}$/);
  expect(shown).toMatchObject({
    ...draft,
    expires_at: "2027-01-01T00:00:00.000Z",
    key_id: expect.stringMatching(/^key_/),
    key_type: "standard",
    key_prefix: `${key.slice(0, 10)}...`,
    organization_id: ada.id,
    status: "active",
    allowed_origins: null,
    principal_id: null,
  });
  expect(shown.internal_id).not.toBe(ada.id);
  const listed = await ada.call("GET", keys);
  expect(listed.body.results).toContainEqual(shown);
  expect(listed.text).not.toContain(key.slice(11));
  expect(await ada.call("DELETE", `${keys}/${shown.key_id}`)).toMatchObject({ status: 200, body: { success: true } });
  expect(await ada.call("DELETE", `${keys}/never`)).toMatchObject({ status: 404 });
  const second = await ada.call("POST", keys, { name: "by-name" });
  expect(second.body).toMatchObject({ permissions: ["read", "write", "delete"], scopes: [], expires_at: null });
  expect(await ada.call("DELETE", `${keys}/by-name`)).toMatchObject({ status: 200 });
  expect((await ada.call("GET", keys)).body.results.map((one: { name: string }) => one.name)).toEqual(["admin-key"]);
  expect((await ada.call("GET", `${keys}?include_revoked=true`)).body.total).toBe(3);
});

test("the admin-key is protected, and nobody else may take its name", async () => {
  const ada = await organization();
  const admin = await mint(ada.call, { permissions: all });
  expect(await admin("DELETE", `${keys}/admin-key`)).toMatchObject({ status: 403 });
  const again = await admin("POST", keys, { name: "admin-key" });
  expect([403, 409]).toContain(again.status);
});

test("the account tells its public id everywhere and its real one nowhere", async () => {
  const ada = await tenant();
  for (const path of ["/v1/organizations", keys, "/v1/auth/whoami", "/v1/namespaces"]) {
    const reply = await ada.call("GET", path);
    expect(reply.status, path).toBe(200);
    for (const [, value] of reply.text.matchAll(/"internal_id":"([^"]*)"/g)) expect(value).not.toBe(ada.id);
  }
  const { body } = await ada.call("GET", "/v1/organizations");
  expect(body).toMatchObject({ organization_id: ada.id, organization_name: "Acme" });
  expect(body).not.toHaveProperty("internal_id");
});

test("whoami says the same as long as the key is the same, another of another, and what was changed at once", async () => {
  const [ada, bob] = [await tenant(), await tenant()];
  const { key } = (await ada.call("POST", keys, { name: "k", description: "as it was" })).body;
  const said = async (secret: string) => (await caller(secret)("GET", "/v1/auth/whoami")).body;
  const first = await said(key);
  expect(first).toMatchObject({ name: "k", description: "as it was", organization_id: ada.id });
  expect(await said(bob.key)).toMatchObject({ name: "admin-key", organization_id: bob.id });
  expect(await said(key)).toEqual(first);
  expect((await ada.call("PATCH", `${keys}/k`, { description: "changed" })).status).toBe(200);
  expect(await said(key)).toMatchObject({ name: "k", description: "changed" });
});

test("whoami says what the key is and may do, for every kind of key", async () => {
  const ada = await tenant();
  expect((await ada.call("GET", "/v1/auth/whoami")).body).toMatchObject({
    name: "admin-key",
    key_type: "standard",
    permissions: ["admin"],
    scopes: [],
    status: "active",
    organization_id: ada.id,
    auth_enabled: true,
  });
  const scopes = [on("namespace", "main", "read")];
  const narrow = await mint(ada.call, { permissions: ["read"], scopes });
  expect((await narrow("GET", "/v1/auth/whoami")).body).toMatchObject({ permissions: ["read"], scopes });
});

/** A key of the first kind tries to make one of the second. */
const wider: [what: string, maker: object, wanted: object][] = [
  ["more than its scope, by leaving scopes out", { scopes: [on("namespace", "main")] }, {}],
  ["more than its scope, by an empty list", { scopes: [on("namespace", "main")] }, { scopes: [] }],
  ["another namespace", { scopes: [on("namespace", "main")] }, { scopes: [on("namespace", "side")] }],
  [
    "a namespace beside its own",
    { scopes: [on("namespace", "main")] },
    { scopes: [on("namespace", "main"), on("namespace", "side")] },
  ],
  ["all namespaces", { scopes: [on("namespace", "ns_a*")] }, { scopes: [on("namespace", "*")] }],
  ["a wider glob", { scopes: [on("namespace", "customer_1*")] }, { scopes: [on("namespace", "customer_*")] }],
  ["a glob for a literal", { scopes: [on("namespace", "main")] }, { scopes: [on("namespace", "mai*")] }],
  ["the organization", { scopes: [on("namespace", "*")] }, { scopes: [on("organization", "*")] }],
  ["every collection of that name", { scopes: [on("namespace", "main")] }, { scopes: [on("collection", "*")] }],
  ["every retriever", { scopes: [on("collection", "pages")] }, { scopes: [on("retriever", "*")] }],
  [
    "an operation it lacks",
    { scopes: [on("namespace", "main", "read", "manage_permissions")] },
    { scopes: [on("namespace", "main", "write")] },
  ],
  [
    "all operations, by leaving them out",
    { scopes: [on("namespace", "main", "read", "manage_permissions")] },
    { scopes: [on("namespace", "main")] },
  ],
  [
    "a published operation it lacks",
    { scopes: [on("namespace", "main", "read_data", "manage_permissions")] },
    { scopes: [on("namespace", "main", "delete_data")] },
  ],
  ["a longer life", { expires_at: "2026-12-01T00:00:00Z" }, { expires_at: "2026-12-01T00:00:00.001Z" }],
  ["an endless life", { expires_at: "2026-12-01T00:00:00Z" }, {}],
  ["a higher rate", { rate_limit_override: 10 }, { rate_limit_override: 11 }],
  ["an unlimited rate", { rate_limit_override: 10 }, {}],
];

const inside: [what: string, maker: object, wanted: object][] = [
  ["its own scope again", { scopes: [on("namespace", "main")] }, { scopes: [on("namespace", "main")] }],
  ["fewer operations", { scopes: [on("namespace", "main")] }, { scopes: [on("namespace", "main", "read")] }],
  ["a narrower glob", { scopes: [on("namespace", "customer_*")] }, { scopes: [on("namespace", "customer_1*")] }],
  ["a literal inside a glob", { scopes: [on("namespace", "customer_*")] }, { scopes: [on("namespace", "customer_1")] }],
  ["a shorter life", { expires_at: "2026-12-01T00:00:00Z" }, { expires_at: "2026-11-30T00:00:00Z" }],
  ["a lower rate", { rate_limit_override: 10 }, { rate_limit_override: 9 }],
];

test("a key makes no key that is wider, longer-lived or faster than itself, and makes narrower ones", async () => {
  const ada = await organization();
  for (const [what, maker, wanted] of wider) {
    const call = await mint(ada.call, { permissions: all, ...maker });
    expect(await call("POST", keys, { name: what, permissions: ["read"], ...wanted }), what).toMatchObject({
      status: 403,
    });
  }
  for (const [what, maker, wanted] of inside) {
    const call = await mint(ada.call, { permissions: all, ...maker });
    expect(await call("POST", keys, { name: what, permissions: ["read"], ...wanted }), what).toMatchObject({
      status: 200,
    });
  }
  const names = (await ada.call("GET", `${keys}?include_revoked=true`)).body.results.map(
    (one: { name: string }) => one.name,
  );
  expect(names).toEqual(expect.arrayContaining(inside.map(([what]) => what)));
  for (const [what] of wider) expect(names).not.toContain(what);
});

test("only an admin key makes keys, and none can be made by one without that permission", async () => {
  const ada = await organization();
  for (const permissions of [[], ["read"], ["write"], ["delete"], ["read", "write", "delete"]]) {
    const call = await mint(ada.call, { permissions });
    for (const wanted of all) {
      const made = await call("POST", keys, { name: wanted, permissions: [wanted] });
      expect(made, `${permissions} makes ${wanted}`).toMatchObject({ status: 403 });
    }
  }
  const readOnly = await mint(ada.call, { permissions: all, scopes: [on("namespace", "main", "read")] });
  const draft = { name: "x", permissions: ["read"], scopes: [on("namespace", "main", "read")] };
  expect(await readOnly("POST", keys, draft)).toMatchObject({ status: 403 });
});

test("one key reads and writes here, only reads there, and does nothing elsewhere", async () => {
  const ada = await organization();
  const key = await mint(ada.call, {
    permissions: all,
    scopes: [on("namespace", "org-acme-user-alice", "read", "write"), on("namespace", "org-acme", "read")],
  });
  const may = { "org-acme-user-alice": ["read", "write"], "org-acme": ["read"], "org-acme-user-bob": [] as string[] };
  for (const [name, allowed] of Object.entries(may)) {
    await ada.call("POST", "/v1/namespaces", { name });
    const inside = { "x-namespace": name };
    await ada.call("POST", "/v1/collections", { collection_name: "pages" }, inside);
    await ada.call("POST", "/v1/collections/pages/documents", { document_id: "d", text: "boat" }, inside);
    await ada.call("POST", "/v1/retrievers", searcher("search"), inside);
    const attempts: [kind: string, method: string, path: string, body?: object][] = [
      ["read", "GET", "/v1/documents/d"],
      ["read", "POST", "/v1/retrievers/search/execute", { inputs: { query: "boat" } }],
      ["read", "POST", "/v1/collections/pages/documents/list", {}],
      ["write", "POST", "/v1/collections/pages/documents", { text: "more" }],
      ["write", "PATCH", "/v1/documents/d", { text: "changed" }],
      ["write", "POST", "/v1/retrievers", searcher("another")],
      ["delete", "DELETE", "/v1/documents/d"],
      ["delete", "DELETE", "/v1/retrievers/search"],
      ["delete", "DELETE", "/v1/collections/pages"],
      ["admin", "POST", "/v1/retrievers/search/api-keys", { name: "page" }],
      ["admin", "DELETE", `/v1/namespaces/${name}`],
    ];
    for (const [kind, method, path, body] of attempts) {
      const { status } = await key(method, path, body, inside);
      expect(status, `${method} ${path} in ${name}`).toBe(allowed.includes(kind) ? 200 : 403);
    }
  }
  const unsaid = await key("GET", "/v1/documents/d");
  expect(unsaid).toMatchObject({ status: 400, body: { code: "namespace_required" } });
});

test("a glob in a scope matches whole ids and names, never a part of them", async () => {
  const ada = await organization();
  const globs: [glob: string, opens: string[]][] = [
    ["customer_*", ["customer_1", "customer_22"]],
    ["customer_?", []],
    ["customer_1", ["customer_1"]],
    ["*_1", ["customer_1"]],
    ["c*_*2", ["customer_22"]],
    ["customer.1", []],
    ["CUSTOMER_*", []],
    ["*", ["customer_1", "customer_22", "my-customer_1x"]],
  ];
  const names = ["customer_1", "customer_22", "my-customer_1x"];
  for (const name of names) await ada.call("POST", "/v1/namespaces", { name });
  for (const [glob, opens] of globs) {
    const key = await mint(ada.call, { scopes: [on("namespace", glob)] });
    for (const name of names) {
      const { status } = await key("GET", "/v1/collections", undefined, { "x-namespace": name });
      expect(status, `${glob} on ${name}`).toBe(opens.includes(name) ? 200 : 403);
    }
    expect((await key("GET", "/v1/namespaces")).body.namespaces.toSorted(), glob).toEqual(opens);
  }
});
