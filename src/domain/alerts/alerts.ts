import { newId } from "../../kit/id";
import { iso } from "../../kit/iso";
import { invalid, Problem } from "../../kit/problem";
import type { AlertRow, AlertRunRow } from "../../store/alerts";
import type { Namespace } from "../../store/door";
import type { AlertMode } from "../../store/schema-hooks";
import { type ListRequest, type PageRequest, pageOf, pagination } from "../page";
import { getRetriever } from "../retrievers/retrievers";

type Home = Pick<Namespace, "id" | "row" | "key" | "now" | "alerts" | "retrievers">;

export interface AlertDraft {
  name: string;
  description?: string | null;
  retriever_id: string;
  notification_config: { channels: { channel_type: string; channel_id?: string | null }[] } & Record<string, unknown>;
  enabled?: boolean;
  metadata?: Record<string, unknown> | null;
  execution_mode?: AlertMode;
  inputs?: Record<string, unknown> | null;
  interval_seconds?: number | null;
}

const taken = "There is an alert of this name already.";
const usualIntervalSeconds = 3_600;

export async function createAlert(home: Home, draft: AlertDraft) {
  const { key, now, row: namespace } = home;
  const mode = draft.execution_mode ?? "on_ingest";
  const row = await home.alerts.add(
    {
      id: newId("alert"),
      organizationId: namespace.organizationId,
      name: draft.name,
      description: draft.description ?? null,
      retrieverId: (await getRetriever(home, draft.retriever_id)).id,
      mode,
      inputs: draft.inputs ?? {},
      ...timing(mode, draft.interval_seconds, now),
      notification: readNotification(draft.notification_config),
      enabled: draft.enabled ?? true,
      metadata: draft.metadata ?? {},
      keyId: key.id,
      createdAt: now,
      updatedAt: now,
    },
    taken,
  );
  return present(row);
}

function timing(mode: AlertMode, intervalSeconds: number | null | undefined, now: number) {
  if (mode !== "scheduled") return { everyMs: null, dueAt: null };
  const everyMs = (intervalSeconds ?? usualIntervalSeconds) * 1_000;
  return { everyMs, dueAt: now + everyMs };
}

/** Channels are webhooks of the namespace, named by id; whoever listens to alert.triggered hears of it as well. */
function readNotification(config: AlertDraft["notification_config"]): Record<string, unknown> {
  for (const [i, { channel_type, channel_id }] of config.channels.entries()) {
    const at = ["body", "notification_config", "channels", i];
    if (channel_type !== "webhook" && channel_type !== "slack")
      throw invalid(`The channel ${JSON.stringify(channel_type)} is not supported.`, [...at, "channel_type"]);
    if (!channel_id) throw invalid("Name a webhook of this namespace by its id.", [...at, "channel_id"]);
  }
  return config;
}

export function webhookIdsOf(notification: Record<string, unknown>): string[] {
  const { channels } = notification;
  if (!Array.isArray(channels)) return [];
  return channels.flatMap((one: { channel_id?: unknown }) =>
    typeof one.channel_id === "string" ? one.channel_id : [],
  );
}

/** By id or name. @throws Problem `not_found` */
export async function findAlert(home: Pick<Home, "alerts">, ref: string): Promise<AlertRow> {
  const row = await home.alerts.get(ref);
  if (!row) throw new Problem("not_found", "There is no such alert.");
  return row;
}

export const aboutAlert = async (home: Home, ref: string) => present(await findAlert(home, ref));

export async function listAlerts(home: Home, request: ListRequest) {
  const all = (await home.alerts.all()).map(present);
  const enabled = all.filter((alert) => alert.enabled).length;
  const stats = { total_alerts: all.length, enabled_alerts: enabled, disabled_alerts: all.length - enabled };
  return { ...pageOf(`alerts ${home.id}`, "alert_id", all, request), stats };
}

export async function changeAlert(home: Home, ref: string, change: Partial<AlertDraft>) {
  const row = await findAlert(home, ref);
  const { now } = home;
  const mode = change.execution_mode ?? row.mode;
  const retimed = change.execution_mode !== undefined || change.interval_seconds !== undefined;
  const changed = await home.alerts.change(row.id, {
    name: change.name ?? row.name,
    description: change.description === undefined ? row.description : change.description,
    retrieverId: change.retriever_id ? (await getRetriever(home, change.retriever_id)).id : row.retrieverId,
    mode,
    inputs: change.inputs ?? row.inputs,
    ...(retimed && timing(mode, change.interval_seconds, now)),
    notification: change.notification_config ? readNotification(change.notification_config) : row.notification,
    enabled: change.enabled ?? row.enabled,
    metadata: change.metadata ?? row.metadata,
    // It runs with the rights of whoever last said what it does.
    keyId: home.key.id,
    updatedAt: now,
  });
  return present(changed ?? row);
}

export async function deleteAlert(home: Home, ref: string) {
  await home.alerts.remove((await findAlert(home, ref)).id);
  return { message: "The alert is deleted.", success: true };
}

export async function listRuns(home: Home, ref: string | undefined, request: PageRequest) {
  const meant = ref === undefined ? await home.alerts.all() : [await findAlert(home, ref)];
  const { limit, offset } = request;
  const ids = meant.map(({ id }) => id);
  const { results, total } = await home.alerts.runs(ids, { limit, offset });
  return { results: results.map(presentRun), pagination: pagination(request, total), total_count: total };
}

export const presentRun = (run: Omit<AlertRunRow, "namespaceId">) => ({
  alert_id: run.alertId,
  execution_id: run.id,
  triggered: run.matches.length > 0,
  match_count: run.matches.length,
  matches: run.matches,
  source_documents: run.documentIds,
  executed_at: iso(run.executedAt),
  duration_ms: run.durationMs,
  error: run.error,
});

function present(row: AlertRow) {
  return {
    alert_id: row.id,
    namespace_id: row.namespaceId,
    name: row.name,
    description: row.description,
    retriever_id: row.retrieverId,
    notification_config: row.notification,
    enabled: row.enabled,
    execution_mode: row.mode,
    inputs: row.inputs,
    interval_seconds: row.everyMs === null ? null : row.everyMs / 1_000,
    metadata: row.metadata,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
  };
}
