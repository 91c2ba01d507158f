import { expect, test } from "vitest";
import { routes } from "../src/routes";
import { Lines } from "../src/routes/shapes";
import { caller, organization, type Reply, tenant } from "./tenant";
import { lineOf } from "./worlds";

type Json = Record<string, unknown>;
interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required: boolean;
  schema: Json;
}
interface Answer {
  description: string;
  headers: Record<string, { $ref: string }>;
  content: Record<string, { schema: Json }>;
}
interface Operation {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, Answer>;
}

const openapi = (await caller(undefined)("GET", "/openapi.json")).body;
const operations = Object.entries<Record<string, Operation>>(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ line: `${method.toUpperCase()} ${path}`, path, operation })),
);

/** Every object inside a value, with the way to it. */
function* objectsIn(value: unknown, at: string): Generator<[at: string, object: Json]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [at, value as Json];
  for (const [key, inner] of Object.entries(value)) yield* objectsIn(inner, `${at}/${key}`);
}

/** What a JSON pointer (RFC 6901) inside the document points at. */
const pointedAt = (pointer: string): unknown =>
  pointer
    .replace(/^#\/?/, "")
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (inside, step) => (Object.hasOwn(Object(inside), step) ? Reflect.get(Object(inside), step) : undefined),
      openapi,
    );

const read = (parameter: Parameter): Parameter =>
  parameter.$ref ? (pointedAt(parameter.$ref) as Parameter) : parameter;

test("the OpenAPI document is a valid one of 3.1: its members are known, and every pointer leads somewhere", () => {
  expect(openapi.openapi).toBe("3.1.0");
  expect(openapi.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(Object.keys(openapi).sort()).toEqual(["components", "info", "openapi", "paths"]);
  const kinds = ["headers", "parameters", "schemas", "securitySchemes"];
  expect(Object.keys(openapi.components).sort()).toEqual(kinds);
  for (const kind of kinds)
    for (const name of Object.keys(openapi.components[kind])) expect(name, kind).toMatch(/^[A-Za-z0-9._-]+$/);
  let pointers = 0;
  for (const [at, { $ref }] of objectsIn(openapi, "#")) {
    if (typeof $ref !== "string" || at.endsWith("/properties")) continue;
    pointers++;
    expect($ref, at).toMatch(/^#\/components\//);
    expect(pointedAt($ref), `${at} points at ${$ref}`).toBeTypeOf("object");
  }
  expect(pointers).toBeGreaterThan(500);
  const known = /^(operationId|summary|tags|parameters|requestBody|responses|security|x-[a-z-]+)$/;
  for (const { line, operation } of operations)
    expect(
      Object.keys(operation).filter((key) => !known.test(key)),
      line,
    ).toEqual([]);
  const [types, used] = [["string", "integer", "number", "boolean", "object", "array", "null"], new Set<unknown>()];
  for (const [at, schema] of schemas()) {
    for (const one of [schema.type ?? []].flat()) used.add(one);
    expect(Array.isArray(schema.required ?? []), at).toBe(true);
    if (typeof schema.pattern === "string") expect(() => new RegExp(String(schema.pattern), "u"), at).not.toThrow();
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
    expect(Number(minimum), at).toBeLessThanOrEqual(Number(maximum));
    for (const key of ["$defs", "$schema", "id", "nullable", "definitions"]) expect(schema, at).not.toHaveProperty(key);
  }
  expect([...used].filter((one) => !types.includes(String(one)))).toEqual([]);
});

/** Every schema, but for maps of properties, whose keys are names. */
function* schemas(): Generator<[at: string, schema: Json]> {
  const roots = [openapi.components.schemas, openapi.components.headers, openapi.components.parameters, openapi.paths];
  for (const [at, object] of roots.flatMap((root, i) => [...objectsIn(root, `${i}`)]))
    if (/\/(schema|items|additionalProperties|(anyOf|allOf|oneOf)\/\d+|properties\/[^/]+)$/.test(at))
      yield [at, object];
}

test("operations are told apart: by their id, by their path, and each parameter by its name and place", () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9_]+$/);
  const shapes = Object.keys(openapi.paths).map((path) => path.replaceAll(/\{\w+\}/g, "{}"));
  expect(new Set(shapes).size).toBe(shapes.length);
  for (const { line, path, operation } of operations) {
    const parameters = operation.parameters.map(read);
    const marks = parameters.map((one) => `${one.in} ${one.name.toLowerCase()}`);
    expect(new Set(marks).size, line).toBe(marks.length);
    const inPath = parameters.filter((one) => one.in === "path");
    expect(inPath.map(({ name }) => `{${name}}`).sort(), line).toEqual([...(path.match(/\{\w+\}/g) ?? [])].sort());
    for (const one of parameters) {
      expect(["path", "query", "header"], line).toContain(one.in);
      expect(one.required || one.in !== "path", line).toBe(true);
      expect(one.schema, `${line} ${one.name}`).toBeTypeOf("object");
      // These three are said elsewhere: the contract forbids them as parameters.
      expect(one.name, line).not.toMatch(/^(accept|content-type|authorization)$/i);
    }
    for (const [status, answer] of Object.entries(operation.responses)) {
      expect(status, line).toMatch(/^[1-5]\d\d$/);
      expect(answer.description, `${line} ${status}`).toMatch(/\w/);
    }
  }
});

test("what every request may carry and every answer brings along is documented, where it holds", () => {
  for (const route of routes) {
    const { operation } = operations.find(({ line }) => line === lineOf(route))!;
    const headers = operation.parameters.map(read).flatMap((one) => (one.in === "header" ? [one.name] : []));
    const isKept = route.on !== "public" && route.body !== Lines && ["POST", "PATCH"].includes(route.method);
    expect(headers.includes("Idempotency-Key"), lineOf(route)).toBe(isKept);
    expect(headers.includes("X-Namespace"), lineOf(route)).toBe(route.on === "namespace");
    expect(headers, lineOf(route)).toContain("X-Request-Id");
    for (const [status, answer] of Object.entries(operation.responses)) {
      const names = Object.keys(answer.headers);
      expect(names, lineOf(route)).toContain("X-Request-Id");
      expect(names.includes("Retry-After"), `${lineOf(route)} ${status}`).toBe(status === "429");
    }
    const told = Object.keys(operation.responses[route.status]?.headers ?? {});
    expect(told.includes("RateLimit"), lineOf(route)).toBe(route.on !== "public");
    expect(told.includes("Idempotent-Replayed"), lineOf(route)).toBe(isKept);
  }
});

test("the headers that an answer carries are those that its operation declares", async () => {
  const ada = await tenant();
  const { key } = (await ada.call("POST", "/v1/organizations/api-keys", { name: "slow", rate_limit_override: 1 })).body;
  const slow = caller(key, "main");
  const common = /^(content-type|cache-control|x-content-type-options|vary|date|content-length)$/;
  const declared = (line: string, reply: Reply) => {
    const { operation } = operations.find((one) => one.line === line)!;
    const names = Object.keys(operation.responses[reply.status]?.headers ?? {}).map((name) => name.toLowerCase());
    const undeclared = [...reply.headers.keys()].filter((name) => !common.test(name) && !names.includes(name));
    expect(undeclared, `${line} ${reply.status}`).toEqual([]);
    return names.filter((name) => !reply.headers.has(name));
  };
  const once = () => ada.call("POST", "/v1/collections", { collection_name: "x" }, { "idempotency-key": "one" });
  expect(declared("POST /v1/collections", await once())).toEqual(["idempotent-replayed"]);
  expect(declared("POST /v1/collections", await once())).toEqual([]);
  expect(declared("GET /v1/collections", await slow("GET", "/v1/collections"))).toEqual([]);
  const refused = await slow("GET", "/v1/collections");
  expect(refused.status).toBe(429);
  expect(declared("GET /v1/collections", refused)).toEqual([]);
  expect(declared("GET /v1/collections", await caller("x")("GET", "/v1/collections"))).toEqual([]);
  expect(declared("GET /health", await caller(undefined)("GET", "/health"))).toEqual([]);
  const home = await organization();
  expect(declared("GET /v1/organizations", await home.call("GET", "/v1/organizations"))).toEqual([]);
});
