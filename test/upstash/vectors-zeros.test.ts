import { expect, test } from "vitest";
import { dot, unit } from "../../src/engine/knn/vector";
import { newId } from "../../src/kit/id";
import { dice, index, someVector } from "./vectors-world";

const collection = newId("collection");
const dimensions = 6;

for (const [zeros, others] of [
  [0, 200],
  [3, 200],
  [150, 150],
  [1_300, 300],
] as const)
  test(`beside ${zeros} vectors of zeros the best of ${others} are found, and the last is a bound for the rest`, async () => {
    // A filter looks at so many of the nearest: they have to be asked for from where they stand.
    const { at, control, log } = index({ dimension: dimensions, filterBudget: zeros < 1_000 ? zeros + 1 : 2_000 });
    const space = at().space("zeros", dimensions);
    const roll = dice(zeros + 1);
    const vectors = [
      ...Array.from({ length: zeros }, () => new Float32Array(dimensions)),
      ...Array.from({ length: others }, () => someVector(roll, dimensions)),
    ];
    await space.upsert(vectors.map((vector, n) => ({ id: `${n}.1`, vector, collection, fields: {} })));
    control.logged = 10_000;
    log.length = 0;
    for (let n = 0; n < 40; n++) {
      const vector = someVector(roll, dimensions);
      const topK = 1 + roll(n % 2 ? 30 : 400);
      const cosines = vectors.map((one) => dot(unit(one), unit(vector)));
      const hits = await space.query({ vector, topK, collections: null });
      const expected = [...cosines].sort((a, b) => b - a).slice(0, topK);
      expect(hits).toHaveLength(expected.length);
      hits.forEach(({ id, cosine }, place) => {
        expect(Math.abs(cosine - (cosines[Number(id.split(".")[0])] ?? 9))).toBeLessThan(1e-6);
        expect(Math.abs(cosine - (expected[place] ?? 9)), `${n} ${place}`).toBeLessThan(1e-6);
      });
    }
    // A question is one request, but where it has to be more.
    const asked = log.filter(({ path }) => path === "/query/zeros").length;
    expect(asked).toBeGreaterThanOrEqual(40);
    expect(asked).toBeLessThanOrEqual(120);
  });

test("what has a direction is never taken for what has none", async () => {
  const { at } = index({ dimension: 2 });
  const space = at().space("round", 2);
  const round = Array.from({ length: 720 }, (_, n) => Float32Array.of(Math.cos(n / 114.6), Math.sin(n / 114.6)));
  const plain = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => Float32Array.of(x, y)));
  const vectors = [...round, ...plain];
  await space.upsert(vectors.map((vector, n) => ({ id: `${n}.1`, vector, collection, fields: {} })));
  for (const vector of plain) {
    const hits = await space.query({ vector, topK: 729, collections: null });
    for (const { id, cosine } of hits) {
      const exact = dot(unit(vectors[Number(id.split(".")[0])] ?? vector), unit(vector));
      expect(Math.abs(cosine - exact), `${vector} ${id}`).toBeLessThan(1e-6);
    }
  }
});
