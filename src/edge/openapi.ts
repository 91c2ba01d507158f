import { z } from "zod";
import { routes } from "../routes";
import { noEvents, type Route } from "../routes/route";
import { Lines } from "../routes/shapes";
import { headersOf, isKept, parameter, requestHeaders, responseHeaders } from "./openapi-headers";
import { problemBodies, problemStatuses } from "./problems";

type Json = Record<string, unknown>;

let written: Json | undefined;

/** The OpenAPI 3.1 document: a loop over the routes. Made when first asked for. */
export function openApiDocument(): Json {
  written ??= write();
  return written;
}

function write(): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Cordon",
      version: "0.1.0",
      description: "Multi-tenant retrieval and agent memory: every tenant in its own watertight namespace.",
    },
    paths,
    components: {
      schemas,
      parameters: requestHeaders,
      headers: responseHeaders,
      securitySchemes: {
        key: { type: "http", scheme: "bearer" },
        publicKey: { type: "apiKey", in: "header", name: "X-Public-API-Key" },
      },
    },
  };
}

function operation(route: Route, schemas: Json): Json {
  const failures = problemStatuses().map(({ status, description }) => [
    status,
    {
      description,
      headers: headersOf(route, status),
      content: { "application/problem+json": { schema: jsonSchema(problemBodies[route.dialect], "output", schemas) } },
    },
  ]);
  return {
    operationId: operationId(route),
    summary: route.does,
    tags: [tagOf(route)],
    parameters: [
      ...parameters("path", route.params, schemas),
      ...parameters("query", route.query, schemas),
      ...(route.on === "namespace" ? [parameter("X-Namespace")] : []),
      ...(isKept(route) ? [parameter("Idempotency-Key")] : []),
      parameter("X-Request-Id"),
    ],
    ...(route.body && {
      requestBody: {
        required: !route.body.safeParse(undefined).success,
        content: {
          [typeOf(route.body)]: { schema: jsonSchema(route.body, "input", schemas) },
          ...(route.form && { "multipart/form-data": { schema: fileForm } }),
        },
      },
    }),
    responses: {
      ...Object.fromEntries(statusesOf(route).map((status) => [status, success(route, status, schemas)])),
      ...Object.fromEntries(failures),
    },
    ...(route.on !== "public" && { security: [{ key: [] }, ...(route.publicKey ? [{ publicKey: [] }] : [])] }),
    "x-permission": route.on === "public" ? null : route.need.permission,
  };
}

const statusesOf = ({ status, made }: Route) => (made ? [status, 201] : [status]);

const success = (route: Route, status: number, schemas: Json): Json => ({
  description: route.does,
  headers: headersOf(route, status),
  content: {
    [typeOf(route.returns)]: { schema: jsonSchema(route.returns, "output", schemas) },
    // To a body that asks for `stream`: an event a line, and at the end a line that says so.
    ...(route.events !== noEvents && { "text/event-stream": { schema: { type: "string" } } }),
  },
});

const fileForm = {
  type: "object",
  required: ["file"],
  properties: { file: { type: "string", format: "binary" } },
  additionalProperties: { type: "string" },
};

const typeOf = (schema: z.ZodType) => (schema === Lines ? "application/x-ndjson" : "application/json");

function parameters(place: "path" | "query", schema: z.ZodType | undefined, schemas: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = inline(schema, "input", schemas);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

interface ObjectSchema {
  properties?: Json;
  required?: string[];
}

function inline(schema: z.ZodType, io: "input" | "output", schemas: Json): ObjectSchema {
  const { $defs, $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", override: dropId });
  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] ??= pointed(definition);
  return pointed(rest);
}

/** A schema with an id of its own stands among the components, and is pointed at. */
function jsonSchema(schema: z.ZodType, io: "input" | "output", schemas: Json): Json {
  const id = schema.meta()?.id;
  const written = inline(schema, io, schemas);
  if (!id) return { ...written };
  schemas[id] ??= written;
  return { $ref: `#/components/schemas/${id}` };
}

const dropId = ({ jsonSchema: schema }: { jsonSchema: Json }) => {
  delete schema.id;
};

function pointed<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

const tagOf = ({ path }: Route) => path.replace(/^\/(v1\/)?/, "").split("/")[0] ?? "";

const operationId = ({ method, path }: Route) =>
  [
    method.toLowerCase(),
    ...path
      .replaceAll(/[{}]/g, "")
      .split(/[/.-]+/)
      .filter(Boolean),
  ].join("_");
