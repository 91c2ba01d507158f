import { env } from "cloudflare:workers";
import { caller } from "./tenant";

/** FUZZ_SEED=7 takes another seed than CI does; FUZZ_SEED=random takes any. What fails says which it was. */
const wanted = env.FUZZ_SEED === "random" ? crypto.getRandomValues(new Uint32Array(1))[0] : Number(env.FUZZ_SEED || 3);
export const seed = wanted ?? 3;

declare global {
  namespace Cloudflare {
    interface Env {
      FUZZ_SEED: string;
    }
  }
}

export interface Schema extends Record<string, unknown> {
  type?: string | string[];
  $ref?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
}
interface Content {
  content: Record<string, { schema: Schema }>;
}
export interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
  security?: object[];
}
const openapi = (await caller(undefined)("GET", "/openapi.json")).body;
export const operations = Object.entries<Record<string, Operation>>(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
export const pointed = (schema: Schema): Schema =>
  schema.$ref ? pointed(openapi.components.schemas[schema.$ref.split("/").at(-1) ?? ""]) : schema;

let state = seed;
/** From here on the numbers are those of this seed. */
export const reseed = (by: number) => {
  state = by;
};

/** mulberry32, and what is made of its numbers. */
export function roll(sides: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % sides;
}
export const pick = <T>(of: readonly T[]): T => of[roll(of.length)] as T;
export const many = <T>(most: number, make: () => T): T[] => Array.from({ length: roll(most + 1) }, make);
const nest = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

// biome-ignore format: a list to look things up in
export const texts = [
  "", " ", "\0", "a\0b", "e\u0301", "👩‍👩‍👧", "\ud800", "\u202e", "'; DROP TABLE documents; --", '"', "\\", "{{INPUT.query}}",
  "{{DOC.__proto__}}", "{{STAGE.x.y}}", "{{", "{% for x in DOC %}", "../..", "%00", "*", "?", "__proto__", "constructor",
  "toString", "hasOwnProperty", "x".repeat(129), "x".repeat(300), "y ".repeat(20_000), "2026-02-30T25:00:00Z",
  "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "2027-01-01", "NaN", "null", "1e999", "-1", "(a+)+$", "[", "a.b.c", ".", "true",
];
const numbers = [0, -0, 1, -1, 0.5, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308, -1e308, 5e-324];
const odd = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  { "": "" },
  [null],
  nest(40),
  nest(950),
  Array(3000).fill(0),
  { constructor: { prototype: 1 } },
];
const proto = () => JSON.parse(`{"__proto__": {"admin": true}, "a": ${roll(9)}}`);
export const nasty = (): unknown =>
  pick([...Array(3).fill(() => pick(texts)), () => pick(numbers), () => pick(odd), proto])();
export const words = () => many(4, () => pick(["sailing", "boat", "Secret", "canary", "the", "9", "ÄÖ"])).join(" ");
const fields = [
  "title",
  "text",
  "n",
  "tags",
  "crew.name",
  "metadata.n",
  "document_id",
  "score",
  "none",
  "__proto__",
  "tags.0",
];
// biome-ignore format: a list to look things up in
const operators = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "contains", "starts_with", "ends_with", "regex", "exists", "is_null", "text", "like"];
const value = (): unknown => pick<() => unknown>([() => roll(9), words, () => many(3, value), nasty])();

function filter(depth = 0): unknown {
  if (roll(3) > 0 || depth > 3) return { field: pick(fields), operator: pick(operators), value: value() };
  if (roll(4) === 0) return { [pick(fields)]: value() };
  return { [pick(["AND", "OR", "NOT", "and"])]: many(3, () => filter(depth + 1)) };
}

/** What the world holds that a request may name: by path parameter, and cursors. What answers bring is added. */
export const names: Record<string, string[]> = {};
export const stages: { stage_id: string; parameter_schema: Schema }[] = [];
const search = () => ({
  feature_uri: "cordon://text_extractor@v1/text_embedding",
  query: { input_mode: "text", value: pick([words(), "{{INPUT.query}}"]) },
  ...(roll(3) === 0 && { filters: filter() }),
});
function stage(): unknown {
  const { stage_id, parameter_schema } = pick(stages) ?? { stage_id: "limit", parameter_schema: {} };
  const drawn = sample(parameter_schema, "parameters");
  const parameters = stage_id === "feature_search" && roll(4) ? { ...Object(drawn), searches: [search()] } : drawn;
  return roll(2)
    ? { stage_id, parameters }
    : { stage_name: pick(["a", "b", words()]), config: { stage_id, parameters } };
}
const fresh = (prefix: string) => `${prefix}${roll(100_000)}`;
const ids = (name: string) => () => many(3, () => pick(names[name] ?? []));

/** Where a schema says less than a request needs to mean something, by the member's name. */
const meant: Record<string, () => unknown> = {
  filters: filter,
  conditions: filter,
  pre_filters: filter,
  post_filters: filter,
  stages: () => [stage(), ...many(2, stage)],
  inputs: () => ({ query: words(), ...(roll(4) === 0 && { [fresh("i")]: nasty() }) }),
  query: () => pick([search().query, words()]),
  searches: () => many(2, search),
  feature_uri: () => search().feature_uri,
  input_schema: () => ({ query: { type: pick(["string", "number", "text"]), required: roll(2) === 0 } }),
  field: () => pick(fields),
  select: () => many(3, () => pick(fields)),
  operator: () => pick(operators),
  alias: () => pick(["n", "total", ...fields]),
  memory_id: () => pick(names.memory_id ?? []),
  memory_ids: ids("memory_id"),
  target_id: () => pick(names.memory_id ?? []),
  target: () => pick(["mem-1", "mem-2", pick(names.memory_id ?? [])]),
  from: () => pick(["mem-1", "mem-2", pick(names.memory_id ?? [])]),
  to: () => pick(["mem-1", "mem-2", pick(names.memory_id ?? [])]),
  session_id: () => pick(names.session_id ?? []),
  agent_id: () => pick(["main", "agent", ...(names.agent_id ?? [])]),
  namespace: () => pick(["main", "main", pick(names.namespace_identifier ?? [])]),
  cursor: () => pick([...(names.cursor ?? []), pick(names.cursor ?? [""]).slice(0, roll(30)), "x"]),
  namespaces: () => ["main"],
  target_version: () => pick([4, 5, "v5", 99]),
  document_ids: ids("document_id"),
  document_id: () => pick([...(names.document_id ?? []), fresh("d-")]),
  collection_identifiers: ids("collection_identifier"),
  collection_ids: ids("collection_identifier"),
  events: () => [pick(["*", "document.*", "alert.triggered"])],
  event_types: () => ["document.created", ...many(1, () => "collection.*")],
  url: () => pick(["https://hook.example.com/in", "https://hook.example.com/", "http://127.0.0.1/"]),
  channels: () => [{ channel: "webhook", configs: { url: "https://hook.example.com/in" } }],
  notification_config: () => ({ channels: [{ channel_type: "webhook", channel_id: "wh_any" }] }),
  retriever_id: () => pick(names.retriever_id ?? []),
  resource_id: () => pick(names.namespace_identifier ?? ["x"]),
  email: () => `${fresh("u")}@example.com`,
  feature_extractor: () => ({ feature_extractor_name: "text_extractor", version: "v1", parameters: { a: nasty() } }),
  payload_indexes: () =>
    many(2, () => ({ field_name: pick(fields), type: pick(["keyword", "integer", "text", "geo"]) })),
  name: () => fresh("n"),
  expires_at: () => pick(["2026-12-01T00:00:00Z", "2027-01-01T00:00:00"]),
};

/** Members without which little happens, though a contract may not ask for them. */
const telling = ["inputs", "field", "searches", "updates", "url", "events"];

/** A value that the schema allows, or just misses: numbers lie on and around their bounds. */
export function sample(given: Schema, name: string, depth = 0): unknown {
  const schema = pointed(given);
  if (Object.hasOwn(meant, name) && roll(8) > 0) return meant[name]?.();
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return sample(pick(branches), name, depth);
  if ("const" in schema) return schema.const;
  if (schema.enum) return pick(schema.enum);
  const { minimum = 0, maximum = 1000 } = schema;
  switch (depth > 6 ? "null" : Array.isArray(schema.type) ? pick(schema.type) : schema.type) {
    case "null":
      return null;
    case "boolean":
      return roll(2) === 0;
    case "string":
      return schema.format === "date-time"
        ? "2026-12-01T00:00:00Z"
        : schema.format === "uri"
          ? "https://a.example/"
          : pick([fresh("s"), fresh("s"), pick(fields)]);
    case "integer":
    case "number":
      return roll(10)
        ? minimum + roll(Math.min(maximum - minimum, 1e6) + 1)
        : pick([minimum - 1, maximum + 1, minimum, maximum]);
    case "array":
      return [sample(schema.items ?? {}, "", depth + 1), ...many(2, () => sample(schema.items ?? {}, "", depth + 1))];
    case "object": {
      const known = Object.entries(schema.properties ?? {}).filter(
        ([key]) => schema.required?.includes(key) || roll(4) === 0 || (telling.includes(key) && roll(8) > 0),
      );
      const free = schema.properties ? [] : many(4, () => [pick([...fields, fresh("f")]), value()] as const);
      const own = known.map(([key, inner]) => [key, sample(inner, key, depth + 1)] as const);
      return Object.fromEntries([...own, ...free]);
    }
    default:
      return value();
  }
}

/** The same value with one thing in it changed, taken away or added. */
export function mutate(whole: unknown): unknown {
  if (typeof whole !== "object" || whole === null || roll(6) === 0) return nasty();
  const entries = Object.entries(whole);
  const at = roll(entries.length + 1);
  const [key, inner] = entries[at] ?? [pick([pick(texts), "__proto__", "limit", "name", "extra"]), undefined];
  const change = pick(["into", "into", "into", "drop", "add"]);
  const put = change === "add" || at === entries.length ? nasty() : mutate(inner);
  const next =
    change === "drop" ? entries.toSpliced(at, 1) : entries.toSpliced(at, change === "add" ? 0 : 1, [key, put]);
  return Array.isArray(whole) ? next.map(([, item]) => item) : Object.fromEntries(next);
}

/** A body's text, now and then no JSON, no UTF-8, or JSON that nobody would write. */
export function written(body: unknown): string | Uint8Array {
  const text = JSON.stringify(body) ?? "";
  const at = roll(text.length + 1);
  const broken: (() => string | Uint8Array)[] = [
    () => text.slice(0, at),
    () => text.slice(0, at) + pick(["\0", "{", "]", '"', ",", "\\", "\ufeff", "1e999", "NaN", "//"]) + text.slice(at),
    () => text.replace("{", '{"name": 1, "name": 2, '),
    () => text.replace(/(?<=[[:,])\d+/, "1e999"),
    () => `{"a": ${"[".repeat(1200)}${"]".repeat(1200)}}`,
    () => new Uint8Array([...new TextEncoder().encode(text.slice(0, at)), 0xff, 0xfe, roll(256)]),
  ];
  return roll(10) ? text : pick(broken)();
}
