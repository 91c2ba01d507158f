import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { originAllowed, originFault } from "../src/kit/origin";
import { routes } from "../src/routes";
import { app, caller, tenant } from "./tenant";
import vectors from "./vectors/origin-match.json";

const { allow, deny, wildcard } = vectors;

/** Every vector: the list of a key's origins, the Origin that is sent, whether it may pass. */
const cases = [
  ...allow.map((origin) => [allow, origin, true] as const),
  ...deny.map((origin) => [allow, origin, false] as const),
  ...wildcard.allow.map((origin) => [[wildcard.pattern], origin, true] as const),
  ...wildcard.deny.map((origin) => [[wildcard.pattern], origin, false] as const),
];

test("every published origin vector is decided as published", () => {
  expect(cases.length).toBe(1 + 22 + 1 + 8);
  for (const [patterns, origin, allowed] of cases)
    expect(originAllowed(origin, patterns), `${patterns} ${JSON.stringify(origin)}`).toBe(allowed);
  expect(originAllowed("https://app.example.com", [])).toBe(false);
  expect(originAllowed("null", ["null", "*", "https://*"])).toBe(false);
  expect(originAllowed("https://b.example.com", ["https://app.example.com", "https://*.example.com"])).toBe(true);
  expect(originAllowed("http://localhost:5173", ["http://localhost:5173"])).toBe(true);
  expect(originAllowed("http://localhost:5174", ["http://localhost:5173"])).toBe(false);
  expect(originAllowed("https://a.example.com:8443", ["https://*.example.com:8443"])).toBe(true);
  expect(originAllowed("https://xn--bcher-kva.example.com", ["https://*.example.com"])).toBe(true);
  expect(originAllowed("https://bücher.example.com", ["https://*.example.com"])).toBe(false);
});

const inputs = { inputs: { query: "harbour" } };

/** A tenant with a retriever key for these origins, and what a page of an origin gets with it. */
async function page(allowed_origins: string[] | null) {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections/pages/documents", { text: "A boat in the harbour." });
  const made = await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "page", allowed_origins });
  expect(made.status, made.text).toBe(201);
  const call = caller(made.body.key);
  return (origin?: string) =>
    call("POST", "/v1/retrievers/search/execute", inputs, origin === undefined ? {} : { origin });
}

test("an allowed page reads its answer, a denied one gets 403 without leave to read and without data", async () => {
  const pages = new Map([
    [allow, await page(allow)],
    [wildcard.pattern, await page([wildcard.pattern])],
  ] as [unknown, Awaited<ReturnType<typeof page>>][]);
  const unsendable: string[] = [];
  for (const [patterns, origin, allowed] of cases) {
    const ask = pages.get(patterns) ?? pages.get(patterns[0]);
    if (/[^\x20-\x7e]/.test(origin)) {
      unsendable.push(origin);
      continue;
    }
    const reply = await ask!(origin);
    expect(reply.headers.get("vary"), origin).toBe("Origin");
    if (allowed) {
      expect(reply, origin).toMatchObject({ status: 200 });
      expect(reply.headers.get("access-control-allow-origin")).toBe(origin);
      expect(reply.text).toContain("harbour");
    } else {
      expect(reply, JSON.stringify(origin)).toMatchObject({ status: 403, body: { code: "origin_not_allowed" } });
      expect(reply.headers.has("access-control-allow-origin"), origin).toBe(false);
      expect(reply.text).not.toContain("harbour");
    }
  }
  expect(unsendable).toEqual(["https://app.example.com\u0000"]);
});

test("a request without an Origin passes, an empty list lets no page in, and no list lets every page in", async () => {
  const exact = await page(allow);
  const silent = await exact();
  expect(silent).toMatchObject({ status: 200 });
  expect(silent.headers.get("vary")).toBe("Origin");
  expect(silent.headers.has("access-control-allow-origin")).toBe(false);
  const none = await page([]);
  expect((await none("https://app.example.com")).status).toBe(403);
  const open = await page(null);
  const reply = await open("https://anywhere.example");
  expect(reply.headers.get("access-control-allow-origin")).toBe("https://anywhere.example");
  const nobody = await open("null");
  expect(nobody.headers.get("access-control-allow-origin")).toBe(null);
});

test("nothing of the answer to an allowed page may be kept by a shared cache, nor credentials be sent with it", async () => {
  const reply = await (await page(allow))("https://app.example.com");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.has("access-control-allow-credentials")).toBe(false);
  expect(reply.headers.get("access-control-expose-headers")?.toLowerCase()).toContain("x-request-id");
});

test("a preflight is answered on every path without a key, and names the headers that clients send", async () => {
  for (const { path, method } of routes) {
    const response = await app.request(
      path,
      {
        method: "OPTIONS",
        headers: {
          origin: "https://app.example.com",
          "access-control-request-method": method,
          "access-control-request-headers": "authorization,content-type,x-namespace,x-public-api-key",
        },
      },
      env,
    );
    expect(response.status, path).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
    expect(response.headers.get("access-control-allow-methods")).toContain(method);
    expect(response.headers.get("vary")).toContain("Origin");
    const allowed = response.headers.get("access-control-allow-headers")?.toLowerCase().split(/, ?/);
    for (const name of ["authorization", "content-type", "x-namespace", "x-public-api-key"])
      expect(allowed).toContain(name);
    expect(await response.text()).toBe("");
  }
  const opaque = await app.request("/v1/namespaces", { method: "OPTIONS", headers: { origin: "null" } }, env);
  expect(opaque.headers.has("access-control-allow-origin")).toBe(false);
});

test("a page is told of a refusal that has nothing to do with its origin", async () => {
  const reply = await caller("sk_nonsense")("GET", "/v1/namespaces", undefined, { origin: "https://app.example.com" });
  expect(reply.status).toBe(401);
  expect(reply.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
});

test("an entry of allowed_origins that could never match, or matches too much, is refused with what was meant", async () => {
  for (const fine of [
    "https://docs.example.com",
    "https://*.example.com",
    "http://localhost:5173",
    "http://127.0.0.1:8080",
    "https://*.a.example.com:8443",
    "http://[::1]:5173",
  ])
    expect(originFault(fine), fine).toBeUndefined();
  const faulty: [pattern: string, hint?: string][] = [
    ["https://docs.example.com/", "https://docs.example.com"],
    ["https://docs.example.com/path", "https://docs.example.com"],
    ["https://docs.example.com:443", "https://docs.example.com"],
    ["HTTPS://Docs.Example.com", "https://docs.example.com"],
    ["https://*.example.com/", "https://*.example.com"],
    ["docs.example.com"],
    ["null"],
    ["*"],
    [""],
    ["https://*"],
    ["https://*.com"],
    ["https://*.*.example.com"],
    ["https://a.*.example.com"],
    ["https://*example.com"],
    ["https://exa*mple.com"],
    ["https://user:pass@docs.example.com"],
    ["ftp://docs.example.com"],
    ["file:///etc"],
    ["javascript:alert(1)"],
    ["https://docs.example.com, https://b.example.com"],
    ["https://"],
    ["https://*.localhost"],
  ];
  const ada = await tenant();
  for (const [pattern, hint] of faulty) {
    expect(originFault(pattern), JSON.stringify(pattern)).toEqual(expect.any(String));
    if (hint) expect(originFault(pattern)).toContain(`Write ${hint}.`);
    const draft = { name: "page", allowed_origins: ["https://fine.example.com", pattern] };
    const reply = await ada.call("POST", "/v1/retrievers/search/api-keys", draft);
    expect(reply, pattern).toMatchObject({ status: 422 });
    expect(reply.body.error.details.validation_errors[0].location).toEqual(["body", "allowed_origins", 1]);
  }
  expect((await ada.call("GET", "/v1/retrievers/search/api-keys")).body.total).toBe(0);
});
