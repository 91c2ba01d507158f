import { newId } from "../../kit/id";
import { Problem } from "../../kit/problem";
import { listMemories } from "./list";
import { presentSession } from "./present";
import { confinedTo, type Home, labelOf, type Who } from "./who";

const noSession = () => new Problem("not_found", "There is no such session.", undefined, { code: "NOT_FOUND" });

export interface SessionDraft {
  id?: string | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  idle_timeout_secs?: number | null | undefined;
}

export async function startSession(home: Home, who: Who, draft: SessionDraft) {
  const { session } = await home.memory("startSession", {
    id: draft.id ?? newId("session"),
    agentId: labelOf(home, who),
    metadata: draft.metadata ?? null,
    idleTimeoutSecs: draft.idle_timeout_secs || null,
  });
  if (!session) throw new Problem("conflict", "This id belongs to a session of another agent.");
  return { session: presentSession(session), session_id: session.id };
}

export async function endSession(home: Home, id: string, summary: string | null | undefined) {
  const session = await home.memory("endSession", { id, summary: summary ?? null });
  if (!session) throw noSession();
  return { session: presentSession(session), memory_count: session.memoryCount };
}

export async function touchSession(home: Home, id: string) {
  const session = await home.memory("touchSession", { id });
  if (!session) throw noSession();
  const { endedAt, idleTimeoutSecs, lastActivityAt } = session;
  return {
    session: presentSession(session),
    session_state: endedAt === null ? ("active" as const) : ("ended" as const),
    ...(endedAt === null &&
      idleTimeoutSecs !== null && { idle_deadline_at: Math.ceil(lastActivityAt / 1000 + idleTimeoutSecs) }),
  };
}

export async function getSession(home: Home, id: string) {
  const session = await home.memory("session", { id });
  if (!session) throw noSession();
  return presentSession(session);
}

export interface SessionPage {
  active_only: boolean;
  limit: number;
  offset: number;
}

/** Newest first. */
export async function listSessions(home: Home, who: Who, { active_only, limit, offset }: SessionPage) {
  const ask = { agentId: confinedTo(who) ?? null, activeOnly: active_only, limit, offset };
  const { sessions, total } = await home.memory("sessions", ask);
  return { sessions: sessions.map(presentSession), total };
}

/** A session with what was said in it, in order. */
export async function sessionMemories(home: Home, id: string, limit: number) {
  const session = await getSession(home, id);
  const who = { byAgent: true };
  const { memories, filtered } = await listMemories(home, who, { session_id: id }, { limit, offset: 0 });
  return { session, memories, total: filtered };
}
