import { expect, test } from "vitest";
import { encode } from "../src/engine/latent/encode";
import { clusters, duplicateOf, type Likeness, likeness, tellingWords } from "../src/engine/memory/duplicates";
import { analyse } from "../src/engine/text/terms";

const like = (text: string, withVector = true): Likeness => {
  const analysis = analyse(text);
  return { terms: analysis.terms, telling: tellingWords(text), ...(withVector && { vector: encode(analysis) }) };
};

test("texts are alike when they say the same, whatever the case and endings", () => {
  const one = like("Anna prefers green tea in the morning.");
  expect(likeness(one, like("anna prefers GREEN teas in the morning"))).toBeGreaterThan(0.92);
  expect(likeness(one, like("Anna preferred green tea in the mornings!", false))).toBe(1);
  expect(likeness(one, like("Anna prefers black coffee in the morning."))).toBeLessThan(0.92);
  expect(likeness(one, like("The invoice is overdue."))).toBeLessThan(0.3);
});

test("a number or a negation makes another memory", () => {
  const pairs = [
    ["Ben is allergic to nuts.", "Ben is not allergic to nuts."],
    ["The flight leaves at 9:40 from gate 12.", "The flight leaves at 9:40 from gate 13."],
    ["She can eat fish on Fridays at home.", "She can't eat fish on Fridays at home."],
  ];
  for (const [a, b] of pairs) expect(likeness(like(a!), like(b!)), a).toBeLessThanOrEqual(0.5);
});

test("the duplicate is the most alike that reaches the threshold", () => {
  const others = ["Nothing of it.", "Ben likes long walks by the sea", "Ben likes long walks by the sea."].map((text) =>
    like(text),
  );
  expect(duplicateOf(like("Ben likes long walks by the sea"), others, 0.92)?.place).toBe(1);
  expect(duplicateOf(like("Ben likes short naps"), others, 0.92)).toBeUndefined();
});

test("clusters gather around an anchor and do not chain", () => {
  const words = "a b c d e f g h i j".split(" ").map((word) => `${word}x`);
  const texts = [0, 1, 2, 3].map((shift) => words.map((word, i) => (i < shift ? `z${"abc"[i]}` : word)).join(" "));
  const chain = texts.map((text) => like(text, false));
  expect(likeness(chain[0]!, chain[1]!)).toBeGreaterThan(0.8);
  expect(clusters(chain, 0.8)).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(clusters([], 0.9)).toEqual([]);
});

test("10,000 memories are clustered without comparing them all", () => {
  const texts = Array.from({ length: 10_000 }, (_, i) => {
    const n = i % 9_990;
    const words = [n, n * 7, n * 13, n * 31].map((x) => `w${(x * 2_654_435_761) % 49_999}`);
    return like(`the customer said ${words.join(" ")}`, false);
  });
  const started = performance.now();
  const groups = clusters(texts, 0.92);
  expect(groups.filter(([anchor, copy]) => copy === anchor! + 9_990).length).toBe(10);
  expect(performance.now() - started).toBeLessThan(5_000);
});
