import type { AgentStats } from "../../cell/memory/contract";
import type { MemoryType } from "../../engine/memory/policy";
import { type Page, pageOf } from "./list";
import { presentNow } from "./present";
import { confinedTo, type Home, labelOf, secondsOrNull, type Who } from "./who";

/** Who is known in the namespace: with memories, with sessions, or made to be. */
export async function listAgents(home: Home) {
  const { name } = home.row;
  const found = await home.memory("agents", { agentId: null });
  const isNamed = found.some(({ agentId }) => agentId === name);
  return found
    .filter(({ agentId }) => agentId !== itself || !isNamed)
    .map((stats) => ({ ...presentAgent(stats.agentId === itself ? name : stats.agentId, [stats]), namespace: name }));
}

/** Made as the namespace's own: a clone's bears the clone's name. */
const itself = "";

/**
 * Makes an agent. An id that names the namespace stands for all of it: it is new when the namespace has been founded for
 * this very request. Beside a namespace's name it is a label inside.
 */
export async function makeAgent(home: Home, who: Who) {
  const agentId = labelOf(home, who);
  const { created } = await home.memory("enrol", { agentId: agentId === home.row.name ? itself : agentId });
  const isNew = who.byAgent ? home.row.createdAt === home.now : created;
  return { agent_id: agentId, namespace: home.row.name, created: isNew, dimension: null, model: "hashed-words" };
}

/** Of a namespace that its agent's id has named: of everybody in it together. */
export async function agentStats(home: Home, who: Who) {
  const all = await home.memory("agents", { agentId: confinedTo(who) ?? null });
  return presentAgent(who.agent_id ?? home.row.name, all);
}

function presentAgent(agent_id: string, all: AgentStats[]) {
  const sum = (part: (stats: AgentStats) => number) => all.reduce((total, stats) => total + part(stats), 0);
  const memories = sum((stats) => stats.memories);
  const byType: Record<string, number> = {};
  for (const { byType: types } of all)
    for (const [type, n] of Object.entries(types)) byType[type] = (byType[type] ?? 0) + n;
  const moments = all.flatMap(({ oldestAt, newestAt }) => [oldestAt, newestAt]).filter((at) => at !== null);
  return {
    agent_id,
    memory_count: memories,
    vector_count: memories,
    total_memories: memories,
    session_count: sum((stats) => stats.sessions),
    total_sessions: sum((stats) => stats.sessions),
    active_sessions: sum((stats) => stats.activeSessions),
    memories_by_type: byType,
    avg_importance: sum((stats) => stats.meanImportance * stats.memories) / (memories || 1),
    total_accesses: sum((stats) => stats.accesses),
    oldest_memory_at: secondsOrNull(moments.length > 0 ? Math.min(...moments) : null),
    newest_memory_at: secondsOrNull(moments.length > 0 ? Math.max(...moments) : null),
  };
}

export const agentMemories = (home: Home, who: Who, type: MemoryType | undefined, page: Page) =>
  pageOf(home, who, { memory_type: type }, page);

/** What an agent should be told first when it wakes: importance × exp(−ln 2 × age / 14 days), highest first. */
export async function wakeUp(home: Home, who: Who, topN: number, minImportance: number) {
  const [memories, stats] = await Promise.all([
    home.memory("wakeUp", { agentId: confinedTo(who) ?? null, topN, minImportance }),
    agentStats(home, who),
  ]);
  return {
    agent_id: who.agent_id ?? home.row.name,
    memories: memories.map((memory) => presentNow(home, memory)),
    total_available: stats.memory_count,
  };
}
