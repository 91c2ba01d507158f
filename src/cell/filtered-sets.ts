import type { Sets } from "./payload-index-sets";
import type { Slots } from "./slots";

type Run = (sql: string) => Iterable<Record<string, SqlStorageValue>>;

/** A statement's text result holds 2 MB at most. */
const listedAtMost = 100_000;

/** Works sets out over slots: 1 for each slot that is in. Marks of slots without a document mean nothing. */
export function setSlots(sets: Sets, slots: Slots, run: Run): Uint8Array {
  switch (sets.is) {
    case "found":
      return found(sets.sql, slots, run);
    case "not":
      return setSlots(sets.of, slots, run).map((mark) => 1 - mark);
    case "and":
    case "or": {
      const all = sets.is === "and";
      const marks = new Uint8Array(slots.length).fill(all ? 1 : 0);
      for (const part of sets.of) {
        const others = setSlots(part, slots, run);
        for (let slot = 0; slot < marks.length; slot++)
          marks[slot] = all ? marks[slot]! & others[slot]! : marks[slot]! | others[slot]!;
      }
      return marks;
    }
  }
}

function found(sql: string, slots: Slots, run: Run): Uint8Array {
  const marks = new Uint8Array(slots.length);
  for (const seq of seqs(sql, run)) {
    const slot = slots.slotOf(seq);
    if (slot !== undefined) marks[slot] = 1;
  }
  return marks;
}

/** As one JSON text, which takes a quarter of the time that as many rows take. */
function* seqs(sql: string, run: Run): Iterable<number> {
  const [row] = run(`SELECT count(*) AS n, json_group_array(seq) AS list FROM (${sql} LIMIT ${listedAtMost + 1})`);
  if (Number(row?.n) <= listedAtMost) {
    const list: number[] = JSON.parse(`${row?.list}`);
    yield* list;
  } else for (const { seq } of run(sql)) yield Number(seq);
}
