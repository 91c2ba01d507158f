import { expect, test } from "vitest";
import { caller, organization, searcher, tenant } from "./tenant";

/** An account with a namespace for each tenant, and a key for the first two of them. */
async function three() {
  const home = await organization();
  for (const name of ["team", "alice", "bob"]) {
    await home.call("POST", "/v1/namespaces", { name });
    const call = caller(home.key, name);
    await call("POST", "/v1/collections", { collection_name: "pages" });
    await call("POST", "/v1/retrievers", searcher("search"));
    const documents = [1, 2].map((n) => ({ document_id: `d${n}`, text: `${name} sails boat number ${n}` }));
    await call("POST", "/v1/collections/pages/documents", { documents });
    await call("POST", "/v1/memory/store", { agent_id: name, content: `${name} likes boats` });
  }
  const scopes = ["team", "alice"].map((resource_id) => ({
    resource_type: "namespace",
    resource_id,
    operations: ["read"],
  }));
  const made = await home.call("POST", "/v1/organizations/api-keys", { name: "alice", scopes });
  return { home, alice: caller(made.body.key) };
}

const whence = (results: { _namespace: { namespace_name: string } }[]) =>
  results.map(({ _namespace }) => _namespace.namespace_name).sort();

test("a search that names several granted namespaces finds in each, and says of each result where it came from", async () => {
  const { alice } = await three();
  const run = (names: string, body: object = {}) =>
    alice("POST", "/v1/retrievers/search/execute", { inputs: { query: "boat" }, ...body }, { "x-namespace": names });
  const found = await run("team, alice");
  expect(found).toMatchObject({ status: 200, body: { pagination: { total: 4 } } });
  expect(whence(found.body.results)).toEqual(["alice", "alice", "team", "team"]);
  const scores = found.body.results.map(({ score }: { score: number }) => score);
  expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a));
  expect((await run("team,alice", { limit: 3 })).body.results).toHaveLength(3);
  // One alone is answered as ever, and the same one twice is one.
  expect((await run("team")).body.results[0]).not.toHaveProperty("_namespace");
  expect(whence((await run("team,team")).body.results)).toEqual(["team", "team"]);
});

test("a recall does so too, by header, query or body, and each memory says its namespace", async () => {
  const { alice } = await three();
  const body = { query: "boats", namespaces: ["team", "alice"] };
  expect(whence((await alice("POST", "/v1/memory/recall", body)).body.memories)).toEqual(["alice", "team"]);
  const got = await alice("GET", "/v1/memory/recall?query=boats&namespace=team,alice");
  expect(whence(got.body.memories)).toEqual(["alice", "team"]);
});

test("one namespace that is not granted refuses all, in the words for one that never was; nothing else takes a list", async () => {
  const { alice, home } = await three();
  const run = (names: string) =>
    alice("POST", "/v1/retrievers/search/execute", { inputs: { query: "boat" } }, { "x-namespace": names });
  const [foreign, never] = [await run("team,bob"), await run("team,nix")];
  expect(foreign.status).toBe(403);
  const strip = (text: string) => text.replaceAll(/req_\w+/g, "");
  expect(strip(foreign.text)).toBe(strip(never.text));
  const recall = await alice("POST", "/v1/memory/recall", { query: "x", namespaces: ["team", "bob"] });
  expect(recall).toMatchObject({ status: 403, body: { error: "forbidden" } });
  const many = Array.from({ length: 11 }, (_, n) => `n${n}`).join(",");
  expect(await run(many)).toMatchObject({ status: 422 });
  expect(await run("team,")).toMatchObject({ status: 422 });
  expect((await alice("GET", "/v1/collections", undefined, { "x-namespace": "team,alice" })).status).toBe(403);
  expect((await home.call("GET", "/v1/collections", undefined, { "x-namespace": "team,alice" })).status).toBe(404);
});

test("a browser key stays in its namespace whatever else it names", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/namespaces", { name: "side" });
  const { key } = (await ada.call("POST", "/v1/retrievers/search/api-keys", { name: "page" })).body;
  const body = { inputs: { query: "boat" } };
  const page = await caller(key)("POST", "/v1/retrievers/search/execute", body, { "x-namespace": "main,side" });
  expect(page.status).toBe(403);
});
