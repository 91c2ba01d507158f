import { z } from "zod";
import type { Document } from "./document";
import type { AnyStage, Corpus } from "./stages/stage";

export interface Step {
  /** What the retriever calls it. */
  name: string;
  stage: AnyStage;
  /** Filled in: no templates left. */
  parameters: unknown;
}

export interface StepStatistics {
  name: string;
  inputCount: number;
  outputCount: number;
  durationMs: number;
}

/** A step whose parameters were not the stage's. */
export class StepFault extends Error {
  readonly step: number;
  readonly issues: { path: (string | number)[]; message: string }[];

  constructor(step: number, cause: z.ZodError) {
    super("A step has parameters that its stage does not take.", { cause });
    this.step = step;
    this.issues = cause.issues.map(({ path, message }) => ({ path: path.map(plainKey), message }));
  }
}

export const plainKey = (key: PropertyKey) => (typeof key === "number" ? key : String(key));

/**
 * Runs the steps in order over the corpus. `now` gives milliseconds, for the statistics only.
 * @throws StepFault
 */
export function runPipeline(steps: readonly Step[], corpus: Corpus, now: () => number) {
  const statistics: StepStatistics[] = [];
  let documents: Document[] | undefined;
  for (const [i, { name, stage, parameters }] of steps.entries()) {
    const inputCount = documents?.length ?? 0;
    const start = now();
    try {
      documents = stage.run(documents, parameters, corpus);
    } catch (error) {
      throw error instanceof z.ZodError ? new StepFault(i, error) : error;
    }
    statistics.push({ name, inputCount, outputCount: documents.length, durationMs: now() - start });
  }
  return { documents: documents ?? [], statistics };
}
