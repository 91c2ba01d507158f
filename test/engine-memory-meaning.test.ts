import { describe, expect, test } from "vitest";
import { speaksOfSelf } from "../src/engine/memory/entry";
import { PEOPLE } from "../src/engine/memory/lexicon/people";
import { relatedTo } from "../src/engine/memory/lexicon/related";
import { SYNONYMS } from "../src/engine/memory/lexicon/synonyms";
import { THINGS } from "../src/engine/memory/lexicon/things";
import { asksForSeveral, wordsOf } from "../src/engine/memory/question";
import { recallWeights } from "../src/engine/memory/weights";
import { STOP_WORDS } from "../src/engine/text/stop";
import { termOf } from "../src/engine/text/terms";
import { found, recall, remember, turn } from "./recalling";

describe("what is meant", () => {
  const lives = remember([
    turn("Ann", "My aunt and I sang in the choir at the cathedral, and the sermon made me cry a little.", "a"),
    turn("Ben", "The traffic was terrible this morning and I was late for everything again.", "b"),
    turn("Ann", "I had to have the roof done, so the whole week went by on ladders.", "c"),
    turn("Ben", "My toddler has learned to climb out of his cot, so nobody sleeps.", "d"),
  ]);

  test("finds what tells of a subject without its name", () => {
    expect(found(lives, "Would Ann be considered religious?")[0]).toBe(0);
    const [best] = recall(lives, "Would Ann be considered religious?", { explain: true });
    expect(best?.parts?.topic).toBeGreaterThan(0);
    expect(best?.parts?.topic_session).toBeGreaterThan(0);
    const off = recall(lives, "religious?", { weights: { topic: 0, topic_session: 0, synonym: 0 } });
    expect(off).toEqual([]);
  });

  test("finds a word by another that means the same", () => {
    const [best] = recall(lives, "What has Ben's kid learned?", { explain: true });
    expect(best?.seq).toBe(3);
    expect(best?.parts?.synonym).toBeGreaterThan(0);
  });

  test("takes a speaker's name for nobody's subject", () => {
    const memories = (speaker: string) => [turn(speaker, "I sold my car.", "a"), turn("Ben", "What a bouquet!", "b")];
    expect(found(remember(memories("Carol")), "rose")).toEqual([1]);
    expect(found(remember(memories("Rose")), "rose")).toEqual([0]);
  });

  test("lets a word that nobody said lean more on what is meant by it", () => {
    const topic = (unsaid: number, query: string) =>
      recall(lives, query, { explain: true, weights: { unsaid, common: 0 } }).find(({ seq }) => seq === 0)?.parts ?? {};
    const shareOf = ({ topic = 0, words = 0 }: { topic?: number; words?: number }) => topic / words;
    expect(shareOf(topic(2, "religious aunt"))).toBeCloseTo(2 * shareOf(topic(1, "religious aunt")), 5);
    expect(shareOf(topic(2, "choir sermon aunt"))).toBeCloseTo(shareOf(topic(1, "choir sermon aunt")), 5);
  });

  test("holds a word for little of which English is full, however rare it is here", () => {
    const index = remember([
      { content: "He will make it." },
      { content: "The clarinet lesson." },
      { content: "A clarinet reed." },
      ...Array.from({ length: 9 }, (_, i) => ({ content: `Invoice number ${i}.` })),
    ]);
    const words = { topic: 0, synonym: 0 };
    expect(found(index, "make clarinet", { weights: { ...words, common: 0 } })[0]).toBe(0);
    expect(found(index, "make clarinet", { weights: words })[0]).not.toBe(0);
  });
});

describe("how something is said", () => {
  test("counts what somebody says of themselves for more than praise and thanks", () => {
    const index = remember([
      turn("Ann", "You must have loved your time at the lighthouse, and your photos from there are so you.", "a"),
      turn("Ann", "We rowed to the lighthouse, and I was seasick all of the way back to our house.", "b"),
      turn("Ann", "The lighthouse!", "c"),
    ]);
    expect(found(index, "lighthouse")[0]).toBe(1);
    expect(found(index, "lighthouse", { weights: { first_person: 1, brief: 1 } })[0]).toBe(2);
    const parts = new Map(recall(index, "lighthouse", { explain: true }).map(({ seq, parts }) => [seq, parts]));
    expect(parts.get(1)?.first_person).toBeGreaterThan(0);
    expect(parts.get(0)).not.toHaveProperty("first_person");
    expect(parts.get(2)?.brief).toBeLessThan(0);
    expect([speaksOfSelf("I'm off, you two."), speaksOfSelf("I think you are great."), speaksOfSelf("Fine.")]).toEqual([
      false,
      false,
      false,
    ]);
    expect(speaksOfSelf("I told you, my back hurts.")).toBe(true);
  });

  test("knows when several things are asked for", () => {
    const several = [
      "What books has Ann read?",
      "Which outdoor activities does Ben enjoy?",
      "Where has Ann camped?",
      "How many cats are there?",
      "What do they do on Sundays?",
    ];
    const one = [
      "What does Ann have in the attic?",
      "What is this?",
      "What was Ann's address?",
      "When did Ben leave?",
      "What would Ben have done?",
      "Who is his boss?",
    ];
    expect(several.filter((query) => !asksForSeveral(query))).toEqual([]);
    expect(one.filter(asksForSeveral)).toEqual([]);
  });

  test("lets sessions take turns when several things are asked for, and then only", () => {
    const index = remember([
      ...Array.from({ length: 6 }, () =>
        turn("Ann", "I read a book about boats in my garden with the cat today.", "a"),
      ),
      turn("Ann", "I have read a thick old book on my long way to work, and it was so very good.", "b"),
      turn("Ann", "My train was late, so I read a book there, on a bench, for more than an hour.", "c"),
    ]);
    const options = { topK: 3, explain: true, weights: { several: 1 } };
    const sessions = (query: string, spread: number) =>
      recall(index, query, { ...options, weights: { several: 1, spread } }).map(({ seq }) => Math.max(5, seq) - 5);
    expect(sessions("What books has Ann read?", 1)).toEqual([0, 0, 0]);
    expect(new Set(sessions("What books has Ann read?", 0.2))).toEqual(new Set([0, 1, 2]));
    expect(sessions("Which book did Ann read?", 0.2)).toEqual([0, 0, 0]);
    const spread = recall(index, "What books has Ann read?", { ...options, topK: 8 });
    expect(spread.map(({ score }) => score)).toEqual(spread.map(({ score }) => score).sort((a, b) => b - a));
    expect(spread.filter(({ parts }) => (parts?.spread ?? 0) < 0)).toHaveLength(5);
    for (const { score, parts = {} } of spread)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 6);
  });
});

describe("the lexicon", () => {
  const topics = `${PEOPLE.trim()}\n${THINGS.trim()}`.split(/\n(?! )/).map((line) => line.replace(/\s+/g, " "));

  test("is small, and every line of it says something", () => {
    expect((SYNONYMS + PEOPLE + THINGS).length).toBeLessThan(40_000);
    for (const line of topics) expect(line).toMatch(/^[\p{Ll}\d -]+ > [\p{Ll}\d -]+$/u);
    for (const line of SYNONYMS.trim().split("\n")) expect(line).toMatch(/^\p{Ll}+( \p{Ll}+)+$/u);
    const asked = topics.flatMap((line) => line.split(" > ")[0]!.split(/\s+/));
    const unasked = asked.filter((cue) => relatedTo([{ id: termOf(cue), weight: 1 }], 0).topics.length === 0);
    expect(unasked).toEqual([]);
    expect(asked.filter((cue) => STOP_WORDS.has(cue))).toEqual([]);
  });

  test("gives a word's relatives once, never the query's own words", () => {
    const query = "What pets and animals does the religious doctor keep in church?";
    const terms = wordsOf(query, { ...recallWeights, hasMay: false });
    const { synonyms, topics } = relatedTo(terms, 0);
    expect(topics.length).toBeGreaterThan(2);
    const asked = new Set(terms.map(({ id }) => id));
    for (const { id, variants = [] } of [...synonyms, ...topics]) {
      const all = [id, ...variants];
      expect(new Set(all).size).toBe(all.length);
      expect(all.some((one) => asked.has(one))).toBe(false);
    }
    const [church] = relatedTo([{ id: termOf("church"), weight: 1 }], 0.5).topics;
    expect([church?.weight, relatedTo([{ id: termOf("sermon"), weight: 1 }], 0).topics]).toEqual([1, []]);
    expect(relatedTo([{ id: termOf("sermon"), weight: 1 }], 0.5).topics[0]?.weight).toBe(0.5);
    const twice = relatedTo([...terms, ...wordsOf("pet animal", { ...recallWeights, hasMay: false })], 0);
    expect(twice.topics.length).toBe(topics.length);
  });
});
