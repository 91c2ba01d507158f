import { select } from "./choice";
import { forgetRuns } from "./consolidation";
import type { AnswerOf, AskOf } from "./contract";
import { strikeOff } from "./enrolled";
import { termsOf } from "./index";
import { type Room, tell } from "./room";

type Ending = "memory.deleted" | "memory.expired";
type Gone = { id: string; agent_id: string };

/** Takes memories away with all that hangs on them: index rows, edges, entities, feedback. Belongs in a transaction. */
export function remove(room: Room, seqs: readonly number[], now: number, type: Ending = "memory.deleted"): void {
  const { sql, index, outbox } = room;
  for (const seq of seqs) {
    if (outbox.wants(type))
      for (const row of sql.exec<Gone>("SELECT id, agent_id FROM memories WHERE seq = ?", seq).toArray())
        tell(room, type, row, now);
    if (index.loaded) index.remove(seq, termsOf(sql, seq));
    sql.exec("DELETE FROM memories WHERE seq = ?", seq);
  }
}

/** Forgets all that are meant, those that have faded too. With `withSessions` the agent's sessions go as well. */
export function forget(room: Room, { choice, withSessions }: AskOf<"forget">, now: number): AnswerOf<"forget"> {
  const { sql } = room;
  const seqs = select(room, choice, now, { faded: true }).map(({ seq }) => seq);
  const list = JSON.stringify(seqs);
  const count = (table: string, column = "seq") =>
    sql
      .exec<{ n: number }>(
        `SELECT count(*) AS n FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`,
        list,
      )
      .one().n;
  const counted = {
    memories: seqs.length,
    edges: sql
      .exec<{ n: number }>(
        `SELECT count(*) AS n FROM memory_edges WHERE source IN (SELECT value FROM json_each(?1))
         OR target IN (SELECT value FROM json_each(?1))`,
        list,
      )
      .one().n,
    entities: count("memory_entities"),
    entries: count("memory_entries"),
    feedback: count("memory_feedback"),
  };
  const ids = withSessions ? [] : idsOf(sql, seqs.slice(0, mostTold));
  remove(room, seqs, now);
  if (withSessions) {
    room.journal.forget(choice.agentId);
    strikeOff(sql, choice.agentId);
    forgetRuns(room, choice.agentId);
  }
  // Of who is erased not even the id is told.
  const whose = withSessions ? null : (choice.agentId ?? null);
  room.journal.note("forgotten", whose, { count: seqs.length, memory_ids: ids }, now);
  return { ...counted, sessions: withSessions ? removeSessions(sql, choice.agentId) : 0 };
}

/** As many ids are told of what was forgotten at once. */
const mostTold = 100;

function idsOf(sql: SqlStorage, seqs: readonly number[]): string[] {
  const rows = sql.exec<{ id: string }>(
    "SELECT id FROM memories WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq",
    JSON.stringify(seqs),
  );
  return Array.from(rows, ({ id }) => id);
}

function removeSessions(sql: SqlStorage, agentId: string | undefined): number {
  const where = "WHERE ?1 IS NULL OR agent_id = ?1";
  const of = agentId ?? null;
  const { n } = sql.exec<{ n: number }>(`SELECT count(*) AS n FROM memory_sessions ${where}`, of).one();
  sql.exec(`DELETE FROM memory_sessions ${where}`, of);
  return n;
}
