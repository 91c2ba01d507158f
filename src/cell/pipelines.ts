import { runPipeline, StepFault } from "../engine/pipeline";
import { findStage } from "../engine/stages";
import type { FoundDocument, Outcome, Pass, Plan } from "./contract";
import { CellCorpus, Found } from "./corpus";
import { highlightsOf } from "./highlights";
import type { Shelf } from "./search";

const nothing = { documents: [], total: 0, statistics: [], warnings: [], fault: null } satisfies Outcome;

/** Runs a retriever's data stages over the cell. */
export function execute(shelf: Shelf, pass: Pass, text: string): Outcome {
  const plan: Plan = JSON.parse(text);
  shelf.index.load();
  const corpus = new CellCorpus(shelf, meet(pass.collections, plan.collections));
  const steps = plan.steps.map(({ name, stageId, parameters }) => {
    const stage = findStage(stageId);
    if (!stage) throw new Error(`unknown stage ${stageId}`);
    return { name, stage, parameters };
  });
  try {
    const { documents, statistics } = runPipeline(steps, corpus, () => performance.now());
    const page = documents.slice(plan.offset, plan.offset + plan.limit).filter((document) => document instanceof Found);
    const shown = page.map((found) => show(found, plan.highlights ? corpus.text : undefined));
    return { ...nothing, documents: shown, total: documents.length, statistics, warnings: corpus.warnings };
  } catch (error) {
    if (!(error instanceof StepFault)) throw error;
    return { ...nothing, fault: { step: error.step, issues: error.issues } };
  }
}

/** The collections in both; null stands for all. */
const meet = (a: string[] | null, b: string[] | null) => (a && b ? a.filter((id) => b.includes(id)) : (a ?? b));

function show(found: Found, highlighted: string | undefined): FoundDocument {
  const { id, collection_id, body, created_at, updated_at } = found.row;
  return {
    id,
    collectionId: collection_id,
    body,
    createdAt: created_at,
    updatedAt: updated_at,
    score: found.score ?? null,
    highlights: highlighted === undefined ? null : highlightsOf(found.fields, highlighted),
  };
}
