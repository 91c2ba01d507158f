import { expect, test } from "vitest";
import { app, bindings, type Call, caller, organization, searcher, tenant, textSearch } from "./tenant";

const vector = (n: number) => Array.from({ length: 768 }, (_, i) => Math.fround(Math.sin(n * 31 + i)));

/** A namespace with something of everything that can be configured, and a few hundred documents. */
async function full(name: string) {
  const home = await organization();
  const extractors = ["text_extractor", "clip_vit_l_14"].map((feature_extractor_name) => ({
    feature_extractor_name,
    version: "v1",
  }));
  await home.call("POST", "/v1/namespaces", {
    namespace_name: name,
    feature_extractors: extractors,
    payload_indexes: [{ field_name: "n", type: "integer" }],
  });
  const call = caller(home.key, name);
  const made = async (path: string, body: object) => {
    const reply = await call("POST", path, body);
    if (reply.status > 201) throw new Error(reply.text);
    return reply.body;
  };
  const { collection_id } = await made("/v1/collections", { collection_name: "pages", metadata: { team: "søren" } });
  await made("/v1/collections", {
    collection_name: "notes",
    description: "short",
    feature_extractor: { feature_extractor_name: "text_extractor", version: "v1", input_mappings: { text: "title" } },
  });
  await made("/v1/retrievers", { ...searcher("by-text"), collection_identifiers: ["pages"], tags: ["a"] });
  const inOne = searcher("in-one", { searches: [{ ...textSearch(), collection_identifiers: [collection_id] }] });
  await made("/v1/retrievers", {
    ...inOne,
    description: "names a collection inside",
    collection_identifiers: ["notes", "pages"],
  });
  const documents = Array.from({ length: 450 }, (_, n) => ({
    document_id: `d-${n}`,
    n,
    text: `boat ${n} 🚤 “quoted”\n\u2028 line`,
    nested: { list: [1, null, { deep: n / 3 }], "2": "two", "1": "one" },
    ...(n % 7 === 0 && { _vectors: { "clip_vit_l_14@v1": vector(n) } }),
  }));
  await made("/v1/collections/pages/documents", { documents });
  await made("/v1/collections/notes/documents", {
    documents: [{ title: "A note" }, { document_id: "n1", title: "x" }],
  });
  await call("PATCH", "/v1/documents/d-3", { text: "changed later" });
  return { ...home, call };
}

const exported = async (call: Call, name: string, query = "") => {
  const reply = await call("GET", `/v1/namespaces/${name}/export${query}`);
  expect(reply).toMatchObject({ status: 200 });
  expect(reply.headers.get("content-type")).toBe("application/x-ndjson");
  return reply.text;
};

const rest = (text: string) => text.slice(text.indexOf("\n"));

test("export, import into a new namespace, export again: the same bytes but for the head, and what is in it works", async () => {
  const ada = await full("tenant-acme-old");
  const first = await exported(ada.call, "tenant-acme-old");
  const lines = first.trimEnd().split("\n");
  expect(lines).toHaveLength(1 + 1 + 2 + 2 + 452 + 1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    cordon: "namespace",
    version: 3,
    namespace_name: "tenant-acme-old",
  });
  expect(rest(first)).not.toMatch(/\b(col|ret|ns|org|usr|key)_[0-9a-z]{24}\b/);
  await ada.call("POST", "/v1/namespaces", { namespace_name: "tenant-acme-new" });
  const taken = await ada.call("POST", "/v1/namespaces/tenant-acme-new/import", first);
  expect(taken).toMatchObject({
    status: 200,
    body: { lines: 459, stored: { collections: 2, retrievers: 2, documents: 452 } },
  });
  const second = await exported(ada.call, "tenant-acme-new");
  expect(rest(second)).toBe(rest(first));
  const there = caller(ada.key, "tenant-acme-new");
  const search = async (call: Call, name: string) => {
    const { body } = await call("POST", `/v1/retrievers/${name}/execute`, { inputs: { query: "boat 12" } });
    return body.results.map((one: { document_id: string; score: number }) => [one.document_id, one.score]);
  };
  for (const name of ["by-text", "in-one"]) {
    const found = await search(there, name);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(await search(ada.call, name));
  }
  const listed = await there("POST", "/v1/collections/pages/documents/list?limit=3", { filters: { n: 449 } });
  expect(listed.body.results).toMatchObject([{ document_id: "d-449" }]);
  // Once more, and into what is there already: nothing changes.
  expect(await ada.call("POST", "/v1/namespaces/tenant-acme-new/import", first)).toMatchObject({
    body: { stored: { collections: 0, retrievers: 0, documents: 452 } },
  });
  expect(rest(await exported(ada.call, "tenant-acme-new"))).toBe(rest(first));
  const bare = await exported(ada.call, "tenant-acme-new", "?vectors=false");
  expect(bare).not.toContain('"vectors":{');
  expect(first).toContain('"vectors":{');
}, 60_000);

test("a line that is not right is told by its number, and of its batch nothing is stored; what was cut off says so", async () => {
  const ada = await full("source");
  const lines = (await exported(ada.call, "source")).trimEnd().split("\n");
  const attempt = async (...text: string[]) => {
    const name = `x-${crypto.randomUUID()}`;
    await ada.call("POST", "/v1/namespaces", { namespace_name: name });
    const reply = await ada.call("POST", `/v1/namespaces/${name}/import`, text.join("\n"));
    const { body } = await ada.call("GET", `/v1/namespaces/${name}`);
    return {
      status: reply.status,
      detail: reply.body.detail as string,
      said: reply.body.error?.details,
      documents: body.document_count,
    };
  };
  const document = (n: number) => lines[6 + n] ?? "";
  const bad = (at: number, line: string) => lines.with(at, line);
  expect(await attempt("")).toMatchObject({ status: 422, documents: 0 });
  expect(await attempt(...lines.slice(1))).toMatchObject({ status: 422, detail: expect.stringMatching(/^Line 1: /) });
  expect(await attempt(...bad(10, "{"))).toMatchObject({
    status: 400,
    detail: expect.stringMatching(/^Line 11: /),
    documents: 0,
  });
  const late = await attempt(...bad(6 + 250, '{"type":"document","collection":"pages"}'));
  expect(late).toMatchObject({ status: 422, said: { line: 257, stored: { documents: 200 } }, documents: 200 });
  const twice = document(0).replace('"type"', '"type":"document","type"');
  const wrong = [
    twice,
    document(0).replace('"pages"', '"nowhere"'),
    document(0).replace('"d-0"', '"no such id"'),
    document(0).replace(/"vectors":\{.*?\]\}/, '"vectors":{"clip_vit_l_14@v1":[1]}'),
    document(0).replace(/"created_at":"[^"]*"/, '"created_at":"yesterday"'),
    document(0).replace('"fields":{', '"fields":{"__proto__":1,'),
    lines[0] ?? "",
  ];
  for (const line of wrong) {
    const reply = await attempt(...bad(6, line));
    expect([400, 422], line.slice(0, 200)).toContain(reply.status);
    expect(reply.detail).toMatch(/^Line 7: /);
    expect(reply.documents).toBe(0);
  }
  expect(await attempt(...lines.slice(0, -1))).toMatchObject({
    status: 422,
    documents: 452,
    detail: expect.stringContaining("cut off"),
  });
  const guarded = bad(1, (lines[1] ?? "").replace('"field":"n"', '"field":"namespace_id"'));
  expect(await attempt(...guarded)).toMatchObject({ status: 422, detail: expect.stringContaining("Line 2: ") });
  const moved = document(1).replace('"pages"', '"notes"');
  expect(await attempt(...lines.slice(0, 206), moved, ...lines.slice(206))).toMatchObject({
    status: 409,
    documents: 200,
  });
}, 60_000);

test("an export is of one moment, whatever is written while it is read", async () => {
  const ada = await tenant("source");
  const documents = Array.from({ length: 1000 }, (_, n) => ({ document_id: `d${n}`, text: "x".repeat(4000) }));
  for (let i = 0; i < 1000; i += 250)
    await ada.call("POST", "/v1/collections/pages/documents", { documents: documents.slice(i, i + 250) });
  const before = await exported(ada.call, "source");
  const headers = { authorization: `Bearer ${ada.key}` };
  const answer = await app.request("/v1/namespaces/source/export", { headers }, bindings);
  // What it tells was settled before it began to answer. From here on nothing is read before something is written.
  const decoder = new TextDecoder();
  let [during, n] = ["", 999];
  for await (const piece of answer.body ?? []) {
    during += decoder.decode(piece, { stream: true });
    await ada.call("PATCH", `/v1/documents/d${n}`, { text: "late" });
    await ada.call("DELETE", `/v1/documents/d${n - 1}`);
    n -= 2;
  }
  expect(n).toBeLessThan(980);
  expect(rest(during)).toBe(rest(before));
}, 60_000);

test("an export tells all of a namespace, so a key for a part of it, or for another one, gets none; nor may it import", async () => {
  const ada = await full("source");
  await ada.call("POST", "/v1/namespaces", { namespace_name: "other" });
  const mint = async (resource_type: string, resource_id: string, permission: string) => {
    const scopes = [{ resource_type, resource_id }];
    const body = { name: crypto.randomUUID(), permissions: [permission], scopes };
    return caller((await ada.call("POST", "/v1/organizations/api-keys", body)).body.key);
  };
  const [reader, part, other] = [
    await mint("namespace", "source", "read"),
    await mint("collection", "pages", "admin"),
    await mint("namespace", "other", "admin"),
  ];
  const path = "/v1/namespaces/source/export";
  expect((await reader("GET", path)).status).toBe(200);
  expect((await part("GET", path)).status).toBe(403);
  expect((await other("GET", path, undefined, { "x-namespace": "other" })).status).toBe(403);
  expect((await reader("POST", "/v1/namespaces/source/import", "{}")).status).toBe(403);
  expect((await part("POST", "/v1/namespaces/source/import", "{}")).status).toBe(403);
});

test("a clone stays in its organization: to name another one is refused, whether it is there or not", async () => {
  const [ada, bob] = [await tenant("main"), await tenant("main")];
  const ask = (source_organization_id: string) =>
    ada.call("POST", "/v1/namespaces/main/clone", { namespace_name: "copy", source_organization_id });
  const [theirs, never] = [await ask(bob.id), await ask("org_000000000000000000000000")];
  const faults = [{ location: ["body", "source_organization_id"] }];
  expect(theirs).toMatchObject({ status: 422, body: { error: { details: { validation_errors: faults } } } });
  expect([never.status, never.body.error]).toEqual([422, theirs.body.error]);
  expect(await ask(ada.id)).toMatchObject({ status: 200, body: { source_namespace_id: ada.namespaceId } });
});
