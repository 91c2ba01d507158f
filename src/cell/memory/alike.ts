import { top } from "../../engine/knn/top";
import { unit } from "../../engine/knn/vector";
import { duplicateOf, type Likeness, tellingWords } from "../../engine/memory/duplicates";
import { type Entry, entryOf } from "./index";
import { isAlive, type Room } from "./room";
import { type Row, readWhole, type WholeRow } from "./row";

/** As many of the nearest are looked at closely. */
const nearest = 8;

export const likenessOf = (row: Pick<WholeRow, "content">, { recalled: { terms }, vector }: Entry): Likeness => ({
  terms,
  vector: unit(vector),
  telling: tellingWords(row.content),
});

/** The agent's own memory that says the same as a text, if there is one of those that may be. */
export function alike(
  room: Room,
  { agentId, content }: { agentId: string; content: string },
  threshold: number,
  now: number,
  mayBe: (row: Row) => boolean = () => true,
): WholeRow | undefined {
  const { index, sql } = room;
  const entry = entryOf({ seq: 0, content, session_id: null, metadata: null, created_at: now });
  const best = top(index.cosinesWith(entry.vector), nearest, {
    floor: threshold / 2,
    alive: (slot) => {
      const row = index.at(slot);
      return row !== undefined && row.agent_id === agentId && mayBe(row) && isAlive(room, row, now);
    },
  });
  const rows = readWhole(
    sql,
    Array.from(best).flatMap((slot) => index.at(slot)?.seq ?? []),
  );
  const found = duplicateOf(
    likenessOf({ content }, entry),
    rows.map((row) => likenessOf(row, entryOf(row))),
    threshold,
  );
  return found && rows[found.place];
}
