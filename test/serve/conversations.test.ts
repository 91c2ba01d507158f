import { expect, test } from "vitest";
import { readConversation } from "../../scripts/bench/conversations.ts";
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

test("the made-up conversations are the same every time and ask about turns that are there", () => {
  const all = conversations();
  expect(JSON.stringify(conversations())).toBe(JSON.stringify(all));
  for (const { turns, asked } of all) {
    const ids = new Set(turns.map(({ id }) => id));
    expect(ids.size).toBe(turns.length);
    expect(asked.every(({ evidence }) => evidence.every((id) => ids.has(id)))).toBe(true);
    expect(JSON.stringify(turns) + JSON.stringify(asked)).not.toMatch(/\{\w+\}|undefined/);
    expect(new Set(asked.map(({ kind }) => kind)).size).toBe(4);
  }
});
