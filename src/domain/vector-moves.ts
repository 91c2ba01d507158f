import { z } from "zod";
import type { Standing } from "../cell/remote/spaces";
import { Problem } from "../kit/problem";
import { vectorHomes } from "../store/schema";
import type { Step, TaskRow } from "../store/tasks";
import type { Mover } from "../store/vector-moves";

/** How long one step works at most. */
const stepMs = 2_000;

const Input = z.object({ from: z.enum(vectorHomes), vectors: z.enum(vectorHomes) });
/** `home`: everything is searched in the cell, and taken away outside. `out`: everything is sent, and then searched there. */
const State = z.object({ phase: z.enum(["home", "out"]) });

/**
 * One step of a move. Every way leads through the cell, whose rows are the truth: what an earlier move was cut short in
 * may have left some of it outside.
 */
export async function moveStep(mover: Mover, task: TaskRow): Promise<Step> {
  const { from, vectors } = Input.parse(task.input);
  const { phase } = State.parse(task.state ?? { phase: vectors === "cell" || from !== vectors ? "home" : "out" });
  const standing = await mover({ wanted: phase === "home" ? "cell" : "remote", forMs: stepMs });
  if (!standing) throw new Problem("not_found", "The namespace is not there any more.");
  if (!standing.arrived) return { ...progress(standing), state: { phase } };
  if (phase === "home" && vectors !== "cell") return { done: 0, total: null, state: { phase: "out" } };
  return { result: { vectors, ...presentStanding(standing) } };
}

function progress({ features }: Standing): { done: number; total: number | null } {
  const sum = (of: "seen" | "total") => features.reduce((all, one) => all + one[of], 0);
  return { done: sum("seen"), total: sum("total") || null };
}

/** How it stands with a namespace's vectors, feature by feature. */
export function presentStanding({ features, unplaced, failing, settled, compared }: Standing) {
  return {
    settled,
    features: [
      ...features.map(({ feature, state, total, seen }) => ({
        feature: feature.replace(/#\d+$/, ""),
        searched_in: state === "live" ? ("upstash" as const) : ("cell" as const),
        vectors: total,
        confirmed: seen,
      })),
      ...unplaced.map((feature) => ({ feature, searched_in: "cell" as const, vectors: null, confirmed: null })),
    ],
    // What exactly a service said is for whoever runs Cordon.
    answering: failing === null,
    compared,
  };
}
