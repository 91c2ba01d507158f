import { describe, expect, test } from "vitest";
import { type ExtractOptions, extract } from "../src/engine/graph/entities";

const entities = (text: string, options?: ExtractOptions) =>
  extract(text, options).entities.map(({ entity_type, value }) => `${entity_type} ${value}`);
const relations = (text: string, options?: ExtractOptions) =>
  extract(text, options).relations.map(({ subject, relation, object }) => `${subject} ${relation} ${object}`);

describe("entities", () => {
  const cases: [text: string, found: string[]][] = [
    ["Anna Smith moved to Bath.", ["person Anna Smith", "location Bath"]],
    [
      "Write to jo.li@example.co.uk, or see https://a.example/c?d=1.",
      ["email jo.li@example.co.uk", "url https://a.example/c?d=1"],
    ],
    [
      "We fly to the Netherlands on 8 May 2023, not last week.",
      ["location Netherlands", "date 8 May 2023", "date last week"],
    ],
    ["Dr. Osei saw her at Mercy Hospital.", ["person Dr. Osei", "organization Mercy Hospital"]],
    [
      "We met Ann. Ben left for the University of Oslo.",
      ["person Ann", "person Ben", "organization University of Oslo"],
    ],
    ["My neighbor Zbigniew was born in Gdansk.", ["person Zbigniew", "location Gdansk"]],
    ["Ann's car, Ann said, is ANN's.", ["person Ann"]],
    ["On Monday the Meeting was in May. I said No.", []],
    ["Acme Corp Q3 roadmap.", ["organization Acme Corp"]],
    ["nothing here has a capital, 12:30", []],
    ["", []],
  ];
  test.each(cases)("of: %s", (text, found) => {
    expect(entities(text)).toEqual(found);
  });

  test("are of the types asked for, and know the namespace's own people", () => {
    const text = "Kestrel wrote to a@b.example from Lisbon.";
    expect(entities(text, { types: ["email"] })).toEqual(["email a@b.example"]);
    expect(entities(text, { people: ["Kestrel"] })).toContain("person Kestrel");
    for (const { score } of extract(text).entities) expect(score > 0 && score <= 1).toBe(true);
  });
});

describe("relations", () => {
  const cases: [text: string, found: string[]][] = [
    [
      "Anna works at Acme. Ben worked as a nurse for Mercy Hospital.",
      ["Anna works_at Acme", "Ben works_at Mercy Hospital"],
    ],
    ["Karl, who works for Siemens, moved to Munich.", ["Karl works_at Siemens", "Karl lives_in Munich"]],
    ["Caroline is married to Marc and studied law at Yale.", ["Caroline married_to Marc", "Caroline studies_at Yale"]],
    ["Tom's wife Julia met Ann.", ["Tom married_to Julia", "Julia met Ann"]],
    ["Eva is Ann's sister.", ["Ann sibling_of Eva"]],
    ["Acme is headquartered in Oslo. Ben founded Widget Labs.", ["Acme located_in Oslo", "Ben founded Widget Labs"]],
    ["Anna. Works at Acme.", []],
    ["Anna never lived in Oslo.", []],
  ];
  test.each(cases)("of: %s", (text, found) => {
    expect(relations(text)).toEqual(found);
  });

  test("of the speaker are those of I and my, and of nobody when nobody is named", () => {
    const text = "I work at Acme and my sister Eva lives in Berlin.";
    expect(relations(text, { speaker: "Zed" })).toEqual([
      "Zed works_at Acme",
      "Zed sibling_of Eva",
      "Eva lives_in Berlin",
    ]);
    expect(relations(text)).toEqual(["Eva lives_in Berlin"]);
    expect(entities(text)).toEqual(["organization Acme", "person Eva", "location Berlin"]);
  });

  test("tell what kind of thing their ends are", () => {
    expect(entities("Wuzu works at Blorp and lives in Quux.")).toEqual([
      "person Wuzu",
      "organization Blorp",
      "location Quux",
    ]);
  });
});

test("reading takes time in proportion to the text, whatever it is", () => {
  for (const piece of [
    "A",
    "Aa ",
    "Ann works as a ",
    "a@",
    "I work as a b c d ",
    "Ann's sister ",
    "8 May 2023 ",
    "'s",
    "I work as ",
    "é",
  ]) {
    const started = Date.now();
    extract(piece.repeat(100_000 / piece.length));
    expect(Date.now() - started, piece).toBeLessThan(1_000);
  }
});

test("texts in other languages are read without harm", () => {
  for (const text of ["Мария живёт в Москве.", "田中さんは東京に住んでいます。", "مرحبا", "Maria lebt in Köln."])
    for (const { entity_type } of extract(text).entities) expect(["person", "location"]).toContain(entity_type);
});
