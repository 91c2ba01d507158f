import { afterFeedback } from "../../engine/memory/decay";
import { select } from "./choice";
import type { AnswerOf, AskOf, FeedbackEntry } from "./contract";
import { dueAt, isAlive, type Room } from "./room";
import { findById } from "./row";

type Row = { signal: string; said: string | null; at: number; old_importance: number; new_importance: number };

/** What somebody says of a memory moves its importance; a flag only marks it. */
export function feedback(room: Room, { id, signal, said }: AskOf<"feedback">, now: number): AnswerOf<"feedback"> {
  const { sql, index } = room;
  const row = findById(sql, id);
  if (!row || !isAlive(room, row, now)) return null;
  const importance = afterFeedback(row.importance, signal);
  sql.exec(
    "INSERT INTO memory_feedback (seq, signal, said, at, old_importance, new_importance) VALUES (?, ?, ?, ?, ?, ?)",
    row.seq,
    signal,
    said,
    now,
    row.importance,
    importance,
  );
  const moved = { memory_id: id, signal, old_importance: row.importance, new_importance: importance };
  room.journal.note("importance_updated", row.agent_id, moved, now);
  const flagged = Number(signal === "flag");
  const due = dueAt(room, { ...row, importance });
  sql.exec(
    "UPDATE memories SET importance = ?, flagged = max(flagged, ?), due_at = ? WHERE seq = ?",
    importance,
    flagged,
    due,
    row.seq,
  );
  const held = index.rows.get(row.seq);
  if (held) held.importance = importance;
  return { importance };
}

export function feedbackOf(room: Room, { id }: AskOf<"feedbackOf">, now: number): AnswerOf<"feedbackOf"> {
  const row = findById(room.sql, id);
  if (!row || !isAlive(room, row, now)) return null;
  const entries = room.sql.exec<Row>("SELECT * FROM memory_feedback WHERE seq = ? ORDER BY number", row.seq);
  return {
    entries: Array.from(
      entries,
      ({ signal, said, at, old_importance, new_importance }): FeedbackEntry => ({
        signal,
        said,
        at,
        oldImportance: old_importance,
        newImportance: new_importance,
      }),
    ),
  };
}

export function feedbackSummary(
  room: Room,
  { agentId }: AskOf<"feedbackSummary">,
  now: number,
): AnswerOf<"feedbackSummary"> {
  const rows = select(room, agentId === null ? {} : { agentId }, now);
  const seqs = JSON.stringify(rows.map(({ seq }) => seq));
  const counts = room.sql.exec<{ signal: string; n: number }>(
    `SELECT signal, count(*) AS n FROM memory_feedback WHERE seq IN (SELECT value FROM json_each(?)) GROUP BY signal`,
    seqs,
  );
  const { flagged } = room.sql
    .exec<{ flagged: number }>(
      "SELECT count(*) AS flagged FROM memories WHERE flagged = 1 AND seq IN (SELECT value FROM json_each(?))",
      seqs,
    )
    .one();
  return {
    counts: Object.fromEntries(Array.from(counts, ({ signal, n }) => [signal, n])),
    memories: rows.length,
    flagged,
    meanImportance: rows.reduce((sum, row) => sum + row.importance, 0) / (rows.length || 1),
  };
}
