import { runPipeline, StepFault } from "../engine/pipeline";
import { findStage } from "../engine/stages";
import type { FoundDocument, Outcome, Pass, Plan } from "./contract";
import { CellCorpus, Found } from "./corpus";
import type { SearchIndex } from "./search-index";

const nothing = { documents: [], total: 0, statistics: [], warnings: [], fault: null } satisfies Outcome;

/** Runs a retriever's data stages over the cell. */
export function execute(sql: SqlStorage, index: SearchIndex, pass: Pass, text: string): Outcome {
  const plan: Plan = JSON.parse(text);
  index.load();
  const corpus = new CellCorpus(sql, index, meet(pass.collections, plan.collections));
  const steps = plan.steps.map(({ name, stageId, parameters }) => {
    const stage = findStage(stageId);
    if (!stage) throw new Error(`unknown stage ${stageId}`);
    return { name, stage, parameters };
  });
  try {
    const { documents, statistics } = runPipeline(steps, corpus, () => performance.now());
    const page = documents.slice(plan.offset, plan.offset + plan.limit).filter((document) => document instanceof Found);
    return { ...nothing, documents: page.map(shown), total: documents.length, statistics, warnings: corpus.warnings };
  } catch (error) {
    if (!(error instanceof StepFault)) throw error;
    return { ...nothing, fault: { step: error.step, issues: error.issues } };
  }
}

/** The collections in both; null stands for all. */
const meet = (a: string[] | null, b: string[] | null) => (a && b ? a.filter((id) => b.includes(id)) : (a ?? b));

function shown(found: Found): FoundDocument {
  const { id, collection_id, body, created_at, updated_at } = found.row;
  return {
    id,
    collectionId: collection_id,
    body,
    createdAt: created_at,
    updatedAt: updated_at,
    score: found.score ?? null,
    highlights: null,
  };
}
