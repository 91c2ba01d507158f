import { z } from "zod";
import { type Document, read } from "./document";
import type { Fields } from "./fields";
import { type Issue, issuesOf, StageFault } from "./stages/issues";
import type { AnyStage, Corpus, Facets, Notes, Surroundings } from "./stages/stage";
import { fill, namesDocument, type Scope, TemplateFault } from "./template";

export interface Step {
  /** What the retriever calls it. */
  name: string;
  stage: AnyStage;
  parameters: unknown;
}

export interface StepStatistics {
  name: string;
  inputCount: number;
  outputCount: number;
  durationMs: number;
  /** What the stage had to say besides its documents. */
  notes?: Pick<Notes, "facets" | "aggregations">;
}

/** What is known of a run before it starts: what templates name, and where it has to stop. */
export interface Given {
  inputs: Fields;
  namespaceId: string;
  /** For stages that draw at random: the next page of a run is asked for with the seed of the first. */
  seed: number;
  maxTimeMs?: number;
  /** What the run may still cost; data stages cost nothing. */
  credits?: number;
}

export interface PipelineResult {
  documents: Document[];
  statistics: StepStatistics[];
  facets: Facets | undefined;
  /** It ran out of time: the steps after the last of the statistics were left out. */
  halted: boolean;
}

/** A step that could not run, and what was wrong with its parameters. */
export class StepFault extends Error {
  readonly step: number;
  readonly issues: Issue[];

  constructor(step: number, issues: Issue[], cause: unknown) {
    super("A step has parameters that its stage does not take.", { cause });
    this.step = step;
    this.issues = issues;
  }
}

/**
 * Runs the steps in order over the corpus. `now` gives milliseconds. A step's templates are filled in when its turn
 * comes, all in one go, because what they name may be the doing of the steps before it; without `given` there are none.
 * @throws StepFault
 */
export function runPipeline(steps: readonly Step[], corpus: Corpus, now: () => number, given?: Given): PipelineResult {
  const start = now();
  const statistics: StepStatistics[] = [];
  const notes: Notes = {};
  let documents: Document[] | undefined;
  for (const [i, step] of steps.entries()) {
    const began = now();
    if (given?.maxTimeMs !== undefined && began - start > given.maxTimeMs) {
      corpus.warn(`The time limit of ${given.maxTimeMs} ms was reached before stage ${step.name}.`);
      return { documents: documents ?? [], statistics, facets: notes.facets, halted: true };
    }
    const noted: Notes = {};
    const around: Surroundings = {
      scope: given ? scopeOf(given, step, statistics, began - start) : {},
      seed: given?.seed ?? 0,
      notes: { ...notes },
      note: (more) => Object.assign(noted, more),
    };
    const inputCount = documents?.length ?? 0;
    try {
      documents = given
        ? runStep(step, documents, corpus, around)
        : step.stage.run(documents, step.parameters, corpus, around);
    } catch (error) {
      throw faultOf(i, error);
    }
    const { features, ...told } = noted;
    Object.assign(notes, noted);
    statistics.push({
      name: step.name,
      inputCount,
      outputCount: documents.length,
      durationMs: now() - began,
      ...(Object.keys(told).length > 0 && { notes: told }),
    });
  }
  return { documents: documents ?? [], statistics, facets: notes.facets, halted: false };
}

function scopeOf(given: Given, step: Step, done: StepStatistics[], elapsed: number): Scope {
  const stages = done.map(({ name, inputCount, outputCount, durationMs }) => [
    name,
    { name, count: outputCount, input_count: inputCount, output_count: outputCount, duration_ms: durationMs },
  ]);
  return {
    INPUT: given.inputs,
    STAGE: { name: step.name, ...Object.fromEntries(stages) },
    CONTEXT: {
      namespace_id: given.namespaceId,
      budget_remaining: given.credits ?? null,
      time_elapsed_ms: elapsed,
    },
  };
}

function runStep({ stage, parameters }: Step, documents: Document[] | undefined, corpus: Corpus, around: Surroundings) {
  const { own = [], each } = stage;
  const entries = Object.entries(parameters ?? {});
  const written = Object.fromEntries(entries.filter(([key]) => own.includes(key)));
  const rest = Object.fromEntries(entries.filter(([key]) => !own.includes(key)));
  if (!namesDocument(rest))
    return stage.run(documents, { ...fields(fill(rest, around.scope)), ...written }, corpus, around);
  if (!each)
    throw new StageFault(`${stage.id} looks at all documents at once: {{DOC}} and {{CONTEXT.INDEX}} mean none here.`);
  if (!documents) throw new StageFault("{{DOC}} means nothing before a stage that finds documents.");
  return documents.flatMap((document, i) => {
    const context = around.scope.CONTEXT;
    const scope: Scope = {
      ...around.scope,
      DOC: (path) => read(document, path),
      CONTEXT: { ...(typeof context === "object" && context), INDEX: i + 1, index: i + 1 },
    };
    return stage.run([document], { ...fields(fill(rest, scope)), ...written }, corpus, around);
  });
}

const fields = (value: unknown) => (typeof value === "object" ? value : {});

function faultOf(step: number, error: unknown): unknown {
  if (error instanceof z.ZodError) return new StepFault(step, issuesOf(error.issues), error);
  if (error instanceof StageFault) return new StepFault(step, error.issues, error);
  if (error instanceof TemplateFault) return new StepFault(step, [{ path: error.path, message: error.message }], error);
  return error;
}
