import type { AnswerOf } from "../../cell/memory/contract";
import { invalid } from "../../kit/problem";
import { confinedTo, type Home, seconds, secondsOrNull, type Who } from "./who";

export interface ConsolidationChange {
  enabled?: boolean | undefined;
  threshold?: number | undefined;
  epsilon?: number | undefined;
  interval_hours?: number | undefined;
}

/** Whether an agent's memories are put together by themselves, and how. */
export async function consolidationConfig(home: Home, who: Who, change: ConsolidationChange | null) {
  const agentId = confinedTo(who) ?? null;
  return present(
    home,
    who,
    await home.memory("consolidation", { agentId, change: change && changeOf(agentId, change) }),
  );
}

function changeOf(agentId: string | null, { enabled, threshold, epsilon, interval_hours }: ConsolidationChange) {
  if (threshold !== undefined && epsilon !== undefined)
    throw invalid("A threshold is 1 less epsilon: say one of them.", ["body", "epsilon"]);
  const likeness = threshold ?? (epsilon === undefined ? undefined : 1 - epsilon);
  if (agentId !== null && (likeness !== undefined || interval_hours !== undefined))
    throw invalid("Thresholds and intervals are the namespace's own: an agent in it says only whether.", ["body"]);
  return {
    ...(enabled !== undefined && { enabled }),
    ...(likeness !== undefined && { threshold: likeness }),
    ...(interval_hours !== undefined && { intervalHours: interval_hours }),
  };
}

const present = (home: Home, who: Who, told: AnswerOf<"consolidation">) => ({
  agent_id: who.agent_id ?? home.row.name,
  enabled: told.enabled,
  threshold: told.threshold,
  epsilon: 1 - told.threshold,
  min_samples: 2,
  soft_deprecation_days: 0,
  interval_hours: told.intervalHours,
  last_run_at: secondsOrNull(told.lastAt),
});

/** What was put together, the newest first: by word of somebody, or by itself. */
export async function consolidationLog(home: Home, who: Who) {
  const { runs } = await home.memory("consolidation", { agentId: confinedTo(who) ?? null, change: null });
  return runs.map(({ at, trigger, scanned, groups }) => ({
    timestamp: seconds(at),
    trigger,
    memories_scanned: scanned,
    clusters_found: groups.length,
    memories_deprecated: groups.reduce((sum, { removed }) => sum + removed.length, 0),
    anchor_ids: groups.map(({ anchor }) => anchor),
    deprecated_ids: groups.flatMap(({ removed }) => removed),
  }));
}
