import { expect, test } from "vitest";
import { clock, tenant } from "./tenant";

const path = "/v1/collections/pages/documents";
const ids = (results: { document_id: string }[]) => results.map((one) => one.document_id);

test("a document is what was sent, at the top, with the service's own fields beside", async () => {
  const ada = await tenant();
  const sent = {
    title: "Sailing",
    tags: ["a", "b"],
    nested: { deep: [{ x: 1 }] },
    price: 9.5,
    draft: false,
    none: null,
  };
  const made = await ada.call("POST", path, sent);
  const id = made.body.document_id;
  expect(made).toMatchObject({ status: 200 });
  expect(made.body).toEqual({
    ...sent,
    document_id: expect.stringMatching(/^doc_[0-9a-z]{24}$/),
    collection_id: ada.collectionId,
    _internal: {
      namespace_id: ada.namespaceId,
      collection_id: ada.collectionId,
      document_id: id,
      created_at: "2026-11-20T12:00:00.000Z",
      updated_at: "2026-11-20T12:00:00.000Z",
    },
  });
  for (const where of [`/v1/documents/${id}`, `${path}/${id}`, `/v1/collections/${ada.collectionId}/documents/${id}`])
    expect((await ada.call("GET", where)).body, where).toEqual(made.body);
  expect(await ada.call("DELETE", `${path}/${id}`)).toMatchObject({ status: 200, body: { success: true } });
  for (const method of ["GET", "PATCH", "DELETE"]) {
    const gone = await ada.call(method, `/v1/documents/${id}`, method === "PATCH" ? {} : undefined);
    expect(gone, method).toMatchObject({ status: 404, body: { error: { type: "NotFoundError" } } });
  }
});

/** Written as JSON text, since some of it cannot be written as a literal. */
const unusual: [what: string, json: string][] = [
  ["no fields", "{}"],
  ["empty names and texts", '{"": "", "a": [], "b": {}}'],
  ["every script", '{"text": "Straße 東京 مرحبا 👩‍👩‍👧 e\u0301 \u200b\ufeff"}'],
  ["controls and quotes", '{"text": "\\u0000\\u001f\\"\\\\/\\b\\u2028"}'],
  ["half a surrogate", '{"text": "\\ud800 and \\udfff"}'],
  ["numbers", '{"a": -0.1, "b": 1e21, "c": 9007199254740991, "d": 5e-324, "e": 0}'],
  [
    "names that JavaScript knows",
    '{"constructor": 1, "toString": {"hasOwnProperty": 2}, "prototype": null, "length": 0}',
  ],
  ["__proto__", '{"a": {"__proto__": {"admin": true}}}'],
  [
    "names of ours",
    '{"score": 7, "results": [1], "success": false, "error": "x", "status": 500, "id": "x", "created_count": 1}',
  ],
  ["documents beside another field", '{"documents": [{"a": 1}], "title": "a list"}'],
  ["documents that is no list", '{"documents": "three"}'],
  ["features that are the user's", '{"features": ["fast", "red"], "vectors": [1]}'],
  ["deep nesting", `{"a": ${"[".repeat(500)}${"]".repeat(500)}}`],
  ["many fields", `{${Array.from({ length: 2000 }, (_, i) => `"f${i}": ${i}`).join(",")}}`],
  ["a long text", `{"text": ${JSON.stringify("lorem ipsum ".repeat(50_000))}}`],
  ["SQL and templates", `{"text": "'; DROP TABLE documents; --", "b": "{{INPUT.query}} \${x} %s"}`],
];

test("any JSON object is a document and comes back as it went in, however unusual", async () => {
  const ada = await tenant();
  for (const [what, json] of unusual) {
    const made = await ada.call("POST", path, json);
    expect(made, `${what}: ${made.text.slice(0, 300)}`).toMatchObject({ status: 200 });
    const got = await ada.call("GET", `/v1/documents/${made.body.document_id}`);
    const { document_id, collection_id, _internal, ...fields } = JSON.parse(got.text);
    expect(JSON.stringify(fields), what).toBe(JSON.stringify(JSON.parse(json)));
  }
  const list = await ada.call("POST", `${path}/list?limit=100`, {});
  expect(list.body.results).toHaveLength(unusual.length);
  expect(await ada.call("POST", "/v1/retrievers/search/execute", { inputs: { query: "lorem" } })).toMatchObject({
    status: 200,
  });
});

test("what is no document is refused, and nothing is stored", async () => {
  const ada = await tenant();
  const bad: [json: string, status: number][] = [
    ["[]", 422],
    ["[{}]", 422],
    ["null", 422],
    ['"text"', 422],
    ["", 422],
    ['{"documents": []}', 422],
    ['{"documents": [1]}', 422],
    ['{"documents": [{}, null]}', 422],
    [JSON.stringify({ documents: Array.from({ length: 1001 }, () => ({})) }), 422],
    ['{"__proto__": {"admin": true}}', 422],
    ['{"document_id": ""}', 422],
    ['{"document_id": 7}', 422],
    ['{"document_id": "a/b"}', 422],
    ['{"document_id": "../x"}', 422],
    [`{"document_id": "${"x".repeat(129)}"}`, 422],
    ['{"collection_id": "another"}', 422],
    ['{"documents": [{"document_id": "a"}, {"document_id": "a"}]}', 409],
    [`{"a": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`, 422],
    [JSON.stringify({ text: "x".repeat(3_000_000) }), 413],
  ];
  for (const [json, status] of bad) {
    const reply = await ada.call("POST", path, json);
    expect(reply.status, `${json.slice(0, 80)} ${reply.text.slice(0, 200)}`).toBe(status);
    expect(reply.body.success).toBe(false);
  }
  expect((await ada.call("POST", `${path}/list`, {})).body.total_documents).toBe(0);
});

test("a batch of up to 1,000 is stored whole, or not at all", async () => {
  const ada = await tenant();
  const thousand = Array.from({ length: 1000 }, (_, i) => ({ document_id: `n-${i}`, n: i, text: `number ${i}` }));
  const made = await ada.call("POST", path, { documents: thousand });
  expect(made).toMatchObject({ status: 200, body: { created_count: 1000, success: true } });
  expect(ids(made.body.documents)).toEqual(ids(thousand));
  expect(made.body.results).toEqual(made.body.documents);
  const clash = { documents: [{ document_id: "new-1" }, { document_id: "n-999" }, { document_id: "new-2" }] };
  const refused = await ada.call("POST", path, clash);
  expect(refused).toMatchObject({ status: 409, body: { code: "conflict", detail: expect.stringContaining("n-999") } });
  const faulty = { documents: [{ document_id: "new-1" }, { document_id: "" }] };
  const invalid = await ada.call("POST", path, faulty);
  expect(invalid.body.error.details.validation_errors[0].location).toEqual(["body", "documents", 1, "document_id"]);
  expect(await ada.call("GET", "/v1/documents/new-1")).toMatchObject({ status: 404 });
  expect((await ada.call("GET", "/v1/collections/pages")).body.document_count).toBe(1000);
  expect((await ada.call("GET", "/v1/namespaces/main")).body.document_count).toBe(1000);
});

test("a document_id is free once in a namespace, whatever the collection, and again after deletion", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections", { collection_name: "other" });
  expect(await ada.call("POST", path, { document_id: "one" })).toMatchObject({ status: 200 });
  for (const where of [path, "/v1/collections/other/documents"])
    expect(await ada.call("POST", where, { document_id: "one" })).toMatchObject({ status: 409 });
  for (const method of ["GET", "PATCH", "DELETE"]) {
    const elsewhere = `/v1/collections/other/documents/one`;
    expect(await ada.call(method, elsewhere, method === "PATCH" ? {} : undefined)).toMatchObject({ status: 404 });
  }
  await ada.call("DELETE", "/v1/documents/one");
  expect(await ada.call("POST", "/v1/collections/other/documents", { document_id: "one" })).toMatchObject({
    status: 200,
  });
});

/** The examples of RFC 7396, appendix A, that have objects on both sides. */
const patches: [original: object, patch: object, result: object][] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{ a: 1 }, {}, { a: 1 }],
  [{ a: { b: 1 } }, { a: [] }, { a: [] }],
];

test("a patch changes what it names and takes away what it names as null, as RFC 7396 has it", async () => {
  const ada = await tenant();
  for (const [original, patch, result] of patches) {
    const made = await ada.call("POST", path, original);
    clock.now += 1;
    const patched = await ada.call("PATCH", `/v1/documents/${made.body.document_id}`, patch);
    expect(patched.status).toBe(200);
    const { document_id, collection_id, _internal, ...fields } = patched.body;
    expect(fields, JSON.stringify(patch)).toEqual(result);
    expect(_internal.created_at).toBe(made.body._internal.created_at);
    expect(_internal.updated_at > made.body._internal.updated_at).toBe(true);
    expect((await ada.call("GET", `${path}/${document_id}`)).body).toEqual(patched.body);
  }
  const made = await ada.call("POST", path, { document_id: "kept", a: 1 });
  const moved = { document_id: "moved", collection_id: ada.collectionId, _internal: { created_at: "1970" }, a: 2 };
  expect((await ada.call("PATCH", "/v1/documents/kept", moved)).body).toMatchObject({ document_id: "kept", a: 2 });
  expect((await ada.call("PATCH", "/v1/documents/kept", { collection_id: "other" })).status).toBe(422);
  const order = await ada.call("POST", `${path}/list?limit=100`, {});
  expect(ids(order.body.results).at(-1)).toBe(made.body.document_id);
});

test("twenty patches of one document at the same moment are all kept", async () => {
  const ada = await tenant();
  await ada.call("POST", path, { document_id: "busy" });
  const patch = (i: number) => ada.call("PATCH", "/v1/documents/busy", { [`field${i}`]: i });
  const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => patch(i)));
  const kept = replies.flatMap((reply, i) => (reply.status === 200 ? [`field${i}`] : []));
  for (const { status } of replies) expect([200, 503]).toContain(status);
  const { body } = await ada.call("GET", "/v1/documents/busy");
  expect(Object.keys(body).filter((key) => key.startsWith("field"))).toEqual(expect.arrayContaining(kept));
  expect(Object.keys(body).filter((key) => key.startsWith("field"))).toHaveLength(kept.length);
});

test("a document that was read is told as it stands after every kind of change", async () => {
  const ada = await tenant();
  const batch = { documents: ["a", "b", "c"].map((id) => ({ document_id: id, n: 0 })) };
  await ada.call("POST", path, batch);
  const numbers = async () => {
    const replies = [];
    for (const id of ["a", "b", "c"]) replies.push(await ada.call("GET", `/v1/documents/${id}`));
    return replies.map(({ status, body }) => (status === 200 ? body.n : status));
  };
  expect(await numbers()).toEqual([0, 0, 0]);
  expect(await numbers()).toEqual([0, 0, 0]);
  await ada.call("PATCH", "/v1/documents/a", { n: 1 });
  expect(await numbers()).toEqual([1, 0, 0]);
  const updates = ["b", "c"].map((document_id) => ({ document_id, n: 2 }));
  expect((await ada.call("POST", `${path}/batch`, { updates })).status).toBe(200);
  expect(await numbers()).toEqual([1, 2, 2]);
  await ada.call("DELETE", "/v1/documents/a");
  expect(await numbers()).toEqual([404, 2, 2]);
  await ada.call("POST", path, { document_id: "a", n: 3 });
  expect(await numbers()).toEqual([3, 2, 2]);
  await ada.call("DELETE", `${path}/batch`, { document_ids: ["b"] });
  expect(await numbers()).toEqual([3, 404, 2]);
  expect((await ada.call("DELETE", "/v1/collections/pages")).status).toBe(200);
  expect(await numbers()).toEqual([404, 404, 404]);
});

test("more documents than a cell keeps in mind are told alike", async () => {
  const ada = await tenant();
  const filled = (n: number) => `${n}`.repeat(450_000);
  for (let n = 10; n < 34; n++) await ada.call("POST", path, { document_id: `d${n}`, filled: filled(n) });
  for (let round = 0; round < 2; round++)
    for (let n = 10; n < 34; n++)
      expect((await ada.call("GET", `/v1/documents/d${n}`)).body.filled === filled(n), `d${n}`).toBe(true);
});
