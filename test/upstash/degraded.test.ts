import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { random } from "../filter-reference";
import { searcher, tenant } from "../tenant";
import { moveOut } from "./outside-world";
import { index } from "./vectors-world";

const path = "/v1/collections/pages/documents";
const boat = (n: number) => ({ document_id: `d${n}`, text: `boat number ${n} of the harbour` });

test("while nobody answers outside, writes are taken, searches say so and are not kept, and afterwards nothing is missing", async () => {
  const ada = await tenant("ada");
  await ada.call("POST", "/v1/retrievers", { ...searcher("kept"), cache_config: { ttl_seconds: 600 } });
  const upstash = index({ dimension: 384 });
  await moveOut(ada.namespaceId, upstash, 384);
  const cell = env.CELL.getByName(ada.namespaceId);
  const move = (more: object = {}) => cell.moveVectors(ada.id, { forMs: 10_000, ...more });
  await ada.call("POST", path, { documents: Array.from({ length: 50 }, (_, n) => boat(n)) });
  expect(await move({ wanted: "remote" })).toMatchObject({ settled: true, features: [{ state: "live", seen: 50 }] });
  const search = async () => {
    const { body } = await ada.call("POST", "/v1/retrievers/kept/execute", { inputs: { query: "boat number 7" } });
    return [body.results[0].document_id, body.warnings.length, body.cache.status];
  };
  expect([await search(), await search()]).toEqual([
    ["d7", 0, "miss"],
    ["d7", 0, "hit"],
  ]);

  upstash.control.trouble = [{ kind: "down" }];
  expect((await ada.call("POST", path, boat(50))).status).toBe(200);
  expect((await ada.call("DELETE", "/v1/documents/d3")).status).toBe(200);
  expect([await search(), await search()]).toEqual([
    ["d7", 1, "miss"],
    ["d7", 1, "miss"],
  ]);
  expect(await move({ forMs: 50 })).toMatchObject({ settled: false, features: [{ total: 50, seen: 49 }] });

  upstash.control.trouble = [];
  upstash.clock.now += 60_000;
  const over = await move({ compare: true });
  expect(over).toMatchObject({ settled: true, failing: null, features: [{ total: 50, seen: 50 }] });
  expect(over?.compared).toEqual({ entries: 50, missing: 0, extra: 0 });
  expect([await search(), await search()]).toEqual([
    ["d7", 0, "miss"],
    ["d7", 0, "hit"],
  ]);
});

test("a model that is learned before the old one's vectors could be compared leaves nothing to wait for", async () => {
  const ada = await tenant("ada");
  const upstash = index({ dimension: 384 });
  await moveOut(ada.namespaceId, upstash, 384);
  const cell = env.CELL.getByName(ada.namespaceId);
  const r = random(20261121);
  const prose = () =>
    Array.from({ length: 20 }, () => `${"bdfgklmn"[r(8)]}${"aeiou"[r(5)]}${"prstvz"[r(6)]}`).join(" ");
  const documents = Array.from({ length: 150 }, (_, n) => ({ document_id: `d${n}`, text: prose() }));
  await ada.call("POST", path, { documents });
  await cell.moveVectors(ada.id, { forMs: 10_000, wanted: "remote" });
  upstash.control.trouble = [{ kind: "down" }];
  await cell.moveVectors(ada.id, { forMs: 100, compare: true });
  const learned = async () => {
    await runDurableObjectAlarm(cell);
    return (await cell.moveVectors(ada.id, { forMs: 1 }))?.features.map(({ feature, state }) => `${feature} ${state}`);
  };
  await expect.poll(learned, { timeout: 20_000 }).toContain("text_extractor@v1#0 leaving");
  upstash.control.trouble = [];
  upstash.clock.now += 60_000;
  const over = await cell.moveVectors(ada.id, { forMs: 15_000 });
  expect(over).toMatchObject({ settled: true, failing: null, features: [{ feature: "text_extractor@v1#1" }] });
}, 60_000);

test("what is outside and ought not to be is taken away, and what is not there is sent again", async () => {
  const ada = await tenant("ada");
  const upstash = index({ dimension: 384 });
  const { places } = await moveOut(ada.namespaceId, upstash, 384);
  const cell = env.CELL.getByName(ada.namespaceId);
  await ada.call("POST", path, { documents: Array.from({ length: 5 }, (_, n) => boat(n)) });
  await cell.moveVectors(ada.id, { forMs: 10_000, wanted: "remote" });
  const [place = ""] = places.values();
  const space = () => upstash.connection.at(upstash.clock.now).space(place, 384);
  const { ids } = await space().list(null);
  await space().remove([ids[0] ?? ""]);
  const collection = ada.collectionId;
  await space().upsert([{ id: "1.7", vector: new Float32Array(384).fill(1), collection, fields: {} }]);
  const told = await cell.moveVectors(ada.id, { forMs: 10_000, compare: true });
  expect(told?.compared).toEqual({ entries: 5, missing: 1, extra: 1 });
  const again = await cell.moveVectors(ada.id, { forMs: 10_000, compare: true });
  expect(again?.compared).toEqual({ entries: 5, missing: 0, extra: 0 });
  expect((await space().list(null)).ids.sort()).toEqual(ids.sort());
});

test("one index that does not answer keeps nothing from the others", async () => {
  const ada = await tenant("ada");
  const [texts, marks] = [index({ dimension: 384 }), index({ dimension: 8 })];
  await moveOut(ada.namespaceId, texts, 384, { 8: marks });
  texts.control.trouble = [{ kind: "down" }];
  await ada.call("POST", path, { documents: Array.from({ length: 5 }, (_, n) => boat(n)) });
  const vectors = Array.from({ length: 3 }, (_, n) => ({
    id: `v${n}`,
    values: Array.from({ length: 8 }, () => n + 1),
  }));
  expect((await ada.call("POST", "/v1/namespaces/ada/vectors", { vectors })).status).toBe(200);
  const cell = env.CELL.getByName(ada.namespaceId);
  await cell.moveVectors(ada.id, { forMs: 100, wanted: "remote" });
  const told = async () =>
    (await cell.moveVectors(ada.id, { forMs: 100 }))?.features.map(({ state, seen }) => [state, seen]);
  await expect.poll(told, { timeout: 10_000 }).toEqual(
    expect.arrayContaining([
      ["live", 3],
      ["filling", 0],
    ]),
  );
});
