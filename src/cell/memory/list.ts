import { chosen, narrow, narrowed } from "./choice";
import type { AnswerOf, AskOf, Choice } from "./contract";
import { isAlive, kept, type Room } from "./room";
import { columns, type Row, readWhole } from "./row";

/** Rows that are read at once, when a page's own number of them was not enough. */
const slice = 500;

/** The memories that are meant, in the order they came. It recalls nothing, so nothing is kept from fading. */
export function list(room: Room, ask: AskOf<"list">, now: number): AnswerOf<"list"> {
  const { choice, limit, offset, after, counted } = ask;
  room.accesses.write();
  const page: number[] = [];
  let toSkip = after === null ? offset : 0;
  for (const row of behind(room.sql, choice, after ?? 0, toSkip + limit + 1)) {
    if (!chosen(row, choice) || !isAlive(room, row, now)) continue;
    if (toSkip > 0) toSkip--;
    else if (page.push(row.seq) > limit) break;
  }
  const isMore = page.length > limit;
  if (isMore) page.pop();
  return {
    memories: readWhole(room.sql, page).map((row) => kept(room, row, now)),
    counts: counted ? count(room, choice, now) : null,
    next: isMore ? (page.at(-1) ?? null) : null,
  };
}

/** Rows behind a number, as many as are asked for: the next slice is read when the last is used up. */
function* behind(sql: SqlStorage, choice: Choice, after: number, first: number): Generator<Row> {
  const [where, ...values] = [`${narrowed(choice) || "WHERE TRUE"} AND seq > ?`, ...narrow(choice)];
  let last = after;
  for (let many = Math.min(first, slice); ; many = slice) {
    const rows = sql
      .exec<Row>(`SELECT ${columns} FROM memories ${where} ORDER BY seq LIMIT ?`, ...values, last, many)
      .toArray();
    yield* rows;
    if (rows.length < many) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

/** One look at each of the agent's memories. Those in memory cost a tenth of those that are read. */
function count(room: Room, choice: Choice, now: number): { total: number; filtered: number } {
  const { agentId } = choice;
  const own = agentId === undefined ? {} : { agentId };
  const rows = room.index.loaded ? room.index.rows.values() : behind(room.sql, own, 0, slice);
  let [total, filtered] = [0, 0];
  for (const row of rows) {
    if (!chosen(row, own) || !isAlive(room, row, now)) continue;
    total++;
    if (chosen(row, choice)) filtered++;
  }
  return { total, filtered };
}
