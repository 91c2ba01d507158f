import { expect, test } from "vitest";
import { readConversation } from "../../scripts/bench/conversations.ts";
import { lives } from "../../scripts/bench/lives/lives.ts";
import { conversations } from "../../scripts/bench/talk/talk.ts";

test("a file in LoCoMo form is read in the order of its sessions, its evidence however it is written", () => {
  const { turns, asked } = readConversation(
    {
      conversation: {
        speaker_a: "Ann",
        session_10: [{ speaker: "Ann", dia_id: "D10:1", text: "last" }],
        session_2_date_time: "1:56 pm on 8 May, 2023",
        session_2: [
          { speaker: "Ann", dia_id: "D2:1", text: "first" },
          { speaker: "Ben", dia_id: "D2:05", text: "second" },
        ],
      },
      qa: [
        { question: "joined", evidence: ["D2:1; D10:1"], category: 1 },
        { question: "misspelt", evidence: ["D:2:5", "D2:5"], category: 4 },
        { question: "of nothing there", evidence: ["D", "D7:1"], category: 2 },
        { question: "of nothing", category: 5 },
      ],
    },
    "x",
  );
  expect(turns.map(({ text }) => text)).toEqual(["first", "second", "last"]);
  expect(turns[0]).toMatchObject({ session: "session_2", date: "1:56 pm on 8 May, 2023", speaker: "Ann" });
  expect(asked).toEqual([
    { question: "joined", evidence: ["D2:1", "D10:1"], kind: "1 multi-hop" },
    { question: "misspelt", evidence: ["D2:05"], kind: "4 single-hop" },
  ]);
});

test("whatever else files hold is read as far as it goes, and what is not counted is told", () => {
  const { turns, asked, passedOver } = readConversation(
    {
      conversation: {
        session_1: [
          { speaker: "Ann", text: "no id" },
          { speaker: "Ben", dia_id: "D1:2", text: "", img_url: ["x"], blip_caption: "a red door", query: "door" },
          { dia_id: "D1:3", text: null },
          "not a turn",
          { speaker: 7, dia_id: "D1:2", text: "an id twice" },
        ],
        session_2: [],
        session_2_date_time: "1:56 pm on 8 May, 2023",
        session_3: "not a session",
        session_3_date_time: 12,
      },
      qa: [
        { question: "no id", evidence: "D1:1", category: 2, answer: 2022 },
        { question: "trap", evidence: ["D1:02 D1:3"], category: 5, adversarial_answer: "a wall" },
        { question: "nested", evidence: [["D1:2"]], category: "3" },
        { question: "other", evidence: ["D1:2", null], category: 9 },
        { question: "no category", evidence: ["D1:2"] },
        { question: "empty", evidence: [], category: 4 },
        { evidence: ["D1:2"], category: 1 },
        null,
      ],
    },
    "x",
  );
  expect(turns.map(({ id, text, speaker }) => [id, text, speaker])).toEqual([
    ["D1:1", "no id", "Ann"],
    ["D1:2", "a red door", "Ben"],
    ["session_1/2", "an id twice", ""],
  ]);
  expect(turns.some((turn) => "date" in turn)).toBe(false);
  expect(asked.map(({ question, evidence, kind }) => [question, evidence.join(), kind])).toEqual([
    ["no id", "D1:1", "2 temporal"],
    ["trap", "D1:2", "5 adversarial"],
    ["nested", "D1:2", "3 open"],
    ["other", "D1:2", "9"],
    ["no category", "D1:2", "unnamed"],
  ]);
  expect(passedOver).toEqual({ kinds: ["4 single-hop"], ids: ["D1:3"] });
});

test.each([
  ["friends", conversations, 4],
  ["lives to choose on", () => lives("train"), 5],
  ["lives held out", () => lives("held"), 5],
])("made up, %s are the same every time and ask about turns that are there", (_, make, kinds) => {
  const all = make();
  expect(JSON.stringify(make())).toBe(JSON.stringify(all));
  for (const { turns, asked, passedOver } of all) {
    const ids = new Set(turns.map(({ id }) => id));
    expect(ids.size).toBe(turns.length);
    expect(asked.every(({ evidence }) => evidence.every((id) => ids.has(id)))).toBe(true);
    expect(JSON.stringify(turns) + JSON.stringify(asked)).not.toMatch(/\{\w+\}|undefined/);
    expect(new Set(asked.map(({ kind }) => kind)).size).toBe(kinds);
    expect(passedOver).toEqual({ kinds: [], ids: [] });
  }
});

test("lives that are held out share neither a question nor a story with those that weights are chosen on", () => {
  const said = (half: "train" | "held") => {
    const all = lives(half);
    const names = new Set(all.flatMap(({ turns }) => turns.map(({ speaker }) => speaker)));
    const bare = (text: string) => text.replace(/\p{Lu}\p{L}+/gu, (word) => (names.has(word) ? "*" : word));
    const evidence = new Set(
      all.flatMap(({ name, asked }) => asked.flatMap((one) => one.evidence.map((id) => name + id))),
    );
    const told = all.flatMap(({ name, turns }) => turns.filter(({ id }) => evidence.has(name + id)));
    return [told.map(({ text }) => bare(text)), all.flatMap(({ asked }) => asked.map((one) => bare(one.question)))];
  };
  const [train, held] = [said("train"), said("held")];
  for (const i of [0, 1]) {
    const known = new Set(train[i]);
    expect(known.size).toBeGreaterThan(60);
    expect(held[i]!.filter((text) => known.has(text))).toEqual([]);
  }
});
