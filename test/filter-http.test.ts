import { expect, test } from "vitest";
import { library, seed } from "./filter-library";
import { means } from "./filter-meaning";
import { type Doc, indexed, random, someFilter } from "./filter-reference";
import type { Call } from "./tenant";

const pagination = { method: "offset", page_size: 500 };
const found = (results: { document_id: string }[]) => results.map(({ document_id }) => document_id);
const ids = (docs: Doc[]) => docs.map(({ id }) => id).sort();

const retriever = (call: Call, name: string, stage_id: string, parameters: object) =>
  call("POST", "/v1/retrievers", {
    retriever_name: name,
    input_schema: { filter: { type: "object" } },
    stages: [{ stage_name: "only", config: { stage_id, parameters } }],
  });

const search = (output: string, top_k: number) => ({
  searches: [{ feature_uri: `cordon://text_extractor@v1/${output}`, query: "red dog", top_k }],
  final_top_k: Math.min(500, top_k),
});

test("random filters mean the same in attribute_filter, pushed down into searches, in lists and in batch deletes", async () => {
  const { call, docs, collections } = await library("http", indexed, 100);
  const filters = "{{INPUT.filter}}";
  await retriever(call, "attributes", "attribute_filter", { conditions: filters });
  await retriever(call, "alone", "feature_search", { filters, final_top_k: 500 });
  for (const [name, output] of [
    ["hybrid", "text_embedding"],
    ["words", "full_text"],
  ] as const) {
    await retriever(call, `${name}-500`, "feature_search", { ...search(output, 500), filters });
    await retriever(call, `${name}-5`, "feature_search", { ...search(output, 5), filters });
  }
  const run = async (name: string, filter: object): Promise<string[]> => {
    const reply = await call("POST", `/v1/retrievers/${name}/execute`, { inputs: { filter }, pagination });
    expect(reply.status, `${JSON.stringify(filter)} ${reply.text}`).toBe(200);
    return found(reply.body.results);
  };
  const anyone = { NOT: [] };
  const ranked = await run("words-500", anyone);
  expect(ranked.length).toBeGreaterThan(20);
  const reachable = new Set(await run("hybrid-500", anyone));
  const r = random(seed + 2);
  for (let n = 0; n < 120; n++) {
    const filter = someFilter(r);
    const told = JSON.stringify(filter);
    const meant = ids(docs.filter((doc) => means(doc, filter)));
    expect((await run("attributes", filter)).sort(), told).toEqual(meant);
    expect((await run("alone", filter)).sort(), told).toEqual(meant);
    // The best of those that pass, however few they are: not those that pass among the best.
    expect(await run("words-500", filter), told).toEqual(ranked.filter((id) => meant.includes(id)));
    expect(await run("words-5", filter), told).toEqual(ranked.filter((id) => meant.includes(id)).slice(0, 5));
    const hybrid = await run("hybrid-500", filter);
    expect(hybrid.filter((id) => reachable.has(id)).sort(), told).toEqual(meant.filter((id) => reachable.has(id)));
    expect(await run("hybrid-5", filter), told).toEqual(hybrid.slice(0, 5));
    const list = await call("POST", `/v1/collections/${collections[0]}/documents/list?limit=500`, {
      filters: filter,
      case_sensitive: true,
    });
    const here = ids(docs.filter((doc) => doc.collection === collections[0] && meant.includes(doc.id)));
    expect(found(list.body.results).sort(), told).toEqual(here);
  }
  let left = docs.filter(({ collection }) => collection === collections[1]);
  for (let n = 0; n < 20 && left.length > 0; n++) {
    const filters = { ...someFilter(r, 1), case_sensitive: true };
    const gone = left.filter((doc) => means(doc, filters));
    if (gone.length > left.length / 2) continue;
    const reply = await call("DELETE", `/v1/collections/${collections[1]}/documents/batch`, { filters });
    expect(reply.status, reply.text).toBe(200);
    left = left.filter((doc) => !gone.includes(doc));
    const list = await call("POST", `/v1/collections/${collections[1]}/documents/list?limit=500`, {});
    expect(found(list.body.results).sort(), JSON.stringify(filters)).toEqual(ids(left));
  }
}, 60_000);
