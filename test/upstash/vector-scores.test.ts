import { FusionAlgorithm, WeightingStrategy } from "@upstash/vector";
import { expect, test } from "vitest";
import { standIn } from "./vectors";

const sparse = (values: Record<number, number>) => ({
  indices: Object.keys(values).map(Number),
  values: Object.values(values),
});
const scored = (hits: { id: string | number; score: number }[]) => hits.map(({ id, score }) => [id, score]);

test.each([
  ["COSINE", [3, 4], [1, 0], 0.8], // cos 0.6
  ["COSINE", [-5, 0], [1, 0], 0],
  ["COSINE", [0, 0], [1, 0], 0.5],
  ["EUCLIDEAN", [3, 4], [1, 0], 0.04761905], // 1 / (1 + 4 + 16), as a float32 prints
  ["EUCLIDEAN", [1, 0], [1, 0], 1],
  ["DOT_PRODUCT", [0.6, 0.8], [1, 0], 0.8],
  ["DOT_PRODUCT", [0, 1], [0, -1], 0],
] as const)("%s of %j and %j is %d", async (similarityFunction, vector, asked, score) => {
  const { client } = standIn({ similarityFunction });
  await client.upsert({ id: "a", vector: [...vector] });
  expect(await client.query({ vector: [...asked], topK: 1 })).toEqual([{ id: "a", score }]);
});

test("vectors and scores are float32, printed in the fewest digits, and what ties stays in the order of writing", async () => {
  const { client } = standIn();
  const written = [0.1, 1 / 3, -123456.789, 1e-20, 16777217, 0.30000001];
  for (const x of written) {
    await client.upsert({ id: "a", vector: [x, 1] });
    const [told] = await client.fetch(["a"], { includeVectors: true });
    const [back] = told?.vector ?? [];
    expect(Math.fround(back ?? 0)).toBe(Math.fround(x));
    expect(String(back).replaceAll(/[-.]|^0\.0*|e.*$/g, "").length, String(back)).toBeLessThanOrEqual(10);
  }
  expect((await client.fetch(["a"], { includeVectors: true }))[0]?.vector).toEqual([0.3, 1]);
  await client.reset();
  // Beyond the digits of a float32 they are one score.
  await client.upsert([0, 1e-9, 2e-9].map((x) => ({ id: `${x}`, vector: [1, x] })));
  expect(scored(await client.query({ vector: [1, 1e-9], topK: 3 }))).toEqual([
    ["0", 1],
    ["1e-9", 1],
    ["2e-9", 1],
  ]);
});

test("sparse vectors: the inner product of what shares an index, weighted by how rare an index is where that is asked", async () => {
  const { client } = standIn({ indexType: "SPARSE" });
  await client.upsert([
    { id: "a", sparseVector: sparse({ 0: 0.5, 1: 3 }) },
    { id: "b", sparseVector: sparse({ 0: 1, 2: 0.25 }) },
    { id: "c", sparseVector: sparse({ 5: 1 }) },
  ]);
  const ask = { sparseVector: sparse({ 0: 1, 2: 2 }), topK: 5 };
  expect(scored(await client.query(ask))).toEqual([
    ["b", 1.5],
    ["a", 0.5],
  ]);
  const rare = await client.query({ ...ask, weightingStrategy: WeightingStrategy.IDF });
  // N = 3; index 0 is in two: ln(1 + 1.5 / 2.5); index 2 in one: ln(1 + 2.5 / 1.5).
  expect(rare.map(({ id }) => id)).toEqual(["b", "a"]);
  expect(rare[0]?.score).toBeCloseTo(0.4700036 + 0.5 * 0.9808293, 6);
  expect(rare[1]?.score).toBeCloseTo(0.5 * 0.4700036, 6);
  const [told] = await client.fetch(["b"], { includeVectors: true });
  expect(told).toEqual({ id: "b", sparseVector: { indices: [0, 2], values: [1, 0.25] } });
  await expect(client.upsert({ id: "d", vector: [1, 0] })).rejects.toThrow("422 ");
  await expect(client.upsert({ id: "d", sparseVector: { indices: [1, 1], values: [1, 2] } })).rejects.toThrow("422 ");
});

/** Dense 1, 0.8 and 0.5; sparse 2 and 1 for the second and the third. */
async function hybrid() {
  const { client, post } = standIn({ indexType: "HYBRID" });
  await client.upsert([
    { id: "a", vector: [1, 0], sparseVector: sparse({ 9: 1 }) },
    { id: "b", vector: [3, 4], sparseVector: sparse({ 1: 2 }) },
    { id: "c", vector: [0, 1], sparseVector: sparse({ 1: 1 }) },
  ]);
  return { client, post, ask: { vector: [1, 0], sparseVector: sparse({ 1: 1 }), topK: 3 } };
}

test("hybrid: reciprocal ranks from 60 on, more of them than are asked for, and raw scores for one component", async () => {
  const { client, ask } = await hybrid();
  const expected = [
    ["b", 1 / 61 + 1 / 60],
    ["c", 1 / 62 + 1 / 61],
    ["a", 1 / 60],
  ] as const;
  for (const topK of [3, 1]) {
    const hits = await client.query({ ...ask, topK });
    expect(hits.map(({ id }) => id)).toEqual(expected.slice(0, topK).map(([id]) => id));
    for (const [n, { score }] of hits.entries()) expect(score).toBeCloseTo(expected[n]?.[1] ?? 0, 7);
  }
  expect(scored(await client.query({ vector: [1, 0], topK: 2 }))).toEqual([
    ["a", 1],
    ["b", 0.8],
  ]);
  expect(scored(await client.query({ sparseVector: sparse({ 1: 1 }), topK: 2 }))).toEqual([
    ["b", 2],
    ["c", 1],
  ]);
  await expect(client.upsert({ id: "d", vector: [1, 0] })).rejects.toThrow("422 This index requires sparse vectors");
});

test("hybrid: by distribution, with the deviation of a sample; a list that does not vary gives a half", async () => {
  const { client, ask } = await hybrid();
  const byDistribution = { ...ask, fusionAlgorithm: FusionAlgorithm.DBSF };
  const hits = await client.query(byDistribution);
  expect(hits.map(({ id }) => id)).toEqual(["b", "c", "a"]);
  // Dense: mean 0.7667, deviation 0.2517; sparse: mean 1.5, deviation 0.7071; (score - mean) / 6 deviations + 0.5.
  for (const [n, score] of [0.5220755 + 0.6178511, 0.3233957 + 0.3821489, 0.6545288].entries())
    expect(hits[n]?.score).toBeCloseTo(score, 6);
  const one = await client.query({ ...byDistribution, sparseVector: sparse({ 9: 1 }) });
  expect(one[0]?.id).toBe("a");
  expect(one[0]?.score).toBeCloseTo(0.6545288 + 0.5, 6);
});

test("hybrid: a resumable query fuses what comes next, piece by piece, and gives nothing twice", async () => {
  const { client, ask } = await hybrid();
  const { result, fetchNext } = await client.resumableQuery({ ...ask, topK: 1, maxIdle: 60 });
  const ids = [result, await fetchNext(1), await fetchNext(1), await fetchNext(1)].flat().map(({ id }) => id);
  // Of the best of each list, a and b, the first listed comes first.
  expect(ids).toEqual(["a", "b", "c"]);
  expect(result[0]?.score).toBeCloseTo(1 / 60, 7);
});
