import { expect, inject, test } from "vitest";
import { parseFilter } from "../../src/engine/filter/parse";
import { newId } from "../../src/kit/id";
import { connectIndex } from "../../src/outside/vectors";
import { workers } from "../../src/outside/vectors/transport";
import { embeddedSpace } from "./embedded";
import "./provided";
import { dice, index, someVector } from "./vectors-world";

const dimensions = 5;
/** Names that begin alike, and ids that are the same in all of them. */
const names = ["ns-a", "ns-ab", "ns-a-"];

test("2,000 random calls on three spaces of one index: none sees or changes another's", async () => {
  const { clock, connection, control, log } = index({ dimension: dimensions });
  const roll = dice(23);
  const collection = newId("collection");
  const models = names.map(() => new Map<string, Float32Array>());
  control.openFilters = true;
  control.logged = 100_000;
  let compared = 0;
  for (let n = 0; n < 2_000; n++) {
    const which = roll(names.length);
    const [name = "", model = new Map()] = [names[which], models[which]];
    const space = connection.at(clock.now++).space(name, dimensions);
    const id = `${roll(12)}.1`;
    const act = roll(20);
    if (act < 7) {
      const vector = roll(9) ? someVector(roll, dimensions) : new Float32Array(dimensions);
      await space.upsert([{ id, vector, collection, fields: { n: `${which}` } }]);
      model.set(id, vector);
    } else if (act < 10) expect(await space.remove([id, "none"])).toBe(model.delete(id) ? 1 : 0);
    else if (act === 10 && roll(6) === 0) {
      await space.drop();
      model.clear();
    } else if (act < 13) expect((await space.list(null)).ids.sort()).toEqual([...model.keys()].sort());
    else if (act < 14) expect([await space.count(), await space.settled()]).toEqual([model.size, true]);
    else {
      // Somebody else's word in the filter, and a question that has all of them.
      const reference = embeddedSpace(dimensions);
      await reference.upsert([...model].map(([id, vector]) => ({ id, vector, collection, fields: {} })));
      const question = {
        vector: someVector(roll, dimensions),
        topK: 1 + roll(40),
        collections: roll(2) ? [collection] : null,
      };
      const filter = parseFilter({ n: `${which}` });
      const hits = await space.query(roll(2) ? { ...question, filter } : question);
      const expected = await reference.query(question);
      expect(hits.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
      hits.forEach(({ cosine }, place) => {
        expect(Math.abs(cosine - (expected[place]?.cosine ?? 9))).toBeLessThan(1e-6);
      });
      const other = parseFilter({ n: `${(which + 1) % names.length}` });
      expect(await space.query({ ...question, filter: other })).toEqual([]);
      compared += hits.length;
    }
  }
  expect(compared).toBeGreaterThan(1_000);
  const asked = log.map(({ path }) => path);
  expect(asked.length).toBeGreaterThan(1_500);
  expect(
    asked.filter((path) => !/^\/(info|(upsert|query|range|delete|delete-namespace)\/ns-a(b|-)?)$/.test(path)),
  ).toEqual([]);
});

test("the port and the stand-in speak over HTTP as they do within", async () => {
  const [address] = inject("vectors").indexes;
  if (!address) throw new Error("there is no index here");
  const name = newId("namespace");
  const patient = { ...workers, timeout: () => AbortSignal.timeout(30_000) };
  const connection = connectIndex(address, patient);
  const space = connection.at(0).space(name, 100);
  const roll = dice(5);
  const fields = { text: "Über „alles“" };
  const entries = Array.from({ length: 1_200 }, (_, n) => ({
    id: `${n}.1`,
    vector: someVector(roll, 100),
    collection: newId("collection"),
    fields,
  }));
  await space.upsert(entries);
  expect([await space.count(), await space.settled()]).toEqual([1_200, true]);
  expect(await connection.at(0).namespaces()).toContain(name);
  for (const { id, vector, collection } of entries.slice(0, 5)) {
    const [best] = await space.query({ vector, topK: 3, collections: null, filter: parseFilter(fields) });
    expect(best).toEqual({ id, cosine: 1 });
    expect(await space.query({ vector, topK: 3, collections: [collection] })).toEqual([best]);
  }
  expect(await space.remove(entries.map(({ id }) => id))).toBe(1_200);
  await space.drop();
  expect(await connection.at(0).namespaces()).not.toContain(name);
  const wrong = connectIndex({ ...address, token: "wrong" }, patient);
  await expect(wrong.at(0).space(name, 100).count()).rejects.toThrow("Upstash Vector: info was refused with 401.");
  const stalled = connectIndex({ name: "stalled", ...inject("stalled") });
  await expect(stalled.at(0).info()).rejects.toThrow("Upstash Vector: info: no answer in time.");
});
