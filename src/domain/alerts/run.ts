import { z } from "zod";
import { Problem } from "../../kit/problem";
import { type AlertRow, runIdOf } from "../../store/alerts";
import type { Namespace } from "../../store/door";
import type { Step, TaskRow } from "../../store/tasks";
import { executeRetriever } from "../retrievers/execute";
import { webhookIdsOf } from "./alerts";

type Home = Pick<Namespace, "id" | "now" | "key" | "retrievers" | "collections" | "documents" | "answers" | "alerts">;

const Input = z.object({ alert_id: z.string(), document_ids: z.array(z.string()).optional() });
const Found = z.object({ document_id: z.string(), score: z.number().nullable() });

/** A message is to stay small: of more matches than these only the number is told. */
const mostMatches = 100;

/** One run of an alert as a task. Written under an id made from the task's: run again, it is there once. */
export async function runAlertTask(home: Home, task: TaskRow): Promise<Step> {
  const { alert_id, document_ids } = Input.parse(task.input);
  const alert = await home.alerts.get(alert_id);
  if (!alert?.enabled) return { result: { skipped: true } };
  const run = await runAlert(home, alert, document_ids ?? null, task);
  return { result: { execution_id: run.id, match_count: run.matches.length } };
}

/** Runs an alert's retriever. Of new documents only those count; whatever it finds is told. */
export async function runAlert(home: Home, alert: AlertRow, documentIds: string[] | null, task?: TaskRow) {
  const start = performance.now();
  const { matches, error } = await matchesOf(home, alert, documentIds);
  const run = {
    id: runIdOf(task?.id),
    matches: matches.slice(0, mostMatches),
    documentIds: (documentIds ?? []).slice(0, mostMatches),
    executedAt: home.now,
    durationMs: Math.round(performance.now() - start),
    error,
  };
  const { include_matches, include_scores } = alert.notification;
  const shown = run.matches.map(({ document_id, score }) =>
    include_scores === false ? { document_id } : { document_id, score },
  );
  const data = {
    alert_id: alert.id,
    alert_name: alert.name,
    match_count: matches.length,
    ...(include_matches !== false && { matches: shown }),
  };
  await home.alerts.record(
    alert,
    run,
    matches.length > 0 ? { data, webhookIds: webhookIdsOf(alert.notification) } : undefined,
  );
  return run;
}

async function matchesOf(home: Home, alert: AlertRow, documentIds: string[] | null) {
  try {
    const { results } = await executeRetriever(home, alert.retrieverId, {
      inputs: alert.inputs,
      paging: { method: "offset", size: 1_000, number: 1 },
      highlights: false,
    });
    const wanted = documentIds && new Set(documentIds);
    const found = results.flatMap((one) => Found.safeParse(one).data ?? []);
    return { matches: found.filter(({ document_id }) => !wanted || wanted.has(document_id)), error: null };
  } catch (error) {
    // A retriever that is gone, or asks for other inputs, is the alert's owner's to know.
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    return { matches: [], error: error.message };
  }
}
