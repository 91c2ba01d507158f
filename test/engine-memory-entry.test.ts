import { describe, expect, test } from "vitest";
import { IS_QUESTION, isQuestion, readMemory, SPEAKS_OF_SELF, SPEAKS_OF_TIME } from "../src/engine/memory/entry";
import { entryOf, rowOf } from "../src/engine/memory/row";

describe("a memory", () => {
  test("tells its speaker, session, place, date and traits, and leaves out what nobody said", () => {
    const memory = {
      content: "Did you call her?",
      metadata: { role: "user", turn: 4, date: "2023-05-08" },
      session_id: "s",
    };
    expect(readMemory(8, { content: "x", metadata: { conversation_id: 5 } }).session).toBe("5");
    expect(readMemory(7, memory)).toMatchObject({
      seq: 7,
      speaker: "user",
      session: "s",
      place: 4,
      at: Date.UTC(2023, 4, 8),
      traits: IS_QUESTION,
    });
    expect(readMemory(1, { content: "Ann Lee: I moved here last May." })).toMatchObject({
      speaker: "Ann Lee",
      traits: SPEAKS_OF_TIME | SPEAKS_OF_SELF,
    });
    const bare = readMemory(1, { content: "Note: buy milk.", metadata: { speaker: 7, date: "soon" } });
    expect(Object.keys(bare).sort()).toEqual(["seq", "terms", "traits"]);
  });

  test("survives its row", () => {
    const memory = { content: "Ann: We moved here last month.", session_id: "s", created_at: 1_700_000_000 };
    const entry = readMemory(3, memory);
    const { terms, signals } = rowOf(entry);
    expect(entryOf(3, terms, signals)).toEqual(entry);
    expect(entry.told).toEqual([{ from: Date.UTC(2023, 9, 1), to: Date.UTC(2023, 10, 1) }]);
    expect(entryOf(4, rowOf(readMemory(4, { content: "" })).terms, "{}").terms.length).toBe(0);
  });

  test("takes its date from valid_from, then metadata, then the time of storing", () => {
    const memory = { content: "x", metadata: { session_date: "1:56 pm on 8 May, 2023" }, created_at: 1_700_000_000 };
    expect(readMemory(1, { ...memory, valid_from: 1_600_000_000 }).at).toBe(1.6e12);
    expect(readMemory(1, memory).at).toBe(Date.UTC(2023, 4, 8, 13, 56));
    expect(readMemory(1, { ...memory, metadata: {} }).at).toBe(1.7e12);
  });
});

test("a turn is a question when at least half of it asks", () => {
  for (const text of ["Really?", "Nice. How did it go with the new teacher?"])
    expect(isQuestion(text), text).toBe(true);
  for (const text of ["I won the race by a mile, imagine that! And you?", "No.", ""])
    expect(isQuestion(text), text).toBe(false);
});
