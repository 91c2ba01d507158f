import { describe, expect, test } from "vitest";
import { decodeTerms, encodeTerms } from "../src/engine/text/blob";
import { LexicalIndex } from "../src/engine/text/bm25";
import { highlight } from "../src/engine/text/highlight";
import { analyseQuery, complete } from "../src/engine/text/query";
import { stem } from "../src/engine/text/stem";
import { analyse, type Terms, termOf } from "../src/engine/text/terms";
import { tokenise } from "../src/engine/text/words";

/** Numbers in [0, 1), the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("words", () => {
  const cases: [text: string, words: string][] = [
    ["The Quick, brown fox.", "the quick brown fox"],
    ["useState", "usestate use state"],
    ["XMLHttpRequest IDs", "xmlhttprequest xml http request ids"],
    ["max_retries __init__", "max_retries max retries init"],
    ["node:fs std::vector", "node:fs node fs std::vector std vector"],
    ["v3.12.1 2.5 1,000", "3.12.1 3.12 3 2.5 2 1000"],
    ["don't user's it’s", "dont user it"],
    ["boundary-layer re-entry e-mail", "boundary layer reentry re entry email e mail"],
    ["U.S.A. C++ F#", "usa c++ c f# f"],
    ["Crème brûlée STRASSE straße", "creme brulee strasse strasse"],
    ["ＡＢＣ ﬁne", "abc fine"],
    ["東京都 iPhone版", "東京 京都 iphone i phone 版"],
    ["한국어 검색", "한국 국어 검색"],
    ["हिन्दी Москва", "हिन्दी москва"],
    ["  -- … 😀 ", ""],
  ];
  test.each(cases)("%s", (text, words) => {
    expect(
      tokenise(text)
        .map((word) => word.text)
        .join(" "),
    ).toBe(words);
  });

  test("stand where they say", () => {
    const text = "Ünï useState, 東京都 a_b";
    expect(tokenise(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "Ünï",
      "useState",
      "use",
      "State",
      "東京",
      "京都",
      "a_b",
      "a",
      "b",
    ]);
  });
});

test("words are led to their stems", () => {
  const stems = `caresses caress, ponies poni, ties tie, cats cat, agreed agre, motoring motor, hopping hop, falling fall,
    sized size, happy happi, relational relat, operator oper, hopefulness hope, sensitivity sensit, electrical electr,
    adjustable adjust, replacement replac, adoption adopt, rate rate, ceased ceas, rolls roll, generically generic,
    knightly knight, news news, dying die, skies sky, inning inning, went go, children child, matrices matrix,
    colours color, organised organiz, organizing organiz, flour flour, sie sie, utf8 utf8`;
  for (const pair of stems.split(",")) {
    const [word, expected] = pair.trim().split(/\s+/);
    expect([word, stem(word!)]).toEqual([word, expected]);
  }
});

describe("queries", () => {
  const ids = (text: string) => analyseQuery(text).terms.map((term) => term.id);

  test("leave stop words out unless there is nothing else", () => {
    expect(ids("what is the boundary layer?")).toEqual([termOf("boundary"), termOf("layer")]);
    expect(ids("to be or not to be")).toEqual(["to", "be", "or", "not"].map(termOf));
    expect(ids("")).toEqual([]);
  });

  test("tell the unfinished last word, and take its completions as that word", () => {
    expect(analyseQuery("boundary lay").lastWord).toBe("lay");
    expect(analyseQuery("boundary layer ").lastWord).toBeUndefined();
    const index = new LexicalIndex();
    index.add(0, analyse("the boundary layer").terms);
    index.add(1, analyse("a boundary dispute").terms);
    index.add(2, analyse("lazy layout").terms);
    const out = new Float32Array(3);
    const query = complete(analyseQuery("boundary lay"), [termOf("layer"), termOf("layout"), termOf("layer")]);
    expect(index.score(query.terms, out)).toBe(3);
    expect(out[0]).toBeGreaterThan(out[1]!);
    expect(out[0]).toBeGreaterThan(out[2]!);
    expect(index.fullMatch(query.terms)).toBeLessThan(index.fullMatch(analyseQuery("boundary lay").terms));
  });
});

describe("terms", () => {
  test("count repetitions under one stem, and name every surface word", () => {
    const { terms, words } = analyse("Layer, layers and layered layering.");
    expect(terms.length).toBe(5);
    expect(terms.counts[terms.ids.indexOf(termOf("layer"))]).toBe(4);
    expect(words.get("layers")).toBe(termOf("layer"));
    expect(analyse("x ".repeat(1000)).terms.counts).toEqual(Uint8Array.of(255));
  });

  test("survive their bytes", () => {
    const random = dice(1);
    for (let round = 0; round < 200; round++) {
      const ids = Uint32Array.from(
        new Set(Array.from({ length: random() * 90 }, () => random() ** 4 * 2 ** 32)),
      ).sort();
      const terms = { ids, counts: Uint8Array.from(ids, () => 1 + random() ** 6 * 255), length: 70_000 };
      expect(decodeTerms(encodeTerms(terms))).toEqual(terms);
    }
    const edge = { ids: Uint32Array.of(0, 63, 64, 0xffffffff), counts: Uint8Array.of(1, 2, 255, 1), length: 0 };
    expect(decodeTerms(encodeTerms(edge).buffer as ArrayBuffer)).toEqual(edge);
    expect(() => decodeTerms(Uint8Array.of(1, 200))).toThrow(RangeError);
  });
});

describe("the lexical index", () => {
  /** BM25 as the book has it, over whole documents. */
  function reference(documents: Map<number, Terms>, query: { id: number; weight: number }[], slot: number): number {
    const all = [...documents.values()];
    const average = all.reduce((sum, document) => sum + document.length, 0) / all.length;
    const count = (document: Terms, id: number) => document.counts[document.ids.indexOf(id)] ?? 0;
    return query.reduce((sum, { id, weight }) => {
      const holders = all.filter((document) => document.ids.includes(id)).length;
      const idf = Math.log(1 + (all.length - holders + 0.5) / (holders + 0.5));
      const document = documents.get(slot)!;
      const tf = count(document, id);
      return sum + (weight * idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * document.length) / average));
    }, 0);
  }

  test("scores as BM25 does, whatever was added and removed", () => {
    const random = dice(7);
    const index = new LexicalIndex();
    const documents = new Map<number, Terms>();
    const word = () => `w${Math.floor(random() ** 3 * 400)}`;
    const out = new Float32Array(1200);
    for (let step = 0; step < 6000; step++) {
      const slot = Math.floor(random() * (step < 3000 ? 1200 : 300));
      const held = documents.get(slot);
      if (held) index.remove(slot, held);
      documents.delete(slot);
      if (!held || random() < 0.3) {
        const { terms } = analyse(Array.from({ length: 1 + random() * 40 }, word).join(" "));
        index.add(slot, terms);
        documents.set(slot, terms);
      }
      if (step % 500 !== 499) continue;
      const query = analyseQuery(`${word()} ${word()} w0 w0 nowhere`).terms;
      const matched = index.score(query, out);
      expect(index.count).toBe(documents.size);
      expect(out.filter((score) => score > 0).length).toBe(matched);
      const errors = Array.from(out, (score, i) => score - (documents.has(i) ? reference(documents, query, i) : 0));
      expect(Math.max(...errors.map(Math.abs))).toBeLessThan(1e-4);
    }
    for (const [slot, terms] of documents) index.remove(slot, terms);
    expect([index.count, index.averageLength, index.frequency(termOf("w0"))]).toEqual([0, 0, 0]);
    expect(index.score(analyseQuery("w0 w1").terms, out)).toBe(0);
  });

  test("gives back the memory of removed documents", () => {
    const index = new LexicalIndex();
    const batch = (from: number) =>
      Array.from({ length: 300 }, (_, i) => analyse(`common text ${from + i} unique${from + i} x${i % 7}`).terms);
    for (const [slot, terms] of batch(0).entries()) index.add(slot, terms);
    const { bytes } = index;
    for (let round = 0; round < 20; round++) {
      for (const [slot, terms] of batch(round * 300).entries()) index.remove(slot, terms);
      for (const [slot, terms] of batch(round * 300 + 300).entries()) index.add(slot, terms);
    }
    expect(index.bytes).toBeLessThanOrEqual(bytes * 1.5);
  });
});

describe("highlights", () => {
  const ids = (query: string) => new Set(analyseQuery(query).terms.map((term) => term.id));

  test("show the passage with most of the query, and mark its words", () => {
    const text = `${"Nothing of note. ".repeat(30)}A layer. ${"Padding words. ".repeat(30)}The boundary layers <b>grow</b>.`;
    const { snippet, ranges, cut } = highlight(text, ids("boundary layer"), { maxLength: 80 });
    expect(snippet.length).toBeLessThanOrEqual(80);
    expect(ranges.map(([start, end]) => snippet.slice(start, end))).toEqual(["boundary", "layers"]);
    expect(cut).toEqual({ before: true, after: false });
  });

  test("mark compounds once, unfinished words by prefix, and begin at the beginning when nothing matches", () => {
    const short = highlight("Call useState twice", ids("useState use state"));
    expect(short).toEqual({ snippet: "Call useState twice", cut: { before: false, after: false }, ranges: [[5, 13]] });
    expect(highlight("Aeroelastic wings", ids("aero"), { prefix: "aero" }).ranges).toEqual([[0, 11]]);
    const none = highlight("word ".repeat(100), ids("absent"), { maxLength: 22 });
    expect(none).toEqual({ snippet: "word word word word", cut: { before: false, after: true }, ranges: [] });
    expect(highlight("", ids("absent"))).toEqual({ snippet: "", cut: { before: false, after: false }, ranges: [] });
  });
});

/** 90 documents on three subjects; `car` and `automobile` share their company and never a document. */
