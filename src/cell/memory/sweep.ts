import type { AnswerOf, AskOf } from "./contract";
import { draw } from "./draw";
import { remove } from "./forget";
import { dueAt, isGone, type Room } from "./room";
import { columns, type Row } from "./row";
import { endIdle } from "./sessions";

/** Looked at in one commit. */
const slice = 500;

/** Takes away what has expired, or faded and had its grace, and ends idle sessions. True when there may be more. */
export function sweep(room: Room, now: number): boolean {
  const { sql, settings } = room;
  room.accesses.write();
  endIdle(room, now);
  const due = [
    ...sql.exec<Row>(`SELECT ${columns} FROM memories WHERE due_at <= ? ORDER BY due_at LIMIT ?`, now, slice),
  ];
  if (due.length === 0) return false;
  const why = due.map((row) => isGone(room, row, now));
  due.forEach((row, i) => {
    if (why[i]) {
      remove(room, [row.seq], now, "memory.expired");
      room.journal.note("forgotten", row.agent_id, { count: 1, memory_ids: [row.id], reason: why[i] ?? null }, now);
    } else sql.exec("UPDATE memories SET due_at = ? WHERE seq = ?", dueAt(room, row), row.seq);
  });
  const counts = settings.get("sweeps");
  const of = (reason: string) => why.filter((word) => word === reason).length;
  const last = { looked: due.length, expired: of("expired"), faded: of("faded") };
  settings.set("sweeps", {
    last,
    expired: counts.expired + last.expired,
    faded: counts.faded + last.faded,
    runs: counts.runs + 1,
    lastRunAt: now,
  });
  return due.length === slice;
}

/** For whoever reads the tables by themselves: first what is due goes, then what is new is drawn. */
export function settle(room: Room, { limit }: AskOf<"settle">, now: number): AnswerOf<"settle"> {
  return { more: sweep(room, now) || draw(room, limit, now) };
}

export function nextDue({ sql }: Room): number | null {
  return sql.exec<{ at: number | null }>("SELECT min(due_at) AS at FROM memories WHERE due_at IS NOT NULL").one().at;
}
