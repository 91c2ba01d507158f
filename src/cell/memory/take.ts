import type { Brought, BroughtMemory } from "./brought";
import type { AnswerOf, AskOf } from "./contract";
import type { Room } from "./room";
import { findById, type WholeRow } from "./row";
import { put } from "./store";

type Of<K extends Brought["kind"]> = Extract<Brought, { kind: K }>;

/**
 * Takes in what an export brings, all or nothing, with the times it had. A memory or a session is put in place of the one
 * here; settings that were made here stay. Whatever speaks of a memory that is gone meanwhile is passed over.
 */
export function take(room: Room, { brought }: AskOf<"take">, now: number): AnswerOf<"take"> {
  const taken = brought.flatMap((one, place) => (isForeign(room, one) ? [place] : []));
  if (taken.length > 0) return { taken };
  // What was noted of a memory belongs to the row before it is replaced.
  room.accesses.write();
  for (const one of brought) takeOne(room, one, now);
  return { taken };
}

function isForeign({ sql }: Room, one: Brought): boolean {
  if (one.kind !== "memory" && one.kind !== "session") return false;
  const table = one.kind === "memory" ? "memories" : "memory_sessions";
  const found = sql.exec<{ agent_id: string }>(`SELECT agent_id FROM ${table} WHERE id = ?`, one.id);
  return [...found].some(({ agent_id }) => agent_id !== one.agentId);
}

function takeOne(room: Room, one: Brought, now: number): void {
  if (one.kind === "policy") takePolicy(room, one, now);
  else if (one.kind === "entityConfig") takeEntityConfig(room, one);
  else if (one.kind === "session") takeSession(room, one);
  else if (one.kind === "memory") takeMemory(room, one, now);
  else if (one.kind === "entity") takeEntity(room, one);
  else if (one.kind === "edge") takeEdge(room, one);
  else takeFeedback(room, one);
}

function takePolicy({ sql, settings }: Room, { policy }: Of<"policy">, now: number): void {
  if (settings.has("policy")) return;
  settings.set("policy", policy);
  // The sweep looks at each memory anew.
  sql.exec("UPDATE memories SET due_at = ?", now);
}

function takeEntityConfig({ settings }: Room, { config }: Of<"entityConfig">): void {
  if (!settings.has("entities")) settings.set("entities", config);
}

function takeSession({ sql }: Room, one: Of<"session">): void {
  const names =
    "agent_id, started_at, ended_at, ended_reason, summary, metadata, last_activity_at, idle_timeout_secs".split(", ");
  const changes = names.map((name) => `${name} = excluded.${name}`).join(", ");
  sql.exec(
    `INSERT INTO memory_sessions (id, ${names.join(", ")}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET ${changes}`,
    one.id,
    one.agentId,
    one.startedAt,
    one.endedAt,
    one.endedReason,
    one.summary,
    one.metadata && JSON.stringify(one.metadata),
    one.lastActivityAt,
    one.idleTimeoutSecs,
  );
}

function takeMemory(room: Room, one: BroughtMemory, now: number): void {
  const { sql } = room;
  const known = findById(sql, one.id);
  const row = put(room, rowOf(one, known?.seq ?? 0), known, now);
  room.journal.note("stored", one.agentId, { memory_id: one.id, created: !known, imported: true }, now);
  if (known && (known.content !== row.content || known.session_id !== row.session_id)) {
    // What was drawn from another text.
    sql.exec("DELETE FROM memory_entities WHERE seq = ?", row.seq);
    sql.exec("DELETE FROM memory_edges WHERE drawn = 1 AND (source = ?1 OR target = ?1)", row.seq);
  }
  sql.exec(
    "UPDATE memories SET flagged = max(flagged, ?), drawn = ? WHERE seq = ?",
    Number(one.flagged),
    Number(one.drawn),
    row.seq,
  );
}

const rowOf = (one: BroughtMemory, seq: number): WholeRow => ({
  seq,
  id: one.id,
  agent_id: one.agentId,
  session_id: one.sessionId,
  memory_type: one.type,
  content: one.content,
  importance: one.importance,
  tags: JSON.stringify(one.tags),
  metadata: one.metadata && JSON.stringify(one.metadata),
  created_at: one.createdAt,
  updated_at: one.updatedAt,
  last_accessed_at: one.lastAccessedAt,
  access_count: one.accessCount,
  expires_at: one.expiresAt,
  valid_from: one.validFrom,
});

function takeEntity({ sql }: Room, { memoryId, type, name, score }: Of<"entity">): void {
  sql.exec(
    `INSERT INTO memory_entities (value, type, seq, name, score) SELECT ?, ?, seq, ?, ? FROM memories WHERE id = ?
     ON CONFLICT (value, type, seq) DO UPDATE SET name = excluded.name, score = excluded.score`,
    name.toLowerCase(),
    type,
    name,
    score,
    memoryId,
  );
}

function takeEdge({ sql }: Room, one: Of<"edge">): void {
  sql.exec(
    `INSERT INTO memory_edges (source, target, type, weight, drawn, created_at)
     SELECT s.seq, t.seq, ?, ?, ?, ? FROM memories AS s CROSS JOIN memories AS t WHERE s.id = ? AND t.id = ?
     ON CONFLICT (source, target, type) DO UPDATE SET weight = excluded.weight, drawn = excluded.drawn,
     created_at = excluded.created_at`,
    one.type,
    one.weight,
    Number(one.drawn),
    one.createdAt,
    one.source,
    one.target,
  );
}

/** What was said is only ever added to, so that its number tells whether it is here already. */
function takeFeedback({ sql }: Room, one: Of<"feedback">): void {
  sql.exec(
    `INSERT INTO memory_feedback (seq, signal, said, at, old_importance, new_importance)
     SELECT seq, ?, ?, ?, ?, ? FROM memories WHERE id = ?
     AND (SELECT count(*) FROM memory_feedback WHERE memory_feedback.seq = memories.seq) < ?`,
    one.signal,
    one.said,
    one.at,
    one.oldImportance,
    one.newImportance,
    one.memoryId,
    one.number,
  );
}
