import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { tenant } from "./tenant";

const path = "/v1/collections/pages/documents";
const topics = [
  "engine wheel brake road fuel garage",
  "oven flour butter sugar dough recipe",
  "ship sail anchor wave deck tide",
];

/** Texts of three topics, each with a few words of its topic. */
const texts = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const words = topics[n % 3]?.split(" ") ?? [];
    return {
      document_id: `d${n}`,
      topic: n % 3,
      text: [0, 1, 2].map((k) => words[(Math.floor(n / 3) + k) % 6]).join(" "),
    };
  });

test("a namespace learns from its own text: every document moves to the new model, none stays behind, searches go on", async () => {
  const ada = await tenant();
  const cell = env.CELL.getByName(ada.namespaceId);
  const kept = () =>
    runInDurableObject(cell, (_, { storage }) => {
      const rows = storage.sql.exec("SELECT feature, count(*) AS n FROM vectors GROUP BY feature").toArray();
      return Object.fromEntries(rows.map(({ feature, n }) => [feature, n]));
    });
  const found = async (query: string) => {
    const { body } = await ada.call("POST", "/v1/retrievers/search/execute", { inputs: { query }, limit: 25 });
    return body.results.map((one: { topic: number }) => one.topic);
  };
  await ada.call("POST", path, { documents: texts(0, 60) });
  expect(await runDurableObjectAlarm(cell)).toBe(false);
  await ada.call("POST", path, { documents: texts(60, 60) });
  expect(await kept()).toEqual({ "text_extractor@v1#0": 120 });
  expect((await found("anchor"))[0]).toBe(2);
  await ada.call("PATCH", "/v1/retrievers/search", { cache_config: {} });
  await found("anchor");
  expect(await runDurableObjectAlarm(cell)).toBe(true);
  expect(await kept()).toEqual({ "text_extractor@v1#1": 120 });
  // Now a ship is like an anchor, though no word of the one is in the other's text.
  const topicsFound = await found("anchor");
  expect(topicsFound).toHaveLength(25);
  expect(new Set(topicsFound)).toEqual(new Set([2]));
  await ada.call("POST", path, { documents: texts(120, 130) });
  await ada.call("DELETE", "/v1/documents/d0");
  await runDurableObjectAlarm(cell);
  expect(await kept()).toEqual({ "text_extractor@v1#2": 249 });
  expect(new Set(await found("butter"))).toEqual(new Set([1]));
});
