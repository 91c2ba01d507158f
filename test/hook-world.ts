import "./receivers";
import type { Call } from "./tenant";

export const webhookBody = (name: string) => ({
  webhook_name: name,
  url: "https://hook.example.com/in",
  events: ["*"],
});

export const alertBody = (name: string, retriever: string) => ({
  name,
  retriever_id: retriever,
  notification_config: { channels: [{ channel_type: "webhook", channel_id: "wh_any" }] },
  execution_mode: "on_demand",
  inputs: { query: "canary" },
});

type Made = (call: Call, path: string, body: object) => Promise<Record<string, string>>;

/** Alerts of a world, and whoever listens: the last thing to be made, so that no cell has anything to tell. */
export async function listen(made: Made, home: Call, call: Call, { only, canary }: { only: string; canary: string }) {
  await made(call, "/v1/alerts", alertBody("beacon", "search"));
  const alert = await made(call, "/v1/alerts", { ...alertBody(only, "search"), description: canary });
  const headers = { "x-canary": canary };
  await made(call, "/v1/webhooks", { ...webhookBody("hook"), headers });
  const hook = await made(call, "/v1/webhooks", { ...webhookBody(only), headers });
  // Turned off: a key that a test makes is no event here.
  await made(home, "/v1/webhooks", { ...webhookBody("hook"), headers, is_active: false });
  await made(call, `/v1/webhooks/${hook.webhook_id}/test`, {});
  const [tested] = (await call("GET", `/v1/webhooks/${hook.webhook_id}/deliveries`)).body.results;
  return {
    alertId: alert.alert_id as string,
    webhookId: hook.webhook_id as string,
    deliveryId: tested.delivery_id as string,
  };
}

/** The same for both of the paths that webhooks have. */
const hookBodies = (base: string): Record<string, () => unknown> => ({
  [`POST ${base}`]: () => webhookBody("hook"),
  [`PATCH ${base}/{webhook_identifier}`]: () => ({ webhook_name: "changed" }),
  [`PUT ${base}/{webhook_identifier}`]: () => ({ is_active: true }),
});

export const listeningBodies: Record<string, (at: Record<string, string>) => unknown> = {
  "POST /v1/admin/sweeps": () => ({ sweep: "orphans" }),
  "POST /v1/alerts": (at) => alertBody("beacon", at.retriever_id ?? ""),
  "PATCH /v1/alerts/{alert_identifier}": () => ({ description: "changed" }),
  "POST /v1/webhooks/{webhook_identifier}/recover": () => ({ since: "2026-01-01T00:00:00Z" }),
  ...hookBodies("/v1/webhooks"),
  ...hookBodies("/v1/organizations/webhooks"),
};
