import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { problems } from "../src/kit/problem";
import { app, caller, organization, tenant } from "./tenant";

const path = "/v1/collections/pages/documents";

test("every problem is a problem document whose parts agree, whatever went wrong", async () => {
  const ada = await tenant();
  const narrow = await ada.call("POST", "/v1/organizations/api-keys", { name: "reader", permissions: ["read"] });
  await ada.call("POST", path, { document_id: "one" });
  const wrongs = {
    malformed: await ada.call("POST", path, "{"),
    namespace_required: await caller(ada.key)("GET", "/v1/collections"),
    unauthenticated: await caller(undefined)("GET", "/v1/collections"),
    forbidden: await caller(narrow.body.key, "main")("DELETE", "/v1/documents/one"),
    not_found: await ada.call("GET", "/v1/documents/never"),
    route_not_found: await ada.call("GET", "/v1/nowhere"),
    method_not_allowed: await ada.call("PUT", "/v1/organizations"),
    conflict: await ada.call("POST", path, { document_id: "one" }),
    too_large: await ada.call("POST", path, {}, { "content-length": "99999999999" }),
    invalid: await ada.call("POST", path, { document_id: 1 }),
  };
  for (const [code, reply] of Object.entries(wrongs)) {
    const [status, type, title] = problems[code as keyof typeof wrongs];
    const id = reply.headers.get("x-request-id");
    expect(reply.status, code).toBe(status);
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.body, code).toEqual({
      type: `urn:cordon:problem:${code}`,
      title,
      status,
      detail: expect.stringMatching(/^.{10,}$/),
      instance: `urn:cordon:request:${id}`,
      code,
      success: false,
      error: { message: reply.body.detail, type, ...(reply.body.error.details && { details: expect.any(Object) }) },
    });
  }
  expect(wrongs.namespace_required.body.detail).toMatch(/X-Namespace/);
  const [fault] = wrongs.invalid.body.error.details.validation_errors;
  expect(fault).toMatchObject({
    type: expect.any(String),
    location: ["body", "document_id"],
    message: expect.any(String),
  });
});

test("a sane request id is kept, any other is replaced by our own, and it is on every answer", async () => {
  const ada = await tenant();
  const ask = (id: string | undefined, where = "/v1/auth/whoami") =>
    ada.call("GET", where, undefined, id === undefined ? {} : { "x-request-id": id });
  for (const sane of ["a", "7f3c-11", "req_abc", "0123456789abcdef:1", "A.b_c-d", "x".repeat(128)])
    expect((await ask(sane)).headers.get("x-request-id"), sane).toBe(sane);
  for (const odd of ["", "x".repeat(129), "a b", "<script>", '"', "a,b", "-a", "../..", "a\tb", "{{x}}", "'; --"]) {
    const reply = await ask(odd);
    expect(reply.headers.get("x-request-id"), odd).toMatch(/^req_[0-9a-z]{24}$/);
  }
  const two = [await ask(undefined), await ask(undefined)].map((reply) => reply.headers.get("x-request-id"));
  expect(two[0]).not.toBe(two[1]);
  for (const where of ["/nowhere", "/openapi.json", "/health", "/v1/health", "/v1/documents/never"])
    expect((await ask("mine", where)).headers.get("x-request-id"), where).toBe("mine");
});

/** Requests that no handler should have to think about. */
const bad: [method: string, path: string, body: string | undefined, status: number, named: string][] = [
  ["POST", path, "{", 400, "JSON"],
  ["POST", path, "not json", 400, "JSON"],
  ["POST", path, '{"a": 1,}', 400, "JSON"],
  ["POST", path, '{"a": NaN}', 400, "JSON"],
  ["POST", path, "\ufeff\ufeff{}", 400, "JSON"],
  ["POST", path, undefined, 422, "body"],
  ["POST", "/v1/namespaces", '{"name": 7}', 422, "name"],
  ["POST", "/v1/namespaces", '{"namespace_name": 7}', 422, "namespace_name"],
  ["POST", "/v1/namespaces", '{"name": "system_x"}', 422, "reserved"],
  ["POST", "/v1/namespaces", '{"name": "x", "template": "video_search"}', 422, "template"],
  ["POST", "/v1/namespaces", '{"payload_indexes": [{"field_name": "document_id", "type": "text"}]}', 422, "protected"],
  ["POST", "/v1/namespaces", '{"name": "a/b"}', 422, "name"],
  ["POST", "/v1/namespaces", '{"name": "../reset?all"}', 422, "name"],
  ["POST", "/v1/namespaces", '{"name": "-x"}', 422, "name"],
  ["POST", "/v1/namespaces", '{"name": "ns_000000000000000000000000"}', 422, "name"],
  ["POST", "/v1/namespaces", '{"name": "x", "feature_extractors": "text"}', 422, "feature_extractors"],
  [
    "POST",
    "/v1/namespaces",
    '{"name": "x", "payload_indexes": [{"field_name": "a", "type": "colour"}]}',
    422,
    "payload_indexes.0.type",
  ],
  ["POST", "/v1/collections", "{}", 422, "collection_name"],
  ["POST", "/v1/collections", '{"collection_name": " "}', 422, "collection_name"],
  ["POST", "/v1/collections", '{"collection_name": "x", "source": 7}', 422, "source"],
  ["GET", "/v1/collections?limit=0", undefined, 422, "limit"],
  ["GET", "/v1/collections?limit=1001", undefined, 422, "limit"],
  ["GET", "/v1/collections?limit=1e2", undefined, 422, "limit"],
  ["GET", "/v1/collections?offset=-1", undefined, 422, "offset"],
  ["GET", "/v1/collections?offset=10001", undefined, 422, "offset"],
  ["POST", `${path}/list?limit=ten`, "{}", 422, "limit"],
  ["POST", `${path}/list`, '{"limit": "10"}', 422, "limit"],
  ["POST", "/v1/organizations/api-keys", '{"name": "x", "permissions": ["root"]}', 422, "permissions.0"],
  [
    "POST",
    "/v1/organizations/api-keys",
    '{"name": "x", "scopes": [{"resource_type": "planet", "resource_id": "x"}]}',
    422,
    "scopes.0.resource_type",
  ],
  [
    "POST",
    "/v1/organizations/api-keys",
    '{"name": "x", "scopes": [{"resource_type": "namespace", "resource_id": "x", "operations": ["fly"]}]}',
    422,
    "operations",
  ],
  ["POST", "/v1/organizations/api-keys", '{"name": "x", "rate_limit_override": 0}', 422, "rate_limit_override"],
  ["POST", "/v1/organizations/api-keys", '{"name": "x", "expires_at": "2020-01-01T00:00:00Z"}', 422, "expires_at"],
  ["GET", "/v1/organizations/api-keys?include_revoked=maybe", undefined, 422, "include_revoked"],
  ["POST", "/v1/retrievers", '{"retriever_name": "x", "stages": "all"}', 422, "stages"],
  ["POST", "/v1/retrievers/search/execute", '{"inputs": []}', 422, "inputs"],
  ["POST", "/v1/retrievers/search/execute", '{"inputs": {"query": 7}}', 422, "query"],
  ["GET", `/v1/documents/${"x".repeat(300)}`, undefined, 422, "document_id"],
];

test("bad input is a 4xx that names what is wrong, and nothing is stored", async () => {
  const ada = await tenant();
  const count = async () => {
    const tables = ["namespaces", "collections", "retrievers", "keys"];
    const rows = await Promise.all(
      tables.map((name) => env.DB.prepare(`SELECT count(*) AS n FROM ${name}`).first("n")),
    );
    return [...rows, (await ada.call("GET", "/v1/namespaces/main")).body.document_count];
  };
  const before = await count();
  for (const [method, where, body, status, named] of bad) {
    const reply = await ada.call(method, where, body);
    expect(reply.status, `${method} ${where} ${body} ${reply.text}`).toBe(status);
    expect(reply.text, `${method} ${where} ${body}`).toContain(named);
  }
  for (const bytes of [
    [0xff, 0xfe],
    [0x22, 0xc3, 0x28, 0x22],
    [0x22, 0xed, 0xa0, 0x80, 0x22],
    [0x1f, 0x8b, 8, 0],
  ]) {
    const headers = { authorization: `Bearer ${ada.key}`, "x-namespace": "main" };
    const response = await app.request(path, { method: "POST", headers, body: new Uint8Array(bytes) }, env);
    expect(response.status, `${bytes}`).toBe(400);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining("UTF-8") });
  }
  expect(await count()).toEqual(before);
});

test("a path with odd characters finds nothing, and breaks nothing", async () => {
  const ada = await tenant();
  for (const odd of ["%", "%00", "%ff", "%2e%2e%2f", "a%2Fb", "*", "'", "%F0%9F%98%80", "__proto__", "constructor"])
    for (const where of [
      `/v1/documents/${odd}`,
      `/v1/collections/${odd}`,
      `/v1/retrievers/${odd}`,
      `/v1/namespaces/${odd}`,
    ]) {
      const reply = await ada.call("GET", where);
      expect([404, 422], `${where} ${reply.text}`).toContain(reply.status);
    }
  for (const name of ["%", "'", "*", "a b", "x".repeat(5000), "__proto__"])
    expect(await caller(ada.key, name)("GET", "/v1/collections"), name).toMatchObject({ status: 404 });
});

test("what breaks on our side is a fixed sentence with the request id: no cause, no stack, no name of anything inside", async () => {
  const ada = await organization();
  const broken = (name: "DB" | "CELL") => ({
    ...env,
    [name]: new Proxy(env[name], {
      get: () => () => {
        throw new Error("SECRET-CAUSE at drizzle.ts: SELECT * FROM keys");
      },
    }),
  });
  const ask = (bindings: typeof env, where: string, method = "GET", body?: string) =>
    app.request(
      where,
      { method, body, headers: { authorization: `Bearer ${ada.key}`, "x-request-id": "mine" } },
      bindings,
    );
  const answers = [await ask(broken("DB"), "/v1/organizations")];
  expect((await ask(env, "/v1/organizations")).status).toBe(200);
  answers.push(await ask(broken("DB"), "/v1/organizations"));
  answers.push(await ask(broken("CELL"), "/v1/namespaces", "POST", '{"name": "x"}'));
  for (const answer of answers) {
    expect(answer.status).toBe(500);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      code: "internal",
      detail: "Something broke on our side. The request id is mine.",
      error: { type: "InternalServerError" },
    });
    expect(text).not.toMatch(/SECRET|drizzle|SELECT|keys|\.ts|at /);
  }
  const health = await ask(broken("DB"), "/v1/health?deep=true");
  expect(await health.json()).toMatchObject({
    status: "DEGRADED",
    data: { metadata: false, cell: true, object_storage: true },
  });
  expect(await (await ask(broken("CELL"), "/health/ready")).json()).toMatchObject({ ready: false });
});

test("health is told without a key, shallow without a read and deep with a sign of life from every store", async () => {
  const call = caller(undefined);
  const nothing = { ...env, DB: undefined, CELL: undefined, BLOBS: undefined };
  for (const where of ["/health", "/health/live", "/v1/health"]) {
    expect((await app.request(where, {}, nothing)).status, where).toBe(200);
  }
  expect((await call("GET", "/v1/health")).body).toMatchObject({ status: "OK", data: {} });
  const deep = (await call("GET", "/v1/health?deep=true")).body;
  expect(deep).toMatchObject({ status: "OK", data: { metadata: true, cell: true, object_storage: true } });
  expect((await call("GET", "/health/ready")).body).toMatchObject({ ready: true });
  expect((await call("GET", "/health")).body).toMatchObject({ status: "healthy", healthy: true });
});
