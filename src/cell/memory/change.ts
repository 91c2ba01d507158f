import type { AnswerOf, AskOf } from "./contract";
import { isAlive, kept, type Room } from "./room";
import { findById } from "./row";
import { write } from "./store";

export function get(room: Room, { id }: AskOf<"get">, now: number): AnswerOf<"get"> {
  room.accesses.write();
  const row = findById(room.sql, id);
  return row && isAlive(room, row, now) ? kept(room, row, now) : null;
}

/** Changes what is named. It does not count as a recall. */
export function update(room: Room, { id, changes }: AskOf<"update">, now: number): AnswerOf<"update"> {
  const before = get(room, { id }, now);
  if (!before) return null;
  return kept(room, write(room, { ...before, ...changes }, findById(room.sql, id), now), now);
}
