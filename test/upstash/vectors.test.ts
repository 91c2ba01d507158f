import { describe, expect, test } from "vitest";
import { parseFilter } from "../../src/engine/filter/parse";
import type { SpaceEntry, SpaceQuestion, VectorSpace } from "../../src/engine/knn/space";
import { dot, unit } from "../../src/engine/knn/vector";
import { newId } from "../../src/kit/id";
import { embeddedSpace } from "./embedded";
import { dice, index, someVector } from "./vectors-world";

interface Opened {
  space: VectorSpace;
  /** Lets pass the time after which everything is seen. */
  settle(): void;
}

const upstash = (given: Parameters<typeof index>[0]) => (dimensions: number) => {
  const { clock, connection } = index({ dimension: dimensions, ...given });
  // Bound to each moment anew, as every request does.
  const space = () => connection.at(clock.now).space("ns_of-the-contract", dimensions);
  const settle = () => {
    clock.now += 5_000;
  };
  return { space: eachTime(space), settle };
};

const eachTime = (open: () => VectorSpace): VectorSpace => ({
  upsert: (entries) => open().upsert(entries),
  remove: (ids) => open().remove(ids),
  query: (question) => open().query(question),
  settled: () => open().settled(),
  list: (cursor) => open().list(cursor),
  count: () => open().count(),
  drop: () => open().drop(),
});

/** Every way to keep vectors: what is asked of one is asked of all. */
const adapters: [string, (dimensions: number) => Opened][] = [
  ["embedded", (dimensions) => ({ space: embeddedSpace(dimensions), settle: () => {} })],
  ...(["COSINE", "DOT_PRODUCT", "EUCLIDEAN"] as const).map(
    (similarityFunction) => [similarityFunction, upstash({ similarityFunction })] as [string, (d: number) => Opened],
  ),
  ["seen late", upstash({ delayMs: 5_000 })],
  ["an index of more dimensions", (dimensions) => upstash({ dimension: dimensions + 5 })(dimensions)],
];

const [red, blue] = [newId("collection"), newId("collection")];
const entry = (id: string, vector: ArrayLike<number>, more: Partial<SpaceEntry> = {}): SpaceEntry => ({
  id,
  vector: Float32Array.from(vector),
  collection: red,
  fields: {},
  ...more,
});
const asking = (vector: ArrayLike<number>, more: Partial<SpaceQuestion> = {}): SpaceQuestion => ({
  vector: Float32Array.from(vector),
  topK: 10,
  collections: null,
  ...more,
});
const idsOf = (hits: { id: string }[]) => hits.map(({ id }) => id);

async function allIds(space: VectorSpace): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { ids: string[]; next: string | null } = await space.list(cursor);
    found.push(...page.ids);
    cursor = page.next;
  } while (cursor !== null);
  return found.sort();
}

for (const [name, open] of adapters)
  describe(`a space, ${name}`, () => {
    test("has nothing to begin with, and is whole", async () => {
      const { space } = open(4);
      expect(await space.query(asking([1, 0, 0, 0]))).toEqual([]);
      expect([await space.settled(), await space.count(), await allIds(space)]).toEqual([true, 0, []]);
      expect(await space.remove(["1.1"])).toBe(0);
      await space.upsert([]);
      await space.drop();
    });

    test("finds the best of random vectors with their cosines, in order", async () => {
      const { space, settle } = open(12);
      const roll = dice(7);
      const entries = Array.from({ length: 300 }, (_, n) => entry(`${n}.1`, someVector(roll, 12)));
      await space.upsert(entries);
      settle();
      expect([await space.settled(), await space.count()]).toEqual([true, 300]);
      for (let n = 0; n < 30; n++) {
        const vector = someVector(roll, 12);
        const cosines = new Map(entries.map((one) => [one.id, dot(unit(one.vector), unit(vector))]));
        const topK = 1 + roll(320);
        const hits = await space.query(asking(vector, { topK }));
        const expected = [...cosines.values()].sort((a, b) => b - a).slice(0, topK);
        expect(hits).toHaveLength(expected.length);
        expect(new Set(idsOf(hits)).size).toBe(hits.length);
        hits.forEach(({ id, cosine }, place) => {
          expect(Math.abs(cosine - (cosines.get(id) ?? 9))).toBeLessThan(1e-6);
          expect(Math.abs(cosine - (expected[place] ?? 9))).toBeLessThan(1e-6);
        });
      }
    });

    test("a vector is replaced by a new id and the old one's removal, and equal ones are found together", async () => {
      const { space, settle } = open(4);
      await space.upsert([entry("1.1", [1, 0, 0, 0]), entry("2.1", [2, 0, 0, 0]), entry("3.1", [0, 5, 0, 0])]);
      settle();
      const both = await space.query(asking([7, 0, 0, 0], { topK: 2 }));
      expect(idsOf(both).sort()).toEqual(["1.1", "2.1"]);
      expect(both.map(({ cosine }) => cosine)).toEqual([1, 1]);
      await space.upsert([entry("1.2", [0, 1, 0, 0])]);
      expect(await space.remove(["1.1", "9.9"])).toBe(1);
      settle();
      expect(idsOf(await space.query(asking([1, 0, 0, 0], { topK: 1 })))).toEqual(["2.1"]);
      expect(idsOf(await space.query(asking([0, 1, 0, 0], { topK: 2 }))).sort()).toEqual(["1.2", "3.1"]);
      expect(await allIds(space)).toEqual(["1.2", "2.1", "3.1"]);
      // What comes twice is there once.
      await space.upsert([entry("1.2", [0, 1, 0, 0])]);
      settle();
      expect([await space.count(), await space.remove(["1.1"])]).toEqual([3, 0]);
    });

    test("looks into the collections that are named, and into none where none is", async () => {
      const { space, settle } = open(4);
      await space.upsert([
        entry("1.1", [1, 0, 0, 0]),
        entry("2.1", [1, 0, 0, 0], { collection: blue }),
        entry("3.1", [0, 1, 0, 0], { collection: blue }),
      ]);
      settle();
      const of = async (collections: string[] | null) =>
        idsOf(await space.query(asking([1, 0, 0, 0], { collections }))).sort();
      expect([await of(null), await of([red]), await of([blue]), await of([red, blue])]).toEqual([
        ["1.1", "2.1", "3.1"],
        ["1.1"],
        ["2.1", "3.1"],
        ["1.1", "2.1", "3.1"],
      ]);
      expect([await of([]), await of([newId("collection")])]).toEqual([[], []]);
    });

    test("lets everybody through who passes a filter, and nobody else where the filter is of equals and numbers", async () => {
      const { space, settle } = open(4);
      const fields = [
        { color: "red", size: 5 },
        { color: "Blue", size: [1, 9] },
        { color: ["red", "green"] },
        { color: "it's" },
        {},
      ];
      await space.upsert(
        fields.map((one, n) => entry(`${n}.1`, [1, n, 0, 0], { fields: one, collection: n % 2 ? blue : red })),
      );
      settle();
      const is = (field: string, operator: string, value: unknown) => ({ field, operator, value });
      const passing = async (filter: object, collections: string[] | null = null) => {
        const hits = await space.query(asking([1, 1, 0, 0], { filter: parseFilter(filter), collections }));
        return idsOf(hits)
          .sort()
          .map((id) => Number(id.split(".")[0]));
      };
      expect(await passing(is("color", "eq", "red"))).toEqual([0, 2]);
      expect(await passing(is("color", "eq", "red"), [blue])).toEqual([]);
      expect(await passing(is("size", "gt", 5))).toEqual([1]);
      expect(await passing({ OR: [is("size", "lte", 5), is("color", "in", ["it's", "none"])] })).toEqual([0, 1, 3]);
      expect(await passing({ OR: [is("size", "lte", 5), is("color", "eq", "it's")] }, [red])).toEqual([0]);
      expect(await passing({ AND: [is("size", "lte", 5), is("color", "eq", "red")] })).toEqual([0]);
      // What is said of a document beside its fields, and what says nothing certain, may let more through.
      const loose: [object, number[]][] = [
        [is("created_at", "gte", "2026-11-20"), [0, 1, 2, 3, 4]],
        [is("color", "ne", "red"), [1, 3]],
        [is("color", "contains", "e"), [0, 1, 2]],
        [{ NOT: [is("size", "eq", 7)] }, [0, 1, 2, 3, 4]],
        [{ color: "blue", case_sensitive: false }, [1]],
      ];
      for (const [filter, least] of loose) expect(await passing(filter)).toEqual(expect.arrayContaining(least));
    });

    test("a vector of zeros has the cosine 0 with everything, and so has a question of zeros", async () => {
      const { space, settle } = open(6);
      const roll = dice(11);
      const vectors = Array.from({ length: 60 }, (_, n) => (n % 5 === 0 ? new Float32Array(6) : someVector(roll, 6)));
      await space.upsert(vectors.map((vector, n) => entry(`${n}.1`, vector, { collection: n % 2 ? blue : red })));
      settle();
      for (let n = 0; n < 60; n++) {
        const vector = n < 50 ? someVector(roll, 6) : (vectors[n] ?? new Float32Array(6));
        const [topK, collections] = [1 + roll(70), n % 3 ? null : [blue]];
        const cosines = new Map(vectors.map((one, i) => [`${i}.1`, dot(unit(one), unit(vector))]));
        const looked = [...cosines].filter(([id]) => !collections || Number(id.split(".")[0]) % 2 === 1);
        const hits = await space.query(asking(vector, { topK, collections }));
        const expected = looked
          .map(([, cosine]) => cosine)
          .sort((a, b) => b - a)
          .slice(0, topK);
        expect(hits).toHaveLength(expected.length);
        hits.forEach(({ id, cosine }, place) => {
          expect(Math.abs(cosine - (cosines.get(id) ?? 9))).toBeLessThan(1e-6);
          expect(Math.abs(cosine - (expected[place] ?? 9)), `${n} ${place}`).toBeLessThan(1e-6);
        });
      }
      const none = await space.query(asking(new Float32Array(6), { topK: 7 }));
      expect(none.map(({ cosine }) => Math.abs(cosine))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    });

    test("holds thousands, page by page", async () => {
      const { space, settle } = open(4);
      const roll = dice(3);
      const entries = Array.from({ length: 2_345 }, (_, n) => entry(`${n}.1`, someVector(roll, 4)));
      await space.upsert(entries);
      settle();
      expect(await allIds(space)).toEqual(entries.map(({ id }) => id).sort());
      expect(await space.remove(entries.slice(0, 2_300).map(({ id }) => id))).toBe(2_300);
      settle();
      expect([await space.count(), (await allIds(space)).length]).toEqual([45, 45]);
    });

    test("is settled when all is seen that was written", async () => {
      const { space, settle } = open(4);
      await space.upsert([entry("1.1", [1, 0, 0, 0])]);
      if (await space.settled()) expect(idsOf(await space.query(asking([1, 0, 0, 0])))).toEqual(["1.1"]);
      settle();
      expect(await space.settled()).toBe(true);
      expect(idsOf(await space.query(asking([1, 0, 0, 0])))).toEqual(["1.1"]);
    });

    test("goes with everything in it, twice if need be, and may be filled again", async () => {
      const { space, settle } = open(4);
      await space.upsert([entry("1.1", [1, 0, 0, 0])]);
      settle();
      await space.drop();
      await space.drop();
      expect([await space.count(), await space.settled(), await allIds(space)]).toEqual([0, true, []]);
      expect(await space.query(asking([1, 0, 0, 0]))).toEqual([]);
      await space.upsert([entry("2.1", [1, 0, 0, 0])]);
      settle();
      expect(idsOf(await space.query(asking([1, 0, 0, 0])))).toEqual(["2.1"]);
    });
  });
