import type { AnswerOf, AskOf, Session } from "./contract";
import type { Room } from "./room";

type Row = {
  number: number;
  id: string;
  agent_id: string;
  started_at: number;
  ended_at: number | null;
  ended_reason: string | null;
  summary: string | null;
  metadata: string | null;
  last_activity_at: number;
  idle_timeout_secs: number | null;
};

const counted = "(SELECT count(*) FROM memories WHERE memories.session_id = memory_sessions.id) AS memory_count";

/** Ends the sessions that nothing has happened in for as long as they allow, at the moment it ran out. */
export function endIdle({ sql, journal }: Room, now: number): void {
  const ended = sql.exec<{ id: string; agent_id: string }>(
    `UPDATE memory_sessions SET ended_at = last_activity_at + idle_timeout_secs * 1000, ended_reason = 'idle'
     WHERE ended_at IS NULL AND last_activity_at + idle_timeout_secs * 1000 <= ? RETURNING id, agent_id`,
    now,
  );
  for (const { id, agent_id } of ended.toArray())
    journal.note("session_ended", agent_id, { session_id: id, reason: "idle" }, now);
}

/** Notes that something happens in a session, where there is one of this id; one that has ended stays so. */
export function touch(room: Room, id: string, now: number): Row | undefined {
  endIdle(room, now);
  room.sql.exec(
    "UPDATE memory_sessions SET last_activity_at = max(last_activity_at, ?) WHERE id = ? AND ended_at IS NULL",
    now,
    id,
  );
  const [row] = room.sql.exec<Row>("SELECT * FROM memory_sessions WHERE id = ?", id);
  return row;
}

export function session(room: Room, { id }: { id: string }, now: number): Session | null {
  endIdle(room, now);
  const [row] = room.sql.exec<Row & { memory_count: number }>(
    `SELECT *, ${counted} FROM memory_sessions WHERE id = ?`,
    id,
  );
  return row ? shown(row) : null;
}

/** An id that the same agent has used before means the same session: a request that is sent again starts no other. */
export function startSession(room: Room, ask: AskOf<"startSession">, now: number): AnswerOf<"startSession"> {
  const known = session(room, ask, now);
  if (known && known.agentId !== ask.agentId) return { taken: true, session: null };
  if (!known)
    room.sql.exec(
      `INSERT INTO memory_sessions (id, agent_id, started_at, metadata, last_activity_at, idle_timeout_secs)
       VALUES (?, ?, ?, ?, ?, ?)`,
      ask.id,
      ask.agentId,
      now,
      ask.metadata && JSON.stringify(ask.metadata),
      now,
      ask.idleTimeoutSecs,
    );
  if (!known) room.journal.note("session_started", ask.agentId, { session_id: ask.id }, now);
  return { taken: false, session: session(room, ask, now) };
}

/** A second time it only takes the summary, where there is one. */
export function endSession(room: Room, { id, summary }: AskOf<"endSession">, now: number): Session | null {
  const known = session(room, { id }, now);
  if (known?.endedAt === null)
    room.journal.note("session_ended", known.agentId, { session_id: id, reason: "client" }, now);
  room.sql.exec(
    `UPDATE memory_sessions SET ended_reason = coalesce(ended_reason, 'client'), ended_at = coalesce(ended_at, ?),
     summary = coalesce(?, summary) WHERE id = ?`,
    now,
    summary,
    id,
  );
  return session(room, { id }, now);
}

export function touchSession(room: Room, { id }: AskOf<"touchSession">, now: number): Session | null {
  touch(room, id, now);
  return session(room, { id }, now);
}

/** Newest first. */
export function sessions(room: Room, ask: AskOf<"sessions">, now: number): AnswerOf<"sessions"> {
  endIdle(room, now);
  const { agentId, activeOnly, limit, offset } = ask;
  const where = `WHERE (?1 IS NULL OR agent_id = ?1) ${activeOnly ? "AND ended_at IS NULL" : ""}`;
  const rows = room.sql.exec<Row & { memory_count: number }>(
    `SELECT *, ${counted} FROM memory_sessions ${where} ORDER BY number DESC LIMIT ?2 OFFSET ?3`,
    agentId,
    limit,
    offset,
  );
  const { n } = room.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM memory_sessions ${where}`, agentId).one();
  return { sessions: Array.from(rows, shown), total: n };
}

const shown = (row: Row & { memory_count: number }): Session => ({
  id: row.id,
  agentId: row.agent_id,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  endedReason: row.ended_reason,
  summary: row.summary,
  metadata: row.metadata === null ? null : JSON.parse(row.metadata),
  lastActivityAt: row.last_activity_at,
  idleTimeoutSecs: row.idle_timeout_secs,
  memoryCount: row.memory_count,
});
