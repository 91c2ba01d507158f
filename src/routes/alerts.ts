import { z } from "zod";
import {
  aboutAlert,
  changeAlert,
  createAlert,
  deleteAlert,
  findAlert,
  listAlerts,
  listRuns,
  presentRun,
} from "../domain/alerts/alerts";
import { runAlert } from "../domain/alerts/run";
import { alertModes } from "../store/schema-hooks";
import { route } from "./route";
import { Done, Fields, ListBody, Moment, PageQuery, Pagination, Ref, Sent } from "./shapes";

const Notification = z.looseObject({
  channels: z
    .array(z.looseObject({ channel_type: z.string().min(1).max(50), channel_id: z.string().min(1).max(128).nullish() }))
    .min(1)
    .max(10),
  include_matches: z.boolean().optional(),
  include_scores: z.boolean().optional(),
});

const AlertDraft = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(1_000).nullish(),
  retriever_id: Ref,
  notification_config: Notification,
  enabled: z.boolean().optional(),
  metadata: Sent.nullish(),
  execution_mode: z.enum(alertModes).optional(),
  inputs: Sent.nullish(),
  interval_seconds: z
    .int()
    .min(60)
    .max(31 * 86_400)
    .nullish(),
});

const AlertChange = AlertDraft.partial().refine(
  (change) => Object.keys(change).length > 0,
  "Name at least one thing to change.",
);

const Alert = z
  .object({
    alert_id: z.string(),
    namespace_id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    retriever_id: z.string(),
    notification_config: Fields,
    enabled: z.boolean(),
    execution_mode: z.enum(alertModes),
    inputs: Fields,
    interval_seconds: z.int().nullable(),
    metadata: Fields,
    created_at: Moment,
    updated_at: Moment,
  })
  .meta({ id: "Alert" });

const AlertRun = z
  .object({
    alert_id: z.string(),
    execution_id: z.string(),
    triggered: z.boolean(),
    match_count: z.int(),
    matches: z.array(z.object({ document_id: z.string(), score: z.number().nullable() })),
    source_documents: z.array(z.string()),
    executed_at: Moment,
    duration_ms: z.int(),
    error: z.string().nullable(),
  })
  .meta({ id: "AlertRun" });

const AlertPath = z.object({ alert_identifier: Ref });
const Runs = z.object({ results: z.array(AlertRun), pagination: Pagination, total_count: z.int() });

export const alerts = [
  route("POST /v1/alerts", {
    does: "Have a retriever run on new documents, at intervals or on demand, and be told when it finds something.",
    needs: "write",
    body: AlertDraft,
    returns: Alert,
    run: (ns, { body }) => createAlert(ns, body),
  }),
  route("POST /v1/alerts/list", {
    does: "List the alerts.",
    query: PageQuery,
    body: ListBody,
    returns: z.object({ results: z.array(Alert), pagination: Pagination, total_count: z.int(), stats: Fields }),
    run: (ns, { query, body }) => listAlerts(ns, { ...query, ...body }),
  }),
  route("GET /v1/alerts/executions", {
    does: "List the runs of all alerts, the newest first.",
    query: PageQuery,
    returns: Runs,
    run: (ns, { query }) => listRuns(ns, undefined, query),
  }),
  route("GET /v1/alerts/{alert_identifier}", {
    does: "Read one alert, by id or name.",
    params: AlertPath,
    returns: Alert,
    run: (ns, { params }) => aboutAlert(ns, params.alert_identifier),
  }),
  route("PATCH /v1/alerts/{alert_identifier}", {
    does: "Change an alert. From here on it runs with the rights of the key that changes it.",
    needs: "write",
    params: AlertPath,
    body: AlertChange,
    returns: Alert,
    run: (ns, { params, body }) => changeAlert(ns, params.alert_identifier, body),
  }),
  route("DELETE /v1/alerts/{alert_identifier}", {
    does: "Delete an alert.",
    needs: "delete",
    params: AlertPath,
    returns: Done,
    run: (ns, { params }) => deleteAlert(ns, params.alert_identifier),
  }),
  route("GET /v1/alerts/{alert_identifier}/executions", {
    does: "List an alert's runs, the newest first.",
    params: AlertPath,
    query: PageQuery,
    returns: Runs,
    run: (ns, { params, query }) => listRuns(ns, params.alert_identifier, query),
  }),
  route("POST /v1/alerts/{alert_identifier}/execute", {
    does: "Run an alert now, over everything its retriever finds.",
    needs: "write",
    params: AlertPath,
    returns: AlertRun,
    run: async (ns, { params }) => {
      const alert = await findAlert(ns, params.alert_identifier);
      return presentRun({ ...(await runAlert(ns, alert, null)), alertId: alert.id });
    },
  }),
];
