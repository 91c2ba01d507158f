import { z } from "zod";
import {
  aboutDelivery,
  listDeliveries,
  recoverDeliveries,
  resendDelivery,
  testWebhook,
} from "../domain/webhooks/deliveries";
import {
  aboutWebhook,
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  rotateWebhook,
} from "../domain/webhooks/webhooks";
import { route } from "./route";
import { Done, Fields, Moment, PageQuery, Pagination, Ref } from "./shapes";
import {
  Delivery,
  DeliveryQuery,
  NewWebhook,
  Rotation,
  Webhook,
  WebhookChange,
  WebhookDraft,
  WebhookQuestion,
} from "./webhook-shapes";

const WebhookPath = z.object({ webhook_identifier: Ref });
const DeliveryPath = z.object({ webhook_identifier: Ref, delivery_id: Ref });
const WebhookList = z.object({
  results: z.array(Webhook),
  pagination: Pagination,
  total: z.int(),
  total_count: z.int(),
});
const Resent = Done.extend({ resent: z.int() });

const on = "organization" as const;

/** The published routes, under both of their paths. */
const under = (base: `/${string}`) => {
  const one = `${base}/{webhook_identifier}` as const;
  const change = (method: "PUT" | "PATCH") =>
    route(`${method} ${one}`, {
      does: "Change a webhook: whatever is named. Turned on again, it starts afresh.",
      on,
      needs: "write",
      params: WebhookPath,
      body: WebhookChange,
      returns: Webhook,
      run: (organization, { params, body }) => changeWebhook(organization, params.webhook_identifier, body),
    });
  return [
    route(`POST ${base}`, {
      does: "Have events sent somewhere: those of the namespace that is meant, or, without one, of the organization. The secret is shown once, here.",
      on,
      needs: "write",
      body: WebhookDraft,
      returns: NewWebhook,
      status: 201,
      run: (organization, { body }) => createWebhook(organization, body),
    }),
    route(`GET ${base}`, {
      does: "List the webhooks.",
      on,
      query: PageQuery,
      returns: WebhookList,
      run: (organization, { query }) => listWebhooks(organization, query),
    }),
    route(`POST ${base}/list`, {
      does: "List the webhooks.",
      on,
      query: PageQuery,
      body: WebhookQuestion,
      returns: WebhookList,
      run: (organization, { query, body }) => listWebhooks(organization, { ...query, ...body }),
    }),
    route(`GET ${one}`, {
      does: "Read one webhook, by id or name.",
      on,
      params: WebhookPath,
      returns: Webhook,
      run: (organization, { params }) => aboutWebhook(organization, params.webhook_identifier),
    }),
    change("PATCH"),
    change("PUT"),
    route(`DELETE ${one}`, {
      does: "Delete a webhook and what is known of its deliveries.",
      on,
      needs: "delete",
      params: WebhookPath,
      returns: Done,
      run: (organization, { params }) => deleteWebhook(organization, params.webhook_identifier),
    }),
  ];
};

/** What becomes of deliveries, and secrets: under the short path alone, since no other was published. */
const one = "/v1/webhooks/{webhook_identifier}" as const;
const deliveries = [
  route(`POST ${one}/rotate-secret`, {
    does: "Give a webhook a new secret. Deliveries are signed with the old one too, for a day or `overlap_seconds`.",
    on,
    needs: "write",
    params: WebhookPath,
    body: Rotation,
    returns: NewWebhook,
    run: (organization, { params, body }) => rotateWebhook(organization, params.webhook_identifier, body),
  }),
  route(`POST ${one}/test`, {
    does: "Send an event of the type webhook.test to this webhook alone.",
    on,
    needs: "write",
    params: WebhookPath,
    returns: Done.extend({ event_id: z.string() }),
    run: (organization, { params }) => testWebhook(organization, params.webhook_identifier),
  }),
  route(`POST ${one}/recover`, {
    does: "Send everything once more that failed since a moment.",
    on,
    needs: "write",
    params: WebhookPath,
    body: z.strictObject({ since: Moment }),
    returns: Resent,
    run: (organization, { params, body }) => recoverDeliveries(organization, params.webhook_identifier, body.since),
  }),
  route(`GET ${one}/deliveries`, {
    does: "List a webhook's deliveries, the newest first.",
    on,
    params: WebhookPath,
    query: DeliveryQuery,
    returns: z.object({ results: z.array(Delivery), pagination: Pagination, total: z.int() }),
    run: (organization, { params, query: { status, event_type, ...page } }) =>
      listDeliveries(organization, params.webhook_identifier, {
        ...page,
        ...(status && { status }),
        ...(event_type && { event_type }),
      }),
  }),
  route(`GET ${one}/deliveries/{delivery_id}`, {
    does: "Read one delivery: what was sent, every attempt, and when the next is due.",
    on,
    params: DeliveryPath,
    returns: Delivery.extend({ payload: Fields.nullable() }),
    run: (organization, { params }) => aboutDelivery(organization, params.webhook_identifier, params.delivery_id),
  }),
  route(`POST ${one}/deliveries/{delivery_id}/resend`, {
    does: "Send one event once more, under the same id.",
    on,
    needs: "write",
    params: DeliveryPath,
    returns: Resent,
    run: (organization, { params }) => resendDelivery(organization, params.webhook_identifier, params.delivery_id),
  }),
];

export const webhooks = [...under("/v1/webhooks"), ...under("/v1/organizations/webhooks"), ...deliveries];
