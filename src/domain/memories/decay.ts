import { type DecayConfig, defaultPolicy } from "../../engine/memory/policy";
import type { Organization } from "../../store/organization";
import { secondsOrNull } from "./who";

const present = ({ strategy, half_life_hours, min_importance }: DecayConfig) => ({
  // Each type of memory fades in its own way until something is said for all.
  strategy: strategy ?? "per_type",
  half_life_hours: half_life_hours ?? defaultPolicy.half_life_hours,
  min_importance: min_importance ?? defaultPolicy.min_importance,
});

export async function decayConfig({ settings }: Organization) {
  return present((await settings.get()).decay ?? {});
}

export async function setDecayConfig(
  { settings }: Organization,
  change: { [Name in keyof DecayConfig]: DecayConfig[Name] | undefined },
) {
  const decay: DecayConfig = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return present((await settings.change({ decay })).decay ?? {});
}

export async function decayStats({ settings }: Organization) {
  const all = await settings.sweeps();
  // Each namespace is swept by itself, when something in it is due.
  const [latest] = all
    .filter(({ lastRunAt }) => lastRunAt !== null)
    .sort((a, b) => (b.lastRunAt ?? 0) - (a.lastRunAt ?? 0));
  return {
    total_decayed: all.reduce((sum, { faded }) => sum + faded, 0),
    total_deleted: all.reduce((sum, { faded, expired }) => sum + faded + expired, 0),
    last_run_at: secondsOrNull(latest?.lastRunAt ?? null),
    cycles_run: all.reduce((sum, { runs }) => sum + runs, 0),
    last_cycle: latest?.last
      ? {
          namespaces_processed: 1,
          memories_processed: latest.last.looked,
          memories_decayed: latest.last.faded,
          memories_deleted: latest.last.faded + latest.last.expired,
        }
      : null,
  };
}
