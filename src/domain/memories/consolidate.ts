import type { MemoryType } from "../../engine/memory/policy";
import { Problem } from "../../kit/problem";
import { presentMemory } from "./present";
import { confinedTo, type Home, type Who } from "./who";

export interface Consolidation {
  memory_type?: MemoryType | undefined;
  memory_ids?: string[] | undefined;
  threshold?: number | undefined;
  dry_run?: boolean | undefined;
}

/** Puts memories together that say the same. */
export async function consolidate(home: Home, who: Who, asked: Consolidation) {
  const agentId = confinedTo(who);
  const { scanned, groups } = await home.memory("consolidate", {
    choice: {
      ...(agentId !== undefined && { agentId }),
      ...(asked.memory_type !== undefined && { type: asked.memory_type }),
      ...(asked.memory_ids !== undefined && { ids: asked.memory_ids }),
    },
    threshold: asked.threshold ?? null,
    dryRun: asked.dry_run ?? false,
  });
  const removed = groups.flatMap((group) => group.removed);
  const [first] = groups;
  return {
    agent_id: who.agent_id ?? home.row.name,
    memories_scanned: scanned,
    clusters_found: groups.length,
    memories_removed: removed.length,
    memories_before: scanned,
    memories_after: scanned - (asked.dry_run ? 0 : removed.length),
    removed_count: removed.length,
    memories_deprecated: removed.length,
    source_memory_ids: removed,
    deprecated_ids: removed,
    anchor_ids: groups.map(({ anchor }) => anchor.id),
    consolidated_memory: first ? presentMemory(home, first.anchor) : null,
    groups: groups.map(({ anchor, removed }) => ({ anchor_id: anchor.id, removed_ids: removed })),
    dry_run: asked.dry_run ?? false,
  };
}

export async function deduplicate(home: Home, who: Who, asked: Consolidation) {
  const { groups, memories_removed, dry_run } = await consolidate(home, who, asked);
  const gone = dry_run ? 0 : memories_removed;
  return {
    duplicates_found: groups.length,
    duplicates_removed: gone,
    removed_count: gone,
    groups: groups.map(({ anchor_id, removed_ids }) => [anchor_id, ...removed_ids]),
    dry_run,
  };
}

/** Without a model: the texts one after another, as they were said. */
export async function summarize(home: Home, who: Who, ids: string[]) {
  const agentId = confinedTo(who);
  const choice = { ids, ...(agentId !== undefined && { agentId }) };
  const { memories } = await home.memory("list", { choice, limit: 1000, offset: 0, after: null, counted: false });
  if (memories.length < new Set(ids).size)
    throw new Problem("not_found", "There is no such memory.", undefined, { code: "NOT_FOUND" });
  return {
    summary: memories.map(({ content }) => content).join("\n"),
    source_count: memories.length,
    source_memory_ids: memories.map(({ id }) => id),
  };
}
