import { describe, expect, test } from "vitest";
import { readMemory } from "../src/engine/memory/entry";
import { RecallIndex } from "../src/engine/memory/recall-index";
import { plainWeights } from "../src/engine/memory/weights";
import { found, now, remember, turn } from "./recalling";

describe("recall", () => {
  test("finds an answer that shares no word with the question, by its neighbour", () => {
    const index = remember([
      turn("Ann", "Lovely weather for once.", "a"),
      turn("Ben", "What did you make in the pottery class?", "a"),
      turn("Ann", "A crooked bowl, for my aunt.", "a"),
      turn("Ben", "I should sleep more.", "b"),
    ]);
    expect(found(index, "What did Ann produce in pottery?")[0]).toBe(2);
  });

  test("prefers what was said by the person whom the query names, and knows a short form of the name", () => {
    const index = remember([
      turn("Melanie", "I run every morning by the river.", "a"),
      turn("Carol", "I run every evening by the river.", "b"),
    ]);
    expect(found(index, "When does Carol run?")[0]).toBe(1);
    expect(found(index, "When does Mel run?")[0]).toBe(0);
    const others = remember([turn("Howard", "I swim.", "a"), turn("Will", "I swim.", "b")]);
    expect(found(others, "How does Will swim?")[0]).toBe(1);
    expect(found(others, "Will Howard swim?")[0]).toBe(0);
  });

  test("does not take who is greeted by name for who speaks", () => {
    const index = remember([
      turn("Ben", "Hello Carol!", "a"),
      turn("Carol", "I planted a hedge of roses along the drive, and then it rained for days.", "a"),
      turn("Ben", "Carol, Carol, what a good idea.", "a"),
      turn("Ben", "I sold my garden.", "b"),
    ]);
    expect(found(index, "What did Carol plant?")[0]).toBe(1);
  });

  test("knows the user by I and the assistant by you", () => {
    const index = remember([
      { content: "The blue tent is the lightest.", metadata: { role: "assistant" } },
      { content: "The blue tent is too small.", metadata: { role: "user" } },
    ]);
    expect(found(index, "Which tent did you recommend?")[0]).toBe(0);
    expect(found(index, "What did I think of the tent?")[0]).toBe(1);
  });

  test("reads dates in the query, and sees relative ones from the conversation when now is long after it", () => {
    const index = remember([
      turn("Ann", "We went to the lake.", "a", "1:56 pm on 8 May, 2022"),
      turn("Ann", "We went to the lake.", "b", "9:10 am on 3 April, 2023"),
      turn("Ann", "We went to the lake.", "c", "10:00 am on 20 May, 2023"),
    ]);
    expect(found(index, "the lake on 3 April 2023")[0]).toBe(1);
    expect(found(index, "What about the lake in May 2022?")[0]).toBe(0);
    expect(found(index, "the lake last month", { now: Date.UTC(2023, 5, 2) })[0]).toBe(2);
    expect(found(index, "the lake last month")[0]).toBe(1);
  });

  test("finds by the day it speaks of what was told on another", () => {
    const index = remember([
      turn("Ann", "I repaired my bike.", "a", "2023-05-07"),
      turn("Ann", "I rode my bike to the sea yesterday.", "b", "2023-05-10"),
      turn("Ann", "I rode my bike today.", "c", "2023-06-20"),
    ]);
    expect(found(index, "Where did Ann ride her bike on 9 May 2023?")[0]).toBe(1);
    expect(found(index, "What did Ann do with her bike on 20 June?")[0]).toBe(2);
  });

  test("lets importance and recency order what is alike, and never drown what answers", () => {
    const index = remember([
      { content: "The invoice is due.", created_at: now / 1000 - 9e6 },
      { content: "The invoice is due.", created_at: now / 1000 },
      { content: "Lunch was good.", created_at: now / 1000 },
    ]);
    expect(found(index, "invoice")).toEqual([1, 0]);
    expect(found(index, "invoice", { importance: (seq) => (seq === 0 ? 1 : 0.1) })).toEqual([0, 1]);
    const many = remember(Array.from({ length: 500 }, () => ({ content: "The invoice is due." })));
    expect(found(many, "invoice", { importance: (seq) => seq / 500 })).toEqual([499, 498, 497, 496, 495]);
    const drowned = remember([{ content: "The invoice number is 7." }, { content: "The invoice came, and lunch." }]);
    expect(found(drowned, "invoice number", { importance: (seq) => seq })[0]).toBe(0);
  });

  test("ranks memories without speaker, session or date by their words alone", () => {
    const texts = ["boundary layer flow", "a layer cake", "flow of boundary conditions", "nothing"];
    const index = remember(texts.map((content) => ({ content })));
    expect(found(index, "boundary layer flow")).toEqual(found(index, "boundary layer flow", { weights: plainWeights }));
    expect(found(index, "boundary layer flow")).toHaveLength(3);
  });

  test("weighs vectors where they are given, and finds by them alone what shares no word", () => {
    const index = remember([{ content: "automobile" }, { content: "banana" }, { content: "car" }]);
    const cosines = Float32Array.of(0.8, 0.1, 0.9);
    expect(found(index, "car", { cosines })).toEqual([2, 0]);
    expect(found(index, "zeppelin", { cosines })).toEqual([2, 0]);
    expect(found(index, "zeppelin")).toEqual([]);
    const nearer = Float32Array.of(0.9, 0.1, 0.8);
    expect(found(index, "car", { cosines: nearer })[0]).toBe(2);
    expect(found(index, "car", { cosines: nearer, vectorWeight: 1, weights: plainWeights })).toEqual([0, 2]);
    expect(found(index, "car", { cosines: nearer, vectorWeight: 0 })[0]).toBe(2);
  });

  test("explains a score by parts that add up to it", () => {
    const index = remember([
      turn("Ann", "I painted the fence yesterday.", "a", "2024-05-20"),
      turn("Ben", "Which color did you paint the fence?", "a", "2024-05-20"),
      turn("Ann", "Green, the old fence was grey.", "a", "2024-05-20"),
      { content: "Somebody sold a fence." },
    ]);
    const options = {
      topK: 9,
      now,
      explain: true,
      importance: () => 0.9,
      cosines: Float32Array.of(0.5, 0.4, 0.6, 0.3),
    };
    const results = index.recall("When did Ann paint the fence in May?", options);
    expect(results).toHaveLength(4);
    for (const { score, parts = {} } of results) {
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 6);
      expect(score).toBeLessThanOrEqual(1);
    }
    const [best] = results;
    for (const part of [
      "words",
      "speaker_name",
      "date",
      "vector",
      "next",
      "session",
      "window",
      "named_speaker",
      "temporal",
    ])
      expect(best?.parts, part).toHaveProperty(part);
    expect(results.find(({ seq }) => seq === 1)?.parts?.question).toBeLessThan(0);
  });

  test("leaves out what the filter refuses, and answers nothing from nothing", () => {
    const index = remember([{ content: "red apple" }, { content: "green apple" }]);
    expect(found(index, "apple", { filter: (seq) => seq === 1 })).toEqual([1]);
    expect(found(index, "")).toEqual([]);
    expect(found(new RecallIndex(), "apple")).toEqual([]);
  });

  test("is the same after changes as one made from scratch", () => {
    const at = dice(5);
    const word = () => `w${Math.floor(at() ** 2 * 60)}`;
    const draft = (seq: number) =>
      readMemory(seq, {
        content: Array.from({ length: 3 + at() * 12 }, word).join(" "),
        ...(at() < 0.8 && { session_id: `s${Math.floor(at() * 6)}` }),
        metadata: {
          ...(at() < 0.8 && { speaker: at() < 0.5 ? "Ann" : "Ben" }),
          ...(at() < 0.3 && { turn: at() * 50 }),
        },
        created_at: now / 1000 - Math.floor(at() * 100) * 86_400,
      });
    const held = new Map<number, ReturnType<typeof draft>>();
    const index = new RecallIndex();
    for (let step = 0; step < 1500; step++) {
      const seq = Math.floor(at() * 200);
      const before = held.get(seq);
      if (before) expect(index.remove(seq, before.terms)).toBe(true);
      held.delete(seq);
      if (before && at() < 0.4) continue;
      held.set(seq, draft(seq));
      index.add(held.get(seq)!);
    }
    const fresh = new RecallIndex();
    for (const entry of [...held.values()].sort((a, b) => a.seq - b.seq)) fresh.add(entry);
    expect([index.size, index.remove(9_999, draft(9_999).terms)]).toEqual([held.size, false]);
    for (let n = 0; n < 20; n++) {
      const query = `When did Ann ${word()} ${word()} in May?`;
      const [one, other] = [index, fresh].map((any) => any.recall(query, { topK: 20, now }));
      expect(one!.length).toBeGreaterThan(0);
      const scores = new Map(other!.map(({ seq, score }) => [seq, score]));
      for (const { seq, score } of one!) expect(score).toBeCloseTo(scores.get(seq) ?? score, 5);
      expect(one![0]!.score).toBeCloseTo(other![0]!.score, 5);
    }
  });
});

/** Numbers in [0, 1), the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
