import { importanceAt, wakeUpScore } from "../../engine/memory/decay";
import { select } from "./choice";
import type { AgentStats, AnswerOf, AskOf } from "./contract";
import { enrolled } from "./enrolled";
import { kept, type Room } from "./room";
import { readWhole } from "./row";
import { endIdle } from "./sessions";

/** Who has memories or sessions here, and in numbers what they have. */
export function agents(room: Room, { agentId }: AskOf<"agents">, now: number): AnswerOf<"agents"> {
  endIdle(room, now);
  const found = new Map<string, AgentStats>();
  const of = (id: string): AgentStats => {
    const known = found.get(id) ?? { ...nothing(id) };
    found.set(id, known);
    return known;
  };
  for (const row of select(room, agentId === null ? {} : { agentId }, now)) {
    const stats = of(row.agent_id);
    stats.memories++;
    stats.accesses += row.access_count;
    stats.byType[row.memory_type] = (stats.byType[row.memory_type] ?? 0) + 1;
    stats.meanImportance += (importanceAt(row, room.settings.policy, now) - stats.meanImportance) / stats.memories;
    stats.oldestAt = Math.min(stats.oldestAt ?? row.created_at, row.created_at);
    stats.newestAt = Math.max(stats.newestAt ?? row.created_at, row.created_at);
  }
  const sessions = room.sql.exec<{ agent_id: string; n: number; active: number }>(
    `SELECT agent_id, count(*) AS n, sum(ended_at IS NULL) AS active FROM memory_sessions
     WHERE ?1 IS NULL OR agent_id = ?1 GROUP BY agent_id`,
    agentId,
  );
  for (const { agent_id, n, active } of sessions) Object.assign(of(agent_id), { sessions: n, activeSessions: active });
  for (const id of enrolled(room.sql, agentId)) of(id);
  return [...found.values()];
}

const nothing = (agentId: string): AgentStats => ({
  agentId,
  memories: 0,
  sessions: 0,
  activeSessions: 0,
  byType: {},
  meanImportance: 0,
  oldestAt: null,
  newestAt: null,
  accesses: 0,
});

/** What an agent should be told first when it wakes: see `wakeUpScore`. It recalls nothing, so nothing is kept from fading. */
export function wakeUp(room: Room, ask: AskOf<"wakeUp">, now: number): AnswerOf<"wakeUp"> {
  const { agentId, topN, minImportance } = ask;
  const best = select(room, { minImportance, ...(agentId !== null && { agentId }) }, now)
    .map((row) => ({ seq: row.seq, score: wakeUpScore(row, now) }))
    .sort((a, b) => b.score - a.score || b.seq - a.seq)
    .slice(0, topN)
    .map(({ seq }) => seq);
  return readWhole(room.sql, best).map((row) => kept(room, row, now));
}
