import { describe, expect, test } from "vitest";
import { parseModel, serialiseModel } from "../src/engine/latent/blob";
import { dueForFit } from "../src/engine/latent/due";
import { encode, reencode } from "../src/engine/latent/encode";
import { withFeedback } from "../src/engine/latent/feedback";
import { fit as learn } from "../src/engine/latent/fit";
import type { Model } from "../src/engine/latent/model";
import { fuseHybrid, vectorWeight } from "../src/engine/text/hybrid";
import { analyse } from "../src/engine/text/terms";

/** Numbers in [0, 1), the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

const garage = "engine wheel brake driver road fuel garage tyre".split(" ");
const kitchen = "oven flour butter sugar bake dough pan recipe".split(" ");
const harbour = "ship sail anchor wave captain deck mast tide".split(" ");
function corpus(): string[] {
  const random = dice(3);
  return Array.from({ length: 90 }, (_, i) => {
    const subject = [garage, kitchen, harbour][i % 3]!;
    const words = Array.from({ length: 12 }, () => subject[Math.floor(random() * subject.length)]!);
    return `${i % 3 === 0 ? (i % 2 === 0 ? "car" : "automobile") : ""} ${words.join(" ")}`;
  });
}

function learned(texts: string[], maxTerms?: number): Model | undefined {
  const documents = texts.map((text) => analyse(text).terms);
  const work = learn(documents, { fittedAt: texts.length, maxTerms });
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

describe("text vectors", () => {
  const texts = corpus();
  const model = learned(texts)!;

  test("work without a model: unit length, likeness by words and by spelling", () => {
    const [a, same] = ["boundary layer flow", "flow of the boundary layers"].map((text) => encode(analyse(text)));
    const [right, typo, other] = ["aerodynamics", "aerodinamic", "tax law"].map((text) => encode(analyse(text)));
    expect(a!.length).toBe(384);
    expect(dot(a!, a!)).toBeCloseTo(1, 5);
    expect(a!.subarray(0, 128).every((x) => x === 0)).toBe(true);
    expect(dot(a!, same!)).toBeGreaterThan(0.6);
    expect(dot(right!, typo!)).toBeGreaterThan(dot(right!, other!) + 0.05);
    expect(encode(analyse("…")).every((x) => x === 0)).toBe(true);
  });

  test("learn from the namespace that two words mean alike", () => {
    const [car, automobile, dough] = ["car", "automobile", "dough"].map((text) => encode(analyse(text), model));
    expect(dot(car!, car!)).toBeCloseTo(1, 5);
    expect(dot(car!, automobile!)).toBeGreaterThan(0.4);
    expect(dot(car!, dough!)).toBeLessThan(0.2);
    expect(encode(analyse("unheardof"), model)).toEqual(encode(analyse("unheardof")));
  });

  test("move to another model without the text", () => {
    const analysis = analyse(texts[0]!);
    const moved = reencode(encode(analysis), analysis.terms, model);
    expect(dot(moved, encode(analysis, model))).toBeCloseTo(1, 5);
    expect(dot(reencode(moved, analysis.terms), encode(analysis))).toBeCloseTo(1, 5);
  });

  test("have a model that is always the same, bounded, and survives its bytes", () => {
    expect(learned(texts)).toEqual(model);
    expect(parseModel(serialiseModel(model))).toEqual(model);
    expect(serialiseModel(model).length).toBe(16 + model.ids.length * 136);
    expect(parseModel(Uint8Array.of(9, 9))).toBeUndefined();
    expect(learned(texts, 20)!.ids.length).toBe(20);
    expect(learned(texts.slice(0, 5))).toBeUndefined();
    expect(learned([])).toBeUndefined();
  });

  test("are due for a fit at 64 documents and when as much has changed", () => {
    expect([dueForFit(63, 0), dueForFit(64, 0), dueForFit(127, 64), dueForFit(128, 64)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([dueForFit(1000, 1000, 999), dueForFit(1000, 1000, 1000), dueForFit(500, 1000)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("follow the documents that words found", () => {
    const query = encode(analyse("car"), model);
    const found = encode(analyse("ship anchor"), model);
    const moved = withFeedback(query, [{ vector: found, score: 2 }]);
    expect(dot(moved, moved)).toBeCloseTo(1, 5);
    expect(dot(moved, found)).toBeGreaterThan(dot(query, found) + 0.3);
    expect(withFeedback(query, [])).toEqual(query);
  });
});

describe("fusion", () => {
  test("keeps scores within 0 and 1, a whole match near 1, and noise out", () => {
    const words = Float32Array.of(8, 4, 0, 0, 0);
    fuseHybrid(words, Float32Array.of(0.9, 0.8, 0.7, 0.2, -0.5), { fullMatch: 6, weight: 0.3 });
    expect([...words].map((score) => Math.round(score * 100))).toEqual([100, 62, 23, 0, 0]);
    const weak = Float32Array.of(1, 0);
    fuseHybrid(weak, Float32Array.of(0, 0), { fullMatch: 10, weight: 0.3 });
    expect(weak[0]).toBeCloseTo(0.07);
  });

  test("lets vectors decide when no word matches, and ranks only the slots given", () => {
    const alone = new Float32Array(3);
    fuseHybrid(alone, Float32Array.of(0.1, 0.6, 0.5), { fullMatch: 3, weight: 0.2 });
    expect([...alone].map((score) => Math.round(score * 10))).toEqual([0, 6, 5]);
    const slots = Uint32Array.of(1);
    const some = Float32Array.of(9, 3);
    fuseHybrid(some, Float32Array.of(1, 0.5), { slots, fullMatch: 3, weight: 0.5 });
    expect([...some]).toEqual([9, 1]);
  });

  test("trusts vectors most with a learned model and some words more than a name", () => {
    expect(vectorWeight(9, true)).toBeGreaterThan(vectorWeight(2, true));
    expect(vectorWeight(9, true)).toBeGreaterThan(vectorWeight(9, false));
    expect(vectorWeight(9, true)).toBeGreaterThan(vectorWeight(90, true));
  });
});
