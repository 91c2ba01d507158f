import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { isId } from "../src/kit/id";
import { forgetKey } from "../src/store/keyring";
import { type Call, caller, clock, organization, tenant } from "./tenant";

const noon = clock.now;
afterEach(() => {
  clock.now = noon;
});

const keys = "/v1/organizations/api-keys";
const minute = 60_000;
const at = (moment: number) => new Date(moment).toISOString();

const statusOf = async (key: string) => (await caller(key)("GET", "/v1/auth/whoami")).status;
const make = async (call: Call, draft: object, path = keys) => (await call("POST", path, draft)).body;
const rotate = (call: Call, ref: string, body?: object) => call("POST", `${keys}/${ref}/rotate`, body);

/** What a key does inside a namespace, where the cell has the last word. */
const uses: [method: string, path: string, body?: object][] = [
  ["POST", "/v1/retrievers/search/execute", { inputs: { query: "boat" } }],
  ["GET", "/v1/documents/doc-1"],
  ["PATCH", "/v1/documents/doc-1", { title: "other" }],
  ["GET", "/v1/collections"],
  ["GET", "/v1/retrievers/search/api-keys"],
];
const statusesOf = async (key: string) => {
  const call = caller(key, "main");
  return new Set(await Promise.all(uses.map(async (use) => (await call(...use)).status >= 400)));
};

/** As in another isolate that read the key before its rotation: its memory holds the row as it was then. */
async function warm(id: string, key: string): Promise<void> {
  const columns = "name, expires_at, revoked_at, replaced_by";
  const write = (values: unknown[]) =>
    env.DB.prepare(`UPDATE keys SET (${columns}) = (?, ?, ?, ?) WHERE id = ?`)
      .bind(...values, id)
      .run();
  const row = await env.DB.prepare(`SELECT ${columns} FROM keys WHERE id = ?`).bind(id).first();
  // Under a name of its own meanwhile: its name is its successor's.
  await write([id, null, null, null]);
  if (isId("key", id)) forgetKey(id);
  expect(await statusOf(key)).toBe(200);
  await write(Object.values(row ?? {}));
}

for (const [where, told] of [
  ["here", /expired/],
  // There only the cell knows.
  ["in another isolate that remembers it", /revoked/],
] as const)
  test(`a key rotated with an overlap works beside its successor until the end, and fails a second after, ${where}`, async () => {
    const ada = await tenant();
    await ada.call("POST", "/v1/collections/pages/documents", { document_id: "doc-1", text: "A boat." });
    const old = await make(ada.call, { name: "k", permissions: ["admin"] });
    expect(await statusesOf(old.key)).toEqual(new Set([false]));
    const next = await rotate(ada.call, "k", { overlap_seconds: 60 });
    const end = noon + minute;
    expect(next.body).toMatchObject({ old_key_id: old.key_id, old_key_expires_at: at(end), status: "active" });
    for (const moment of [noon, noon + minute / 2, end - 1]) {
      clock.now = moment;
      for (const { key } of [old, next.body])
        expect([await statusOf(key), ...(await statusesOf(key))]).toEqual([200, false]);
    }
    for (const moment of [end, end + 1000]) {
      for (const use of uses) {
        clock.now = end - 1;
        if (where !== "here") await warm(old.key_id, old.key);
        clock.now = moment;
        const refused = await caller(old.key, "main")(...use);
        expect([refused.status, refused.body.detail], use.join(" ")).toEqual([401, expect.stringMatching(told)]);
      }
      expect(await statusesOf(next.body.key)).toEqual(new Set([false]));
    }
    const listed = (await ada.call("GET", keys)).body.results;
    expect(listed).toContainEqual(expect.objectContaining({ key_id: old.key_id, status: "expired" }));
  });

test("without an overlap the old key dies at once, in an isolate that remembers it too", async () => {
  for (const body of [undefined, {}, { overlap_seconds: 0 }, { grace_secs: 0 }]) {
    const ada = await tenant();
    const old = await make(ada.call, { name: "k", permissions: ["admin"] });
    const next = await rotate(ada.call, old.key_id, body);
    expect([next.status, next.body.old_key_expires_at]).toEqual([200, at(noon)]);
    expect([await statusOf(old.key), await statusOf(next.body.key)]).toEqual([401, 200]);
    for (const use of uses) {
      await warm(old.key_id, old.key);
      expect((await caller(old.key, "main")(...use)).status, use.join(" ")).toBe(401);
    }
  }
});

test("a rotation keeps everything but the text, which it shows once, and never lengthens a life", async () => {
  const ada = await organization();
  const draft = {
    name: "worker",
    description: "nightly",
    permissions: ["write"],
    scopes: [{ resource_type: "namespace", resource_id: "main", operations: ["read"] }],
    rate_limit_override: 7,
    expires_at: at(noon + minute),
  };
  const old = await make(ada.call, draft);
  clock.now += 1000;
  const { key, old_key_id, old_key_expires_at, ...shown } = (await rotate(ada.call, "worker", { grace_secs: 3600 }))
    .body;
  expect(key).toMatch(/^sk_[0-9A-Za-z]{53}$/);
  expect([key === old.key, old_key_id, old_key_expires_at]).toEqual([false, old.key_id, draft.expires_at]);
  expect(shown).toMatchObject({ ...draft, user_id: old.user_id, created_at: at(clock.now), last_used_at: null });
  const listed = await ada.call("GET", keys);
  expect(listed.body.results).toContainEqual(shown);
  for (const text of [key, old.key]) expect(listed.text).not.toContain(text.slice(11));
  for (const [seconds, status] of [
    [604_800, 200],
    [604_801, 422],
    [-1, 422],
    [1.5, 422],
  ] as const)
    expect((await rotate(ada.call, "worker", { overlap_seconds: seconds })).status, `${seconds}`).toBe(status);
});

test("a key is rotated once, and its old text can then only be revoked; of two rotations at once one is done", async () => {
  const ada = await organization();
  const old = await make(ada.call, { name: "k" });
  const next = (await rotate(ada.call, "k", { overlap_seconds: 60 })).body;
  expect((await rotate(ada.call, old.key_id)).status).toBe(409);
  expect((await ada.call("PATCH", `${keys}/${old.key_id}`, { expires_at: null })).status).toBe(409);
  expect((await ada.call("PATCH", `${keys}/${old.key_id}`, { status: "revoked" })).status).toBe(200);
  expect([await statusOf(old.key), await statusOf(next.key)]).toEqual([401, 200]);
  const both = await Promise.all([rotate(ada.call, next.key_id), rotate(ada.call, next.key_id)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  await make(ada.call, { name: "short", expires_at: at(noon + 1) });
  clock.now += 1;
  expect((await rotate(ada.call, "short")).status).toBe(409);
});

test("no key rotates one that it could not have made, and the admin-key none", async () => {
  const ada = await tenant();
  const scopes = [{ resource_type: "namespace", resource_id: "main" }];
  const target = await make(ada.call, { name: "target", permissions: ["admin"] });
  const next = await rotate(ada.call, target.key_id, { overlap_seconds: 60 });
  const table: [what: string, key: string, status: number][] = [
    ["without the permission", (await make(ada.call, { name: "a" })).key, 403],
    ["inside a namespace", (await make(ada.call, { name: "b", permissions: ["admin"], scopes })).key, 404],
    [
      "for a while",
      (await make(ada.call, { name: "c", permissions: ["admin"], expires_at: at(noon + minute) })).key,
      403,
    ],
    ["slowly", (await make(ada.call, { name: "d", permissions: ["admin"], rate_limit_override: 100 })).key, 403],
    ["in its last minute", target.key, 403],
    ["itself", next.body.key, 200],
  ];
  for (const [what, key, status] of table)
    expect((await rotate(caller(key), next.body.key_id)).status, what).toBe(status);
  for (const [method, path, body] of [
    ["POST", "/rotate"],
    ["PATCH", "", { name: "mine" }],
    ["PATCH", "", { status: "revoked" }],
    ["DELETE", ""],
  ] as const)
    expect((await ada.call(method, `${keys}/admin-key${path}`, body)).status, method).toBe(403);
});

test("each field of a key is changed by itself, null takes it away, and a name that is taken is a conflict", async () => {
  const ada = await tenant();
  const scopes = [{ resource_type: "namespace", resource_id: "main" }];
  const full = {
    description: "d",
    permissions: ["read"],
    scopes,
    rate_limit_override: 5,
    expires_at: at(noon + minute),
  };
  const { key, ...made } = await make(ada.call, { name: "k", ...full });
  let expected = made;
  const changes: [change: object, becomes?: object][] = [
    [{ name: "k2" }],
    [{ description: "other" }],
    [{ description: null }, { description: "" }],
    [{ permissions: ["write"] }],
    [{ scopes: [{ ...scopes[0], operations: ["read"] }] }],
    [{ scopes: [] }],
    [{ scopes }],
    [{ scopes: null }, { scopes: [] }],
    [{ rate_limit_override: 9 }],
    [{ rate_limit_override: null }],
    [{ expires_at: at(noon + 2 * minute) }],
    [{ expires_at: null }],
    [{ status: "active" }],
  ];
  for (const [change, becomes = change] of changes) {
    expected = { ...expected, ...becomes };
    expect((await ada.call("PATCH", `${keys}/${made.key_id}`, change)).body, JSON.stringify(change)).toEqual(expected);
    expect((await ada.call("GET", `${keys}/${made.key_id}`)).body).toEqual(expected);
  }
  expect((await caller(key, "main")("POST", "/v1/collections", { collection_name: "wide" })).status).toBe(200);
  await make(ada.call, { name: "other" });
  for (const [change, status] of [
    [{}, 422],
    [{ name: "other" }, 409],
    [{ name: "admin-key" }, 409],
    [{ expires_at: at(noon) }, 422],
    [{ rate_limit_override: 0 }, 422],
    [{ status: "expired" }, 422],
  ] as const)
    expect((await ada.call("PATCH", `${keys}/k2`, change)).status, JSON.stringify(change)).toBe(status);
  const revoked = await ada.call("PATCH", `${keys}/k2`, { status: "revoked" });
  expect(revoked.body).toMatchObject({ status: "revoked", revoked_at: at(noon), revoked_by: made.user_id });
  expect(await statusOf(key)).toBe(401);
  expect((await ada.call("PATCH", `${keys}/${made.key_id}`, { status: "active" })).status).toBe(409);
});
