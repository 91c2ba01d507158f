import { expect, test } from "vitest";
import { caller, organization, retriever, textSearch as search, searcher, tenant } from "./tenant";

type Found = { document_id: string; score: number; group: number };
const names = (reply: { body: { results: Found[] } }) => reply.body.results.map((one) => one.document_id);

/** Mulberry32: the same numbers on every run. */
function random(seed: number) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const clip = "cordon://clip_vit_l_14@v1/image_embedding";
const numbers = (next: () => number) => Array.from({ length: 768 }, () => Math.fround(next() - 0.5));
const cosine = (a: number[], b: number[]) => {
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

/** A namespace for pictures, whose documents bring their vectors. */
async function gallery() {
  const home = await organization();
  const feature_extractors = ["text_extractor", "clip_vit_l_14"].map((feature_extractor_name) => ({
    feature_extractor_name,
    version: "v1",
  }));
  const made = await home.call("POST", "/v1/namespaces", { name: "gallery", feature_extractors });
  expect(made.body.feature_extractors).toHaveLength(2);
  const call = caller(home.key, "gallery");
  await call("POST", "/v1/collections", { collection_name: "pictures" });
  return call;
}

const byVector = (value: unknown, more: object = {}) => ({
  feature_uri: clip,
  query: { input_mode: "vector", value },
  ...more,
});

test("a vector search is exact, and a filter holds before the ranking: top_k of those that pass", async () => {
  const call = await gallery();
  const next = random(42);
  const pictures = Array.from({ length: 300 }, (_, i) => ({
    document_id: `p-${i}`,
    group: i % 10,
    _vectors: { [clip]: numbers(next) },
  }));
  expect(await call("POST", "/v1/collections/pictures/documents", { documents: pictures })).toMatchObject({
    status: 200,
  });
  const run = await retriever(
    call,
    [
      {
        stage_id: "feature_search",
        parameters: {
          searches: [
            byVector("{{INPUT.v}}", {
              top_k: 7,
              filters: { field: "group", operator: "in", value: "{{INPUT.groups}}" },
            }),
          ],
        },
      },
    ],
    { input_schema: { v: { type: "array", required: true }, groups: { type: "array", required: true } } },
  );
  for (let i = 0; i < 5; i++) {
    const v = numbers(next);
    for (const groups of [[3], [0, 5, 9], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
      const reply = await run({ v, groups });
      const exact = pictures
        .filter(({ group }) => groups.includes(group))
        .map(({ document_id, _vectors }) => ({ document_id, score: cosine(v, _vectors[clip]!) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, 7);
      expect(names(reply)).toEqual(exact.map((one) => one.document_id));
      for (const [at, { score }] of exact.entries()) expect(reply.body.results[at].score).toBeCloseTo(score, 4);
    }
  }
  const shown = await call("GET", "/v1/documents/p-0");
  expect(shown.text).not.toContain("_vectors");
});

test("a document searches for its like: itself left out, its kind first", async () => {
  const call = await gallery();
  const base = [numbers(random(1)), numbers(random(2))];
  const near = (i: number, seed: number) => base[i]!.map((x, at) => x + 0.1 * numbers(random(seed))[at]!);
  const documents = [0, 0, 0, 1, 1].map((kind, i) => ({
    document_id: `p-${i}`,
    features: [{ feature_extractor_id: "clip_vit_l_14_v1", vectors: { image_embedding: near(kind, 10 + i) } }],
    text: kind === 0 ? "boats and harbours, ships and sails" : "onions and butter, pans and spoons",
  }));
  expect(await call("POST", "/v1/collections/pictures/documents", { documents })).toMatchObject({ status: 200 });
  for (const feature_uri of [clip, "mixpeek://clip_vit_l_14@v1/embedding", "cordon://text_extractor@v1/dense"]) {
    const query = { input_mode: "document", document_ref: { collection_id: "pictures", document_id: "{{INPUT.id}}" } };
    const run = await retriever(call, [
      { stage_id: "feature_search", parameters: { searches: [{ feature_uri, query }] } },
    ]);
    expect(
      names(await run({ id: "p-0" }))
        .slice(0, 2)
        .sort(),
      feature_uri,
    ).toEqual(["p-1", "p-2"]);
    expect(names(await run({ id: "p-3" }))[0], feature_uri).toBe("p-4");
    const nobody = await run({ id: "p-99" });
    expect(nobody).toMatchObject({ status: 200, body: { results: [] } });
    expect(nobody.body.warnings[0]).toMatch(/document/);
  }
});

test("a vector of a wrong length, or that is no list of finite numbers, is refused with what is wanted", async () => {
  const call = await gallery();
  const good = numbers(random(3));
  const bad: unknown[] = [
    good.slice(1),
    [...good, 0],
    [],
    "x",
    null,
    good.with(5, Number.NaN),
    good.map(String),
    good.with(7, 1e39),
    [good],
  ];
  for (const vector of bad) {
    const what = JSON.stringify(vector)?.slice(0, 40);
    const reply = await call("POST", "/v1/collections/pictures/documents", { _vectors: { [clip]: vector } });
    expect(reply, what).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/768|number/) } });
    const run = await retriever(call, [
      { stage_id: "feature_search", parameters: { searches: [byVector("{{INPUT.v}}")] } },
    ]);
    expect(await run({ v: vector }), what).toMatchObject({ status: 422 });
  }
  const draft = (query: object) => ({
    retriever_name: "x",
    stages: [{ stage_id: "feature_search", parameters: { searches: [{ feature_uri: clip, query }] } }],
  });
  const asText = await call("POST", "/v1/retrievers", draft({ input_mode: "text", value: "boats" }));
  expect(asText).toMatchObject({
    status: 422,
    body: { detail: expect.stringMatching(/no built-in encoder.*vector.*768/) },
  });
  const run = await retriever(call, draft({ input_mode: "text", value: "{{INPUT.q}}" }).stages);
  expect(await run({ q: "boats" })).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/vector/) } });
  const made = { "cordon://text_extractor@v1/dense": good.slice(0, 384) };
  expect(await call("POST", "/v1/collections/pictures/documents", { _vectors: made })).toMatchObject({ status: 422 });
  expect(
    await call("POST", "/v1/collections/pictures/documents", { _vectors: { "cordon://x@v1/y": good } }),
  ).toMatchObject({ status: 422 });
  const plain = await tenant();
  const unknown = await plain.call("POST", "/v1/collections/pages/documents", { _vectors: { [clip]: good } });
  expect(unknown).toMatchObject({ status: 422, body: { detail: expect.stringContaining("clip_vit_l_14@v1") } });
  expect((await call("GET", "/v1/collections/pictures")).body.document_count).toBe(0);
});

test("an unknown extractor or version is a 404 that names it", async () => {
  const home = await organization();
  for (const [feature_extractor_name, version] of [
    ["text_extractor", "v9"],
    ["image_extractor", "v1"],
  ]) {
    const draft = { name: "x", feature_extractors: [{ feature_extractor_name, version }] };
    const reply = await home.call("POST", "/v1/namespaces", draft);
    expect(reply).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining(`${feature_extractor_name}@${version}`) },
    });
  }
  expect((await home.call("GET", "/v1/namespaces")).body.total_count).toBe(0);
});

test("a search follows what is written: changed, emptied and deleted documents are found by what they now say", async () => {
  const ada = await tenant();
  const path = "/v1/collections/pages/documents";
  const others = Array.from({ length: 20 }, (_, i) => ({
    document_id: `o-${i}`,
    text: `page ${i} about gardens and weather`,
  }));
  await ada.call("POST", path, { documents: [...others, { document_id: "it", text: "the lighthouse keeper" }] });
  const searches = [
    search(),
    ...["full_text", "dense"].map((output) => ({ ...search(), feature_uri: `cordon://text_extractor@v1/${output}` })),
  ];
  const runs = await Promise.all(
    searches.map((one) => retriever(ada.call, [{ stage_id: "feature_search", parameters: { searches: [one] } }])),
  );
  const first = async (query: string) => Promise.all(runs.map(async (run) => names(await run({ query }))[0]));
  const found = async (query: string) =>
    (await Promise.all(runs.map(async (run) => names(await run({ query }))))).flat().includes("it");
  expect(await first("lighthouse keeper")).toEqual(["it", "it", "it"]);
  await ada.call("PATCH", "/v1/documents/it", { text: "a saxophone player" });
  expect(await first("saxophone player")).toEqual(["it", "it", "it"]);
  expect((await runs[1]!({ query: "lighthouse" })).body.results).toEqual([]);
  await ada.call("PATCH", "/v1/documents/it", { text: null });
  expect(await found("saxophone player")).toBe(false);
  await ada.call("PATCH", "/v1/documents/it", { text: "a saxophone player" });
  expect(await first("saxophone player")).toEqual(["it", "it", "it"]);
  await ada.call("DELETE", "/v1/documents/it");
  expect(await found("saxophone player")).toBe(false);
});

test("a retriever sees its own collections, and a deleted collection is gone from every search at once", async () => {
  const ada = await tenant();
  await ada.call("POST", "/v1/collections", { collection_name: "other" });
  for (const name of ["pages", "other"])
    await ada.call("POST", `/v1/collections/${name}/documents`, { document_id: `in-${name}`, text: "a lighthouse" });
  const stages = [{ stage_id: "feature_search", parameters: { searches: [search()] } }];
  const everywhere = await retriever(ada.call, stages);
  const inPages = await retriever(ada.call, stages, { collection_identifiers: ["pages"] });
  const parameters = { searches: [search()], collection_identifiers: ["other", ada.collectionId] };
  const narrowed = await retriever(ada.call, [{ stage_id: "feature_search", parameters }], {
    collection_identifiers: ["pages"],
  });
  const query = { query: "lighthouse" };
  expect(names(await everywhere(query)).sort()).toEqual(["in-other", "in-pages"]);
  expect(names(await inPages(query))).toEqual(["in-pages"]);
  expect(names(await narrowed(query))).toEqual(["in-pages"]);
  expect(await ada.call("DELETE", "/v1/collections/pages")).toMatchObject({
    status: 200,
    body: { deleted_documents: 1 },
  });
  expect(names(await everywhere(query))).toEqual(["in-other"]);
  expect(names(await inPages(query))).toEqual([]);
  expect(await ada.call("GET", "/v1/documents/in-pages")).toMatchObject({ status: 404 });
  expect(await ada.call("POST", "/v1/collections/pages/documents", {})).toMatchObject({ status: 404 });
  expect(
    await ada.call("POST", "/v1/retrievers", { ...searcher("x"), collection_identifiers: ["pages"] }),
  ).toMatchObject({ status: 404 });
});
