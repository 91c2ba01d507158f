import { z } from "zod";
import type { Fields } from "../../engine/fields";
import { valueAt } from "../../engine/fields";
import { findStage, stages } from "../../engine/stages";
import { type Issue, issuesOf } from "../../engine/stages/issues";
import type { AnyStage } from "../../engine/stages/stage";
import { isTemplate } from "../../engine/template";
import { type Fault, invalid, Problem } from "../../kit/problem";
import type { StoredStage } from "../../store/schema";

/** Both published shapes of a stage: parameters inside `config`, or flat beside `stage_id`. */
export interface StageDraft {
  stage_name?: string;
  stage_type?: string;
  stage_id?: string;
  parameters?: Fields;
  pre_filters?: unknown;
  post_filters?: unknown;
  config?: { stage_id: string; parameters?: Fields; pre_filters?: unknown; post_filters?: unknown };
  description?: string | null;
}

type At = (string | number)[];

/** Brings the stages of a retriever into our one shape, and refuses what could never run. @throws Problem `invalid` */
export function readStages(drafts: StageDraft[], at: At): StoredStage[] {
  const read = drafts.flatMap((draft, i) => readStage(draft, i, [...at, i]));
  const names = new Set<string>();
  for (const [i, { name }] of read.entries()) {
    if (names.has(name)) throw invalid(`Two stages are called ${JSON.stringify(name)}.`, [...at, i, "stage_name"]);
    names.add(name);
  }
  return read;
}

function readStage(draft: StageDraft, i: number, at: At): StoredStage[] {
  const { config } = draft;
  const here = config ? [...at, "config"] : at;
  const stageId = config?.stage_id ?? draft.stage_id ?? "";
  const stage = findStage(stageId);
  if (!stage) {
    const known = stages.map(({ id }) => id).join(", ");
    throw invalid(`Unknown stage ${JSON.stringify(stageId)}. Known: ${known}.`, [...here, "stage_id"], "unknown_stage");
  }
  const pre = config?.pre_filters ?? draft.pre_filters;
  const post = config?.post_filters ?? draft.post_filters;
  const parameters = { ...(config?.parameters ?? draft.parameters), ...(pre != null && { pre_filters: pre }) };
  refuseFaulty(stage, parameters, [...here, "parameters"]);
  const name = draft.stage_name || `${stageId}_${i + 1}`;
  // The type a client writes is a hint, and clients get it wrong: the catalogue knows.
  const stored = {
    name,
    type: stage.category,
    stageId,
    parameters,
    ...(draft.description && { description: draft.description }),
  };
  if (post == null) return [stored];
  const after = { stage_name: `${name}_post_filters`, stage_id: "attribute_filter", parameters: { conditions: post } };
  return [stored, ...readStage(after, i, here)];
}

/** Checks parameters as far as they are known: what a template will fill in is checked when it is filled. */
function refuseFaulty({ id, own, parameters: schema }: AnyStage, parameters: Fields, at: At): void {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return;
  // A template of the stage's own is no value to come: it is read as it stands.
  const faults = issuesOf(parsed.error.issues).filter(
    ({ path, sure }) => sure || own?.includes(`${path[0]}`) || !touchesTemplate(parameters, path),
  );
  if (faults.length > 0) throw stageProblem(id, faults, at);
}

/** Whether a fault lies at, or above, a value that is still a template. */
function touchesTemplate(parameters: Fields, path: (string | number)[]): boolean {
  const value = path.length === 0 ? parameters : valueAt(parameters, path.join("."));
  return holdsTemplate(value);
}

function holdsTemplate(value: unknown): boolean {
  if (isTemplate(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsTemplate);
}

/** A 422 that names the stage and the parameter. */
export function stageProblem(stageName: string, issues: Issue[], at: At): Problem {
  const faults: Fault[] = issues.map(({ path, message }) => ({
    type: "value_error",
    location: [...at, ...path],
    message,
  }));
  const [first] = issues;
  const where = first?.path.length ? `, parameter ${first.path.join(".")}` : "";
  return new Problem("invalid", `Stage ${stageName}${where}: ${first?.message ?? "not valid"}`, {
    validation_errors: faults,
  });
}

export const presentStage = (stage: StoredStage) => ({
  stage_name: stage.name,
  stage_type: stage.type,
  config: { stage_id: stage.stageId, parameters: stage.parameters },
  ...(stage.description && { description: stage.description }),
});

const icons: Record<string, string> = { filter: "search", sort: "arrow-down-wide-narrow", reduce: "scissors" };

export const listStages = () =>
  stages.map((stage) => ({
    stage_id: stage.id,
    description: stage.does,
    category: stage.category,
    icon: icons[stage.category] ?? "box",
    parameter_schema: z.toJSONSchema(stage.parameters, { io: "input", unrepresentable: "any" }),
  }));
