import type { AnswerOf, AskOf, ConsolidationRun } from "./contract";
import type { Room } from "./room";

/** As many of the newest runs are remembered, and as many ids in all of them. */
const [mostRuns, mostIds] = [100, 5_000];

const hourMs = 3_600_000;

/** Notes what a run has put together. Runs by themselves that found nothing are not told of. */
export function logRun({ settings }: Room, run: ConsolidationRun): void {
  if (run.groups.length === 0 && run.trigger === "schedule") return;
  const runs = [run, ...settings.get("consolidations")].slice(0, mostRuns);
  let ids = 0;
  const fitting = runs.filter((one, i) => {
    ids += one.groups.reduce((sum, { removed }) => sum + removed.length + 1, 0);
    return i === 0 || ids <= mostIds;
  });
  settings.set("consolidations", fitting);
}

/** What was said of an agent that is erased is forgotten too; undefined for all of them. */
export function forgetRuns({ settings }: Room, agentId: string | undefined): void {
  const rest = <T extends Pick<ConsolidationRun, "groups">>(run: T): T => ({
    ...run,
    groups: run.groups.filter((group) => agentId !== undefined && group.agentId !== agentId),
  });
  const runs = settings.get("consolidations");
  if (runs.length > 0)
    settings.set(
      "consolidations",
      runs.map(rest).filter(({ groups }) => groups.length > 0),
    );
  const { agents, run, lastAt } = settings.get("consolidation");
  if (lastAt === null && run === null && Object.keys(agents).length === 0) return;
  const kept = Object.entries(agents).filter(([id]) => agentId !== undefined && id !== agentId);
  settings.set("consolidation", { lastAt, agents: Object.fromEntries(kept), run: run && rest(run) });
}

/** Whether memories are put together without being asked to, how, and what was. An agent's own word goes before. */
export function consolidation(room: Room, { agentId, change }: AskOf<"consolidation">): AnswerOf<"consolidation"> {
  const { settings } = room;
  if (change && agentId === null)
    settings.set("policy", {
      ...settings.get("policy"),
      ...(change.enabled !== undefined && { consolidation_enabled: change.enabled }),
      ...(change.threshold !== undefined && { consolidation_threshold: change.threshold }),
      ...(change.intervalHours !== undefined && { consolidation_interval_hours: change.intervalHours }),
    });
  const state = settings.get("consolidation");
  if (change?.enabled !== undefined && agentId !== null) state.agents[agentId] = change.enabled;
  if (change) settings.set("consolidation", state);
  const { policy } = settings;
  const runs = settings
    .get("consolidations")
    .map((run) => ({ ...run, groups: run.groups.filter((group) => agentId === null || group.agentId === agentId) }))
    .filter(({ groups }) => agentId === null || groups.length > 0);
  return {
    enabled: (agentId === null ? undefined : state.agents[agentId]) ?? policy.consolidation_enabled,
    threshold: policy.consolidation_threshold,
    intervalHours: policy.consolidation_interval_hours,
    lastAt: state.lastAt,
    runs,
  };
}

/** When memories are next put together by themselves: when that was never done, at once; null for never. */
export function consolidationDue({ settings }: Room): number | null {
  if (!settings.isConsolidating) return null;
  const { lastAt, run } = settings.get("consolidation");
  return run || lastAt === null ? 0 : lastAt + settings.policy.consolidation_interval_hours * hourMs;
}
