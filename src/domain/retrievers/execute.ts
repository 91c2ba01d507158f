import type { Outcome, Plan } from "../../cell/contract";
import type { Fields } from "../../engine/fields";
import { newId } from "../../kit/id";
import type { RetrieverRow } from "../../store/config";
import type { Namespace } from "../../store/door";
import { present } from "../documents/present";
import { readInputs, withCollectionIds } from "./inputs";
import { type Paging, pagination, placeOf } from "./paging";
import { type Repeat, repeated } from "./repeat";
import { designOf, planRetriever, type RetrieverDraft } from "./retrievers";
import { stageProblem } from "./stages";

type Home = Pick<Namespace, "id" | "now" | "key" | "retrievers" | "collections" | "documents" | "answers">;

export interface Execution {
  inputs: Fields;
  paging: Paging;
  highlights: boolean;
}

/** Runs a stored retriever. Warm, this is one call into the cell and no read of D1. */
export async function executeRetriever(home: Home, ref: string | undefined, execution: Execution) {
  // A browser key knows its own retriever; every other caller names one.
  return run(home, await planRetriever(home, ref ?? home.key.retrieverId ?? ""), execution);
}

/** Runs stages that are stored nowhere. */
export async function executeAdHoc(home: Home, draft: Omit<RetrieverDraft, "retriever_name">, execution: Execution) {
  return run(home, { ...(await designOf(home, draft)), id: null }, execution);
}

/** What there is to run of a retriever. */
type Design = Pick<RetrieverRow, "collectionIds" | "stages" | "inputSchema" | "cacheConfig"> & {
  id: string | null;
  budgetLimits?: RetrieverRow["budgetLimits"];
};

async function run(home: Home, retriever: Design, execution: Execution) {
  const start = performance.now();
  const plan = await planOf(home, retriever, execution);
  const work = () => perform(home, retriever, { plan, execution });
  const { cacheConfig } = retriever;
  const isKept = cacheConfig?.enabled && cacheConfig.ttl_seconds > 0;
  const told = isKept
    ? await repeated(home, cacheConfig, questionOf(retriever, plan, execution), work)
    : (await work()).answer;
  return presentExecution(told, performance.now() - start);
}

/** All that an answer depends on beside what the namespace holds. A seed that was drawn for this run is not part of it. */
const questionOf = ({ id }: Design, { steps, given, collections, highlights }: Plan, { paging }: Execution) => {
  const { seed: _, ...rest } = given;
  return [id, steps, rest, collections, highlights, paging];
};

async function perform(home: Home, retriever: Design, { plan, execution }: { plan: Plan; execution: Execution }) {
  const outcome = await home.documents.execute(plan);
  if (outcome.fault) {
    const step = plan.steps[outcome.fault.step];
    throw stageProblem(step?.name ?? "", outcome.fault.issues, ["stages", outcome.fault.step, "parameters"]);
  }
  const pages = pagination(execution.paging, listOf(home, retriever, execution), outcome, plan.given.seed);
  return {
    answer: presentOutcome(home, retriever, outcome, pages),
    whole: !outcome.halted && outcome.warnings.length === 0,
  };
}

/** Says which results a cursor is for: this retriever's, with these inputs. */
const listOf = (home: Home, retriever: Design, { inputs }: Execution) =>
  `results ${home.id} ${JSON.stringify([retriever.id ?? retriever.stages, inputs])}`;

async function planOf(home: Home, retriever: Design, execution: Execution): Promise<Plan> {
  const inputs = readInputs(retriever, execution.inputs);
  const steps = await Promise.all(
    retriever.stages.map(async ({ name, stageId, parameters }) => ({
      name,
      stageId,
      parameters: await withCollectionIds(home, parameters, inputs),
    })),
  );
  const { max_time_ms: maxTimeMs, max_credits: credits } = retriever.budgetLimits ?? {};
  const { seed, ...page } = placeOf(execution.paging, listOf(home, retriever, execution));
  return {
    steps,
    given: {
      inputs,
      absent: Object.keys(inputs).filter((name) => inputs[name] === undefined),
      namespaceId: home.id,
      seed,
      maxTimeMs,
      credits,
    },
    collections: retriever.collectionIds.length > 0 ? retriever.collectionIds : null,
    ...page,
    highlights: execution.highlights,
  };
}

function presentOutcome(
  home: Home,
  retriever: Design,
  outcome: Outcome,
  pages: Fields & { method: string; total: number },
) {
  const documents = outcome.documents.map((found) => ({
    // What a stage made up may have any fields; those of ours are ours.
    ...(found.id ? present(home.id, found) : { ...JSON.parse(found.body), _highlights: undefined }),
    score: found.score === null ? null : Math.round(found.score * 1e6) / 1e6,
    ...(found.highlights && { _highlights: found.highlights }),
  }));
  const stages = outcome.statistics.map(({ name, inputCount, outputCount, durationMs, notes }) => [
    name,
    {
      input_count: inputCount,
      output_count: outputCount,
      duration_ms: durationMs,
      efficiency: inputCount > 0 ? outputCount / inputCount : 0,
      ...(notes && { metadata: JSON.parse(notes) }),
    },
  ]);
  return {
    retriever_id: retriever.id,
    documents,
    pagination: pages,
    stages: Object.fromEntries(stages),
    ...(outcome.facets && { facets: JSON.parse(outcome.facets) }),
    warnings: outcome.warnings,
  };
}

/** An answer as this execution's own: every run has an id and takes its time, whoever made the answer. */
function presentExecution(
  { documents, stages, ...told }: ReturnType<typeof presentOutcome> & Partial<Repeat>,
  took: number,
) {
  return {
    execution_id: newId("execution"),
    status: "completed",
    results: documents,
    documents,
    stage_statistics: { stages, total_time_ms: took, credits_used: 0 },
    budget: { credits_used: 0, time_elapsed_ms: took },
    error: null,
    ...told,
  };
}
