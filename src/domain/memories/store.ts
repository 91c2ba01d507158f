import type { MemoryDraft } from "../../cell/memory/contract";
import type { MemoryType } from "../../engine/memory/policy";
import { newId } from "../../kit/id";
import { invalid, Problem } from "../../kit/problem";
import { presentMemory } from "./present";
import { type Home, labelOf, type Who } from "./who";

/** A memory as a client writes it. Moments in Unix seconds. */
export interface Sent {
  id?: string | undefined;
  content: string;
  memory_type?: MemoryType | undefined;
  importance?: number | undefined;
  tags?: string[] | undefined;
  session_id?: string | null | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  ttl_seconds?: number | null | undefined;
  expires_at?: number | null | undefined;
  valid_from?: number | null | undefined;
}

export async function storeMemory(home: Home, who: Who, sent: Sent, dedup: boolean | undefined) {
  const { stored, ended } = await store(home, who, [sent], dedup);
  const [only] = stored;
  if (!only) throw new Error("a memory that was stored was not answered");
  const { memory, created } = only;
  const state = stateOf(memory.sessionId, ended);
  return {
    memory: presentMemory(home, memory),
    memory_id: memory.id,
    created,
    embedding_time_ms: 0,
    ...(state && { session_state: state }),
  };
}

const stateOf = (sessionId: string | null, ended: readonly string[]): "active" | "ended" | undefined =>
  sessionId === null ? undefined : ended.includes(sessionId) ? "ended" : "active";

/** All of them, or none. */
export async function storeMemories(home: Home, who: Who, sent: Sent[], dedup: boolean | undefined) {
  const { stored, ended } = await store(home, who, sent, dedup);
  return {
    stored: stored.map(({ memory }) => presentMemory(home, memory)),
    stored_count: stored.length,
    created_count: stored.filter(({ created }) => created).length,
    total_embedding_time_ms: 0,
    ended_sessions: ended,
  };
}

async function store(home: Home, who: Who, sent: Sent[], dedup: boolean | undefined) {
  const drafts = sent.map((one) => draft(home, who, one));
  const ids = new Set<string>();
  const twice = drafts.find(({ id }) => ids.size === ids.add(id).size);
  if (twice) throw new Problem("conflict", "An id is in this batch twice. Nothing was stored.");
  const { taken, stored, endedSessions } = await home.memory("store", { drafts, dedup: dedup ?? null });
  if (taken !== null) throw new Problem("conflict", "An id belongs to a memory of another agent. Nothing was stored.");
  return { stored, ended: endedSessions };
}

/** `expires_at` goes before `ttl_seconds`. */
function draft(home: Home, who: Who, sent: Sent): MemoryDraft {
  if (sent.expires_at != null && sent.expires_at * 1000 <= home.now)
    throw invalid("It would be gone at once: it expires in the past. Nothing was stored.", ["body", "expires_at"]);
  const lives = sent.ttl_seconds == null ? null : home.now + sent.ttl_seconds * 1000;
  return {
    id: sent.id ?? newId("memory"),
    agentId: labelOf(home, who),
    sessionId: sent.session_id ?? null,
    type: sent.memory_type ?? "episodic",
    content: sent.content,
    importance: sent.importance ?? 0.5,
    tags: [...new Set(sent.tags)],
    metadata: sent.metadata ?? null,
    expiresAt: sent.expires_at == null ? lives : sent.expires_at * 1000,
    validFrom: sent.valid_from == null ? null : sent.valid_from * 1000,
  };
}
