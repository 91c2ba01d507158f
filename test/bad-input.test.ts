import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { storedBytes } from "./stored";
import { app } from "./tenant";
import { type World, world } from "./worlds";

const docs = "/v1/collections/pages/documents";
const run = "/v1/retrievers/search/execute";
const keys = "/v1/organizations/api-keys";
const users = "/v1/organizations/users";
const text = (value: unknown) => JSON.stringify(value);
const bytes = (...of: number[]) => new Uint8Array(of);
const nested = (levels: number) => `{"a": ${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
const filters = (levels: number) => `${'{"NOT": '.repeat(levels)}{"a": 1}${"}".repeat(levels)}`;
const big = (size: number) => `{"text": "${"x".repeat(size)}"}`;
const evil = '{"__proto__": {"admin": true}}';

type Row = [what: string, line: string, body: string | Uint8Array | undefined, status: number, says: RegExp];

/** What is wrong, the request, and what the answer has to tell whoever sent it. */
const malformed: Row[] = [
  ["half a body", `POST ${docs}`, '{"title": "a"', 400, /not JSON: Expected ',' or '}'/],
  ["no JSON", `POST ${docs}`, "title=a", 400, /not JSON/],
  ["a comment", `POST ${docs}`, '{"a": 1} // one', 400, /not JSON/],
  ["two values", `POST ${docs}`, '{"a": 1}{"a": 2}', 400, /not JSON/],
  ["single quotes", `PATCH /v1/documents/doc-1`, "{'a': 1}", 400, /not JSON/],
  ["a bare control", `PUT ${docs}/doc-1`, '{"a": "\n"}', 400, /not JSON: Bad control character/],
  ["a wrong escape", `POST ${docs}`, '{"\\x61": 1}', 400, /not JSON: Bad escaped character/],
  ["bad UTF-8", `POST ${docs}`, bytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), 400, /not UTF-8/],
  ["an overlong form", `POST ${docs}`, bytes(0x22, 0xc0, 0xaf, 0x22), 400, /not UTF-8/],
  ["half a character", `POST ${users}`, bytes(0x22, 0xe2, 0x82), 400, /not UTF-8/],
  ["UTF-16", `POST ${docs}`, bytes(0xff, 0xfe, 0x7b, 0, 0x7d, 0), 400, /not UTF-8/],
  ["a wrong first character of a name", `POST ${docs}`, "\u00a0{}", 400, /not JSON/],
];

const oversize: Row[] = [
  ["a document beyond a row", `POST ${docs}`, big(1_600_000), 413, /has more than 1500000 bytes\. Nothing was stored/],
  ["one in a batch", `POST ${docs}`, `{"documents": [{"a": 1}, ${big(1_600_000)}]}`, 413, /Nothing was stored/],
  ["a body beyond the limit", `POST ${docs}`, big(10 * 2 ** 20), 413, /may have 10485760 bytes at most/],
  ["the same of another kind", `POST ${keys}`, big(10 * 2 ** 20), 413, /may have 10485760 bytes at most/],
  ["a change that makes it too large", `PATCH /v1/documents/doc-1`, big(1_600_000), 413, /Nothing was stored/],
  ["deep lists", `POST ${docs}`, nested(1001), 422, /deeper than 1000 levels/],
  ["a bomb of brackets", `POST ${docs}`, "[".repeat(5_000_000), 422, /deeper than 1000 levels/],
  ["a bomb of objects", `POST ${run}`, '{"a":'.repeat(500_000), 422, /deeper than 1000 levels/],
  ["a deep filter", `POST ${docs}/list`, `{"filters": ${filters(17)}}`, 422, /nest 16 levels deep at most/],
  ["too many documents", `POST ${docs}`, text({ documents: Array(1001).fill({}) }), 422, /documents: .*1000/],
  ["too many ids", `DELETE ${docs}/batch`, text({ document_ids: Array(1001).fill("a") }), 422, /document_ids: .*1000/],
  ["a vast number", `POST ${docs}`, '{"price": 1e999}', 422, /number of the body is larger/],
  [
    "a vast number in a filter",
    `POST ${docs}/list`,
    '{"filters": {"n": -1E+400}}',
    422,
    /number of the body is larger/,
  ],
];

const mistaken: Row[] = [
  ["a list for an object", `POST ${docs}`, "[]", 422, /^body: .*expected record, received array/],
  ["nothing", `POST ${docs}`, undefined, 422, /^body: Required, of type record/],
  ["nothing for a name", "POST /v1/collections", "{}", 422, /^body\.collection_name: Required, of type string/],
  ["a number for a name", "POST /v1/collections", '{"collection_name": 7}', 422, /collection_name: .*expected string/],
  ["a text for a number", `POST ${docs}/list`, '{"limit": "10"}', 422, /limit: .*expected number, received string/],
  ["null for a list", `POST ${docs}`, '{"documents": [null]}', 422, /documents\.0: .*expected record, received null/],
  [
    "a half for a whole",
    `POST ${keys}`,
    '{"name": "x", "rate_limit_override": 1.5}',
    422,
    /rate_limit_override: .*int/,
  ],
  [
    "an unknown role",
    `POST ${users}`,
    '{"email": "a@b.de", "user_name": "ab", "role": "root"}',
    422,
    /role: .*"admin"/,
  ],
  ["an unknown permission", `POST ${keys}`, '{"name": "x", "permissions": ["root"]}', 422, /permissions\.0: .*"read"/],
  ["an unknown stage", `POST /v1/retrievers/execute`, '{"stages": [{"stage_id": "x"}]}', 422, /Known: feature_search/],
  ["an unknown operator", `POST ${docs}/list`, '{"filters": {"a": {"$like": 1}}}', 422, /Unknown operator .*Known: eq/],
  [
    "an unknown direction",
    `POST ${docs}/list`,
    '{"sort": {"field": "a", "direction": "up"}}',
    422,
    /direction: .*"asc"/,
  ],
  ["an unknown member", `POST ${keys}`, '{"name": "x", "admin": true}', 422, /Unrecognized key: "admin"/],
  ["a negative limit", `POST ${docs}/list`, '{"limit": -1}', 422, /limit: .*>=1/],
  ["a negative limit in the query", "GET /v1/collections?limit=-5", undefined, 422, /limit: A whole number/],
  ["a negative offset", "GET /v1/collections?offset=-1", undefined, 422, /offset: A whole number/],
  ["no limit at all", "GET /v1/retrievers?limit=0", undefined, 422, /limit: .*>=1/],
  [
    "a negative page",
    `POST ${run}`,
    '{"inputs": {"query": "a"}, "pagination": {"page_number": -1}}',
    422,
    /page_number: .*>=1/,
  ],
  ["a negative rate", `POST ${keys}`, '{"name": "x", "rate_limit_override": -1}', 422, /rate_limit_override: .*>=1/],
  ["an empty batch", `POST ${docs}`, '{"documents": []}', 422, /documents: .*>=1/],
  ["an empty batch of ids", `DELETE ${docs}/batch`, '{"document_ids": []}', 422, /document_ids: .*>=1/],
  ["an empty batch of changes", `POST ${docs}/batch`, '{"updates": []}', 422, /updates: .*>=1/],
  ["an empty filter", `DELETE ${docs}/batch`, '{"filters": {}}', 422, /filters that are not empty/],
  ["an empty change", `PATCH ${users}/worker@example.com`, "{}", 422, /Name at least one thing/],
];

/** JSON.parse keeps the last of two, other readers the first: who is asked twice is refused. */
const twice: Row[] = [
  ["a field", `POST ${docs}`, '{"title": "a", "title": "b"}', 422, /names "title" twice/],
  ["an id", `PUT ${docs}/doc-1`, '{"document_id": "doc-1", "document_id": "other"}', 422, /names "document_id" twice/],
  ["one spelt with escapes", `POST ${keys}`, '{"name": "x", "n\\u0061me": "y"}', 422, /names "name" twice/],
  ["one inside", `POST ${docs}`, '{"documents": [{"a": {"b": [{"c": 1, "c": 1}]}}]}', 422, /names "c" twice/],
  ["an empty name", `POST ${docs}`, '{"": 1, "a": [], "": 2}', 422, /names "" twice/],
  [
    "what may be done",
    `POST ${keys}`,
    '{"name": "x", "permissions": ["read"], "permissions": ["admin"]}',
    422,
    /twice/,
  ],
  ["an id in a batch", `POST ${docs}`, '{"documents": [{"document_id": "a"}, {"document_id": "a"}]}', 409, /twice/],
];

const prototypes: Row[] = [
  ["a document", `POST ${docs}`, '{"title": "a", "__proto__": {"admin": true}}', 422, /may not be called __proto__/],
  ["one spelt with escapes", `POST ${docs}`, '{"\\u005f_proto__": 1}', 422, /may not be called __proto__/],
  [
    "a document of a batch",
    `POST ${docs}`,
    `{"documents": [{"a": 1}, ${evil}]}`,
    422,
    /documents\.1\.__proto__: .*may not/,
  ],
  ["a change to all", `PATCH ${docs}/bulk`, `{"update_data": ${evil}}`, 422, /update_data\.__proto__: .*may not/],
  [
    "a user's metadata",
    `POST ${users}`,
    `{"email": "a@b.de", "user_name": "ab", "metadata": ${evil}}`,
    422,
    /__proto__/,
  ],
  [
    "a collection's metadata",
    "POST /v1/collections",
    `{"collection_name": "x", "metadata": ${evil}}`,
    422,
    /__proto__/,
  ],
  ["inputs", `POST ${run}`, '{"inputs": {"query": "a", "__proto__": {"query": "b"}}}', 422, /inputs\.__proto__/],
  ["a key's rights", `POST ${keys}`, '{"name": "x", "__proto__": {"permissions": ["admin"]}}', 422, /__proto__/],
  [
    "a constructor",
    `POST ${keys}`,
    '{"name": "x", "constructor": {"prototype": {}}}',
    422,
    /Unrecognized key: "constructor"/,
  ],
  ["a filter's operator", `POST ${docs}/list`, '{"filters": {"a": {"constructor": 1}}}', 422, /Unknown operator/],
  ["a stage", "POST /v1/retrievers/execute", '{"stages": [{"stage_id": "__proto__"}]}', 422, /Unknown stage/],
  ["a sort", `POST ${docs}/list`, '{"sort": {"__proto__": {"field": "a"}}}', 422, /sort\.field: Required/],
];

async function send(w: World, line: string, body: Row[2], headers: Record<string, string> = {}) {
  const [method = "", path = ""] = line.split(" ");
  const own = {
    authorization: `Bearer ${w.key}`,
    "x-namespace": "main",
    "content-type": "application/json",
    ...headers,
  };
  const response = await app.request(path, { method, headers: own, body }, env);
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: JSON.parse(await response.text()),
  };
}

/** All that is stored for a world, but for when its keys were last used. */
const stored = async (w: World) =>
  JSON.parse(JSON.stringify(await storedBytes(w)), (key, value) => (key === "last_used_at" ? undefined : value));

for (const [kind, rows] of Object.entries({ malformed, oversize, mistaken, twice, prototypes }))
  test(`input that is ${kind} is refused with a sentence to act on, and nothing is stored`, async () => {
    const ada = await world("ada-only");
    const before = await stored(ada);
    for (const [what, line, body, status, says] of rows) {
      // With a name for the request too: what is kept under it is no way around.
      for (const name of [undefined, what]) {
        const headers = name === undefined ? undefined : { "idempotency-key": name };
        const reply = await send(ada, line, body, headers);
        const about = `${what}: ${line} ${`${body}`.slice(0, 80)} ${JSON.stringify(reply.body).slice(0, 300)}`;
        expect(reply.status, about).toBe(status);
        expect(reply.type, about).toBe("application/problem+json");
        expect(reply.body.detail, about).toMatch(says);
        expect(reply.body, about).toMatchObject({ status, success: false, error: { message: reply.body.detail } });
      }
    }
    expect(await stored(ada)).toEqual(before);
  }, 20_000);

test("a cursor that is another's, of another list, cut or made up is refused, and nothing is told", async () => {
  const [ada, bob] = [await world("ada-only"), await world("bob-only")];
  const before = await stored(ada);
  const cursorOf = async (w: World, line: string) => (await send(w, line, "{}")).body.pagination.next_cursor as string;
  const own = await cursorOf(ada, `POST ${docs}/list?limit=1`);
  const foreign = [
    await cursorOf(bob, `POST ${docs}/list?limit=1`),
    await cursorOf(ada, "POST /v1/collections/list?limit=1"),
    own.slice(0, -3),
    own.slice(1),
    "x",
    "W10",
    "\u0000",
    "🙂",
    btoa('["__proto__",{"seq":1,"value":null}]'),
  ];
  for (const cursor of foreign) {
    const reply = await send(ada, `POST ${docs}/list`, JSON.stringify({ cursor }));
    expect(reply.status, cursor).toBe(422);
    expect(reply.body.detail, cursor).toBe("This cursor does not belong to this list. Start again without one.");
    expect(JSON.stringify(reply.body)).not.toContain(bob.canary);
  }
  expect((await send(ada, `POST ${docs}/list`, JSON.stringify({ cursor: own }))).body.results).toHaveLength(2);
  expect(await stored(ada)).toEqual(before);
});

test("what only looks odd is taken as it is: the same name in two objects, names that JavaScript knows, large numbers", async () => {
  const ada = await world("ada-only");
  const before = await stored(ada);
  for (const json of [
    '{"a": {"b": 1}, "c": [{"b": 1}, {"b": 2}], "b": "b", "d": "{\\"b\\":1,\\"b\\":2}"}',
    '{"constructor": 1, "toString": {"hasOwnProperty": 2}, "prototype": null}',
    '{"a": 1.7976931348623157e308, "b": -5e-324, "c": "1e999", "d": [true, false, null, 1E5]}',
    nested(1000),
  ]) {
    const made = await send(ada, `POST ${docs}`, json);
    expect(made.status, json.slice(0, 80)).toBe(200);
    const got = await send(ada, `GET /v1/documents/${made.body.document_id}`, undefined);
    expect(got.body).toMatchObject(JSON.parse(json));
  }
  expect(await stored(ada)).not.toEqual(before);
});
