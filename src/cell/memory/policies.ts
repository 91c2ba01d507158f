import type { AnswerOf, AskOf } from "./contract";
import type { Room } from "./room";

/** The policy with everything filled in. A change takes the place of what there was, and holds from here on for all memories. */
export function policy({ sql, settings }: Room, { change }: AskOf<"policy">, now: number): AnswerOf<"policy"> {
  if (change) {
    settings.set("policy", change);
    // The sweep looks at each anew; what it finds alive it lets be.
    sql.exec("UPDATE memories SET due_at = ?", now);
  }
  return { policy: settings.policy, consolidated: settings.get("consolidated") };
}

/** A change of what is drawn from text holds for what is stored from here on. */
export function entityConfig({ settings }: Room, { change }: AskOf<"entityConfig">): AnswerOf<"entityConfig"> {
  if (change) settings.set("entities", change);
  return settings.get("entities");
}

export const decayStats = ({ settings }: Room): AnswerOf<"decayStats"> => settings.get("sweeps");
