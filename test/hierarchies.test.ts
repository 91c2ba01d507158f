import { expect, test } from "vitest";
import { type Call, caller, clock, organization, searcher } from "./tenant";
import { bytes } from "./worlds";

type Right = "read" | "write" | "delete" | "admin";
const rights: Right[] = ["read", "write", "delete", "admin"];

/** What a word in the table stands for. */
const opens: Record<string, Right[]> = {
  read: ["read"],
  write: ["read", "write", "delete"],
  admin: rights,
  nothing: [],
};

interface Hierarchy {
  namespaces: string[];
  /** Each key, and what it is to do where; nothing is said of where it is to do nothing. */
  keys: Record<string, Record<string, "read" | "write" | "admin">>;
}

const hierarchies: Record<string, Hierarchy> = {
  "a namespace for each user": {
    namespaces: ["user-ann", "user-ben"],
    keys: { ann: { "user-ann": "write" }, ben: { "user-ben": "write" }, keeper: { "user-ann": "admin" } },
  },
  "the organization's to read, one's own to write": {
    namespaces: ["org-acme", "org-acme-user-alice", "org-acme-user-bob"],
    keys: {
      alice: { "org-acme": "read", "org-acme-user-alice": "write" },
      bob: { "org-acme": "read", "org-acme-user-bob": "write" },
      editor: { "org-acme": "write" },
    },
  },
  "one's own, and one that a team shares": {
    namespaces: ["agent-researcher", "agent-writer", "team-shared"],
    keys: {
      researcher: { "agent-researcher": "write", "team-shared": "write" },
      writer: { "agent-writer": "write", "team-shared": "write" },
      onlooker: { "team-shared": "read" },
    },
  },
  "corporation, departments, users": {
    namespaces: ["corp-1", "dept-law", "dept-shop", "user-law-1", "user-shop-1"],
    keys: {
      admin: {
        "corp-1": "admin",
        "dept-law": "admin",
        "dept-shop": "admin",
        "user-law-1": "admin",
        "user-shop-1": "admin",
      },
      auditor: {
        "corp-1": "read",
        "dept-law": "read",
        "dept-shop": "read",
        "user-law-1": "read",
        "user-shop-1": "read",
      },
      law: { "corp-1": "read", "dept-law": "write" },
      shop: { "corp-1": "read", "dept-shop": "write" },
      "law-1": { "user-law-1": "write" },
      "shop-1": { "user-shop-1": "write" },
    },
  },
};

/** Requests of each kind, in a namespace that the header names and, for some, the path. */
const attempts: Record<Right, (name: string, n: number) => [method: string, path: string, body?: object][]> = {
  read: (name) => [
    ["GET", "/v1/documents/kept"],
    ["POST", "/v1/collections/pages/documents/list", {}],
    ["POST", "/v1/retrievers/search/execute", { inputs: { query: "canary" } }],
    ["GET", `/v1/namespaces/${name}`],
  ],
  write: (_, n) => [
    ["POST", "/v1/collections/pages/documents", { text: "more" }],
    ["PATCH", "/v1/documents/kept", { title: "changed" }],
    ["POST", "/v1/collections", { collection_name: `made-${n}` }],
  ],
  delete: (_, n) => [["DELETE", `/v1/documents/doomed-${n}`]],
  admin: (name, n) => [
    ["POST", `/v1/namespaces/${name}/keys`, { name: "inner", scope: "read" }],
    ["GET", `/v1/namespaces/${name}/keys`],
    ["POST", "/admin/keys", { name: `for-${name}-${n}`, scope: "read", namespaces: [name] }],
    ["PATCH", `/v1/namespaces/${name}`, { description: "changed" }],
    ["POST", "/v1/retrievers/search/api-keys", { name: "page" }],
  ],
};

/** The same grants in both dialects. In the published words of the other one, writing does not include deleting. */
const dialects: Record<string, (admin: Call, name: string, grants: [string, string][]) => Promise<string>> = {
  async memory(admin, name, grants) {
    const namespaces = grants.map(([namespace, scope]) => ({ name: namespace, scope }));
    const made = await admin("POST", "/admin/keys", { name, scope: "read", namespaces });
    expect(made, made.text).toMatchObject({ status: 201, body: { grants: namespaces } });
    return made.body.key;
  },
  async retrieval(admin, name, grants) {
    const operations = { read: ["read"], write: ["read", "write", "delete"], admin: ["admin"] };
    const scopes = grants.map(([resource_id, scope]) => ({
      resource_type: "namespace",
      resource_id,
      operations: operations[scope as keyof typeof operations],
    }));
    const permissions = grants.some(([, scope]) => scope === "admin") ? ["admin"] : ["read", "write", "delete"];
    const made = await admin("POST", "/v1/organizations/api-keys", { name: `${name} too`, permissions, scopes });
    expect(made, made.text).toMatchObject({ status: 200 });
    return made.body.key;
  },
};

async function filled(admin: Call, name: string, doomed: number) {
  const inside = { "x-namespace": name };
  expect(await admin("PUT", `/v1/namespaces/${name}`, {})).toMatchObject({ status: 200, body: { created: true } });
  await admin("POST", "/v1/collections", { collection_name: "pages" }, inside);
  await admin("POST", "/v1/retrievers", searcher("search"), inside);
  const ids = ["kept", ...Array.from({ length: doomed }, (_, n) => `doomed-${n}`)];
  const documents = ids.map((document_id) => ({ document_id, text: "canary" }));
  expect(await admin("POST", "/v1/collections/pages/documents", { documents }, inside)).toMatchObject({ status: 200 });
}

for (const [what, { namespaces, keys }] of Object.entries(hierarchies))
  test(`${what}: every key does in every namespace what it was granted there and nothing more`, async () => {
    const home = await organization();
    for (const name of namespaces) await filled(home.call, name, 2 * Object.keys(keys).length);
    const wrong: string[] = [];
    let [cells, n] = [0, 0];
    for (const [name, granted] of Object.entries(keys))
      for (const [dialect, mint] of Object.entries(dialects)) {
        const call = caller(await mint(home.call, name, Object.entries(granted)));
        clock.now += 60_000;
        for (const namespace of namespaces) {
          const allowed = opens[granted[namespace] ?? "nothing"] ?? [];
          for (const right of rights) {
            cells++;
            for (const [method, path, body] of attempts[right](namespace, n)) {
              const { status } = await call(method, path, body, { "x-namespace": namespace });
              const ok = allowed.includes(right) ? status === 200 || status === 201 : status === 403;
              if (!ok) wrong.push(`${name} (${dialect}), ${right} in ${namespace}: ${method} ${path} gave ${status}`);
            }
          }
        }
        n++;
      }
    expect(wrong).toEqual([]);
    expect(cells).toBe(Object.keys(keys).length * 2 * namespaces.length * 4);
  }, 60_000);

test("a key sees those of a tree that it was granted, and is told the same of a sister as of what never was", async () => {
  const home = await organization();
  const { namespaces, keys } = hierarchies["corporation, departments, users"]!;
  const under: Record<string, string> = {
    "dept-law": "corp-1",
    "dept-shop": "corp-1",
    "user-law-1": "dept-law",
    "user-shop-1": "dept-shop",
  };
  for (const name of namespaces)
    expect(
      await home.call("POST", "/v1/namespaces", { name, ...(under[name] && { parent_namespace_id: under[name] }) }),
    ).toMatchObject({ status: 200 });
  const law = caller(await dialects.memory!(home.call, "law", Object.entries(keys.law!)));
  const tree = async (call: Call, query: string) =>
    (await call("GET", `/v1/namespaces?${query}`)).body.namespaces.sort();
  expect(await tree(home.call, "parent_namespace_id=corp-1")).toEqual(["dept-law", "dept-shop"]);
  expect(await tree(home.call, "parent_namespace_id=corp-1&recursive=true")).toEqual(Object.keys(under).sort());
  expect(await tree(law, "parent_namespace_id=corp-1&recursive=true")).toEqual(["dept-law"]);
  expect(await tree(law, "")).toEqual(["corp-1", "dept-law"]);
  for (const path of ["/v1/collections", "/v1/documents/x"]) {
    const sister = await law("GET", path, undefined, { "x-namespace": "dept-shop" });
    expect(sister.status).toBe(403);
    expect(bytes(sister)).toBe(bytes(await law("GET", path, undefined, { "x-namespace": "dept-none" })));
  }
  const refused = await law("GET", "/v1/namespaces/dept-shop/keys");
  expect(refused.body).toMatchObject({ code: "INSUFFICIENT_SCOPE" });
});
