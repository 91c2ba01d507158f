import type { Document } from "../engine/document";
import { runPipeline, StepFault } from "../engine/pipeline";
import { findStage } from "../engine/stages";
import type { FoundDocument, Outcome, Pass, Plan } from "./contract";
import { CellCorpus } from "./corpus";
import { Found } from "./found";
import { highlightsOf } from "./highlights";
import type { Inquiry } from "./remote/inquiry";
import type { Shelf } from "./shelf";

const nothing = {
  ...{ documents: [], offset: 0, total: 0, statistics: [], facets: null, halted: false, warnings: [], fault: null },
} satisfies Outcome;

/** Runs a retriever's data stages over the cell. @throws Unanswered when something outside has to be asked first */
export function execute(shelf: Shelf, pass: Pass, text: string, inquiry: Inquiry): Outcome {
  const plan: Plan = JSON.parse(text);
  shelf.index.load();
  const corpus = new CellCorpus(shelf, meet(pass.collections, plan.collections), pass.collections, inquiry);
  const steps = plan.steps.map(({ name, stageId, parameters }) => {
    const stage = findStage(stageId);
    if (!stage) throw new Error(`unknown stage ${stageId}`);
    return { name, stage, parameters };
  });
  try {
    const run = runPipeline(steps, corpus, () => performance.now(), givenOf(plan));
    const { documents, halted } = run;
    const statistics = run.statistics.map((step) => ({
      ...step,
      notes: step.notes ? JSON.stringify(step.notes) : null,
    }));
    const facets = run.facets ? JSON.stringify(run.facets) : null;
    const offset = startOf(plan, documents);
    const page = documents.slice(offset, offset + plan.limit);
    const shown = page.map((document) => show(document, plan.highlights ? corpus.text : undefined));
    const { warnings } = corpus;
    return { ...nothing, documents: shown, offset, total: documents.length, statistics, facets, halted, warnings };
  } catch (error) {
    if (!(error instanceof StepFault)) throw error;
    return { ...nothing, fault: { step: error.step, issues: error.issues } };
  }
}

function startOf({ behind, offset }: Plan, documents: Document[]): number {
  const last = behind ? documents.findIndex(({ id }) => id === behind) : -1;
  return last < 0 ? offset : last + 1;
}

function givenOf({ given: { inputs, absent, ...rest } }: Plan) {
  return { ...rest, inputs: { ...inputs, ...Object.fromEntries(absent.map((name) => [name, undefined])) } };
}

/** The collections in both; null stands for all. */
const meet = (a: string[] | null, b: string[] | null) => (a && b ? a.filter((id) => b.includes(id)) : (a ?? b));

function show(document: Document, highlighted: string | undefined): FoundDocument {
  const { id, collectionId, createdAt, updatedAt } = document;
  // What no stage has changed leaves as the text it was stored as.
  const body = document instanceof Found ? document.row.body : JSON.stringify(document.fields);
  const score = document.score ?? null;
  const highlights = highlighted === undefined ? null : highlightsOf(document.fields, highlighted);
  return { id, collectionId, body, createdAt, updatedAt, score, highlights };
}
