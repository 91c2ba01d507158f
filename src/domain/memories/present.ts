import type { Found, Kept, Session } from "../../cell/memory/contract";
import { endsAt, type Home, seconds, secondsOrNull } from "./who";

/** A memory as it is stored, which reading it twice does not change: `importance` is what was set. */
export function presentMemory({ row }: Home, memory: Kept) {
  return {
    id: memory.id,
    agent_id: memory.agentId,
    namespace: row.name,
    content: memory.content,
    memory_type: memory.type,
    importance: memory.importance,
    tags: memory.tags,
    session_id: memory.sessionId,
    metadata: memory.metadata,
    created_at: seconds(memory.createdAt),
    updated_at: seconds(memory.updatedAt),
    last_accessed_at: seconds(memory.lastAccessedAt ?? memory.createdAt),
    access_count: memory.accessCount,
    expires_at: endsAt(memory.goneAt),
    valid_from: secondsOrNull(memory.validFrom),
  };
}

/** The same as it stands at this moment: `current_importance` is what decay has left. */
export const presentNow = (home: Home, memory: Kept) => ({
  ...presentMemory(home, memory),
  current_importance: memory.currentImportance,
});

/** A memory that was recalled: whole in `memory`, as SDKs read it, its main parts beside it, as plain clients do. */
export function presentFound(home: Home, found: Found) {
  const memory = presentNow(home, found.memory);
  const { id, content, importance, memory_type, tags } = memory;
  return {
    memory,
    id,
    content,
    importance,
    memory_type,
    tags,
    score: found.relevance,
    weighted_score: found.relevance * found.memory.currentImportance,
    smart_score: found.score,
    text_score: found.text,
    ...(found.vector !== null && { vector_score: found.vector }),
    ...(found.parts && { explanation: found.parts }),
    depth: found.depth,
  };
}

export const presentSession = (session: Session) => ({
  id: session.id,
  agent_id: session.agentId,
  started_at: seconds(session.startedAt),
  ended_at: secondsOrNull(session.endedAt),
  ended_reason: session.endedReason,
  summary: session.summary,
  metadata: session.metadata,
  memory_count: session.memoryCount,
  last_activity_at: seconds(session.lastActivityAt),
  idle_timeout_secs: session.idleTimeoutSecs,
});
