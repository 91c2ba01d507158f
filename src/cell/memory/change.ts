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
  const { agentId, importance } = before;
  const moved = { memory_id: id, old_importance: importance, new_importance: changes.importance ?? importance };
  if (Object.keys(changes).some((name) => name !== "importance"))
    room.journal.note("stored", agentId, { memory_id: id, created: false }, now);
  if (changes.importance !== undefined) room.journal.note("importance_updated", agentId, moved, now);
  return kept(room, write(room, { ...before, ...changes }, findById(room.sql, id), now), now);
}
