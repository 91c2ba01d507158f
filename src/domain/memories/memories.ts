import type { FeedbackSignal } from "../../engine/memory/decay";
import type { MemoryType } from "../../engine/memory/policy";
import { invalid, Problem } from "../../kit/problem";
import { presentMemory, presentNow } from "./present";
import { confinedTo, type Home, seconds, type Who } from "./who";

/** The same whether it was forgotten, has faded, is another's or never was. */
export const noMemory = () => new Problem("not_found", "There is no such memory.", undefined, { code: "NOT_FOUND" });

export async function getMemory(home: Home, who: Who, id: string) {
  const memory = await home.memory("get", { id });
  if (!memory || (confinedTo(who) ?? memory.agentId) !== memory.agentId) throw noMemory();
  return presentNow(home, memory);
}

export interface MemoryChange {
  content?: string | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  memory_type?: MemoryType | undefined;
  importance?: number | undefined;
  tags?: string[] | undefined;
}

export async function updateMemory(home: Home, who: Who, id: string, change: MemoryChange) {
  await getMemory(home, who, id);
  const { content, metadata, memory_type, importance, tags } = change;
  const changes = {
    ...(content !== undefined && { content }),
    ...(metadata !== undefined && { metadata }),
    ...(memory_type !== undefined && { type: memory_type }),
    ...(importance !== undefined && { importance }),
    ...(tags !== undefined && { tags: [...new Set(tags)] }),
  };
  if (Object.keys(changes).length === 0)
    throw invalid("Name at least one thing to change: content, memory_type, importance, tags or metadata.", ["body"]);
  const memory = await home.memory("update", { id, changes });
  if (!memory) throw noMemory();
  return { memory: presentMemory(home, memory), embedding_time_ms: 0 };
}

export async function setImportance(home: Home, who: Who, id: string, importance: number) {
  const { memory } = await updateMemory(home, who, id, { importance });
  return { memory_id: id, new_importance: memory.importance, importance: memory.importance, signal: "set" };
}

export async function giveFeedback(home: Home, who: Who, id: string, signal: FeedbackSignal, said: string | null) {
  await getMemory(home, who, id);
  const moved = await home.memory("feedback", { id, signal, said });
  if (!moved) throw noMemory();
  return { memory_id: id, new_importance: moved.importance, signal };
}

export async function feedbackOf(home: Home, who: Who, id: string) {
  await getMemory(home, who, id);
  const given = await home.memory("feedbackOf", { id });
  if (!given) throw noMemory();
  return {
    memory_id: id,
    entries: given.entries.map(({ signal, at, oldImportance, newImportance, said }) => ({
      signal,
      timestamp: seconds(at),
      old_importance: oldImportance,
      new_importance: newImportance,
      ...(said !== null && { feedback: said }),
    })),
  };
}

export async function feedbackSummary(home: Home, who: Who) {
  const { counts, memories, flagged, meanImportance } = await home.memory("feedbackSummary", {
    agentId: confinedTo(who) ?? null,
  });
  return {
    agent_id: who.agent_id ?? home.row.name,
    upvotes: (counts.upvote ?? 0) + (counts.positive ?? 0),
    downvotes: (counts.downvote ?? 0) + (counts.negative ?? 0),
    flags: counts.flag ?? 0,
    total_feedback: Object.values(counts).reduce((sum, n) => sum + n, 0),
    memory_count: memories,
    flagged_memories: flagged,
    health_score: meanImportance,
    avg_importance: meanImportance,
  };
}
