import { select } from "./choice";
import type { AnswerOf, AskOf } from "./contract";
import { kept, type Room } from "./room";
import { readWhole } from "./row";

/** The memories that are meant, in the order they came. It recalls nothing, so nothing is kept from fading. */
export function list(room: Room, ask: AskOf<"list">, now: number): AnswerOf<"list"> {
  const { choice, limit, offset, after } = ask;
  const all = select(room, choice, now);
  const left = after === null ? all.slice(offset) : all.filter(({ seq }) => seq > after);
  const page = left.slice(0, limit);
  const whole = readWhole(
    room.sql,
    page.map(({ seq }) => seq),
  );
  const { agentId } = choice;
  const total = select(room, agentId === undefined ? {} : { agentId }, now).length;
  return {
    memories: whole.map((row) => kept(room, row, now)),
    total,
    filtered: all.length,
    next: left.length > limit ? (page.at(-1)?.seq ?? null) : null,
  };
}
