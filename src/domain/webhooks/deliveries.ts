import { iso, isoOrNull } from "../../kit/iso";
import { invalid, Problem } from "../../kit/problem";
import type { Organization } from "../../store/organization";
import type { DeliveryStatus } from "../../store/schema-hooks";
import type { DeliveryRow, WebhookRow } from "../../store/webhooks";
import { pagination } from "../page";
import { messageOf } from "./message";
import { findWebhook } from "./reach";

export interface DeliveryListRequest {
  limit: number;
  offset: number;
  status?: DeliveryStatus;
  event_type?: string;
}

export async function listDeliveries(organization: Organization, ref: string, request: DeliveryListRequest) {
  const webhook = await findWebhook(organization, "read", ref);
  const { status, event_type: eventType, ...page } = request;
  const { results, total } = await organization.webhooks.deliveries(webhook.id, {
    ...page,
    ...(status && { status }),
    ...(eventType && { eventType }),
  });
  return { results: results.map(present), pagination: pagination(request, total), total };
}

/** One delivery of a webhook that the caller reaches. */
async function findDelivery(organization: Organization, permission: "read" | "write", ref: string, id: string) {
  const webhook = await findWebhook(organization, permission, ref);
  const delivery = await organization.webhooks.delivery(id);
  if (!delivery || delivery.webhookId !== webhook.id) throw new Problem("not_found", "There is no such delivery.");
  return { webhook, delivery };
}

export async function aboutDelivery(organization: Organization, ref: string, id: string) {
  const { delivery } = await findDelivery(organization, "read", ref, id);
  const event = await organization.webhooks.event(delivery.eventId);
  return { ...present(delivery), payload: event ? JSON.parse(messageOf(event)) : null };
}

/** @throws Problem `conflict` */
function checkIsOn({ isActive }: WebhookRow): void {
  if (!isActive) throw new Problem("conflict", "This webhook is off. Turn it on first.");
}

export async function resendDelivery(organization: Organization, ref: string, id: string) {
  const { webhook, delivery } = await findDelivery(organization, "write", ref, id);
  checkIsOn(webhook);
  await organization.webhooks.resend(delivery.id);
  return { success: true, message: "The event is sent once more, under the same id.", resent: 1 };
}

export async function recoverDeliveries(organization: Organization, ref: string, since: string) {
  const webhook = await findWebhook(organization, "write", ref);
  checkIsOn(webhook);
  const moment = Date.parse(/([zZ]|[+-]\d\d:\d\d)$/.test(since) ? since : `${since}Z`);
  if (Number.isNaN(moment)) throw invalid("This is not a moment.", ["body", "since"]);
  const resent = await organization.webhooks.recover(webhook.id, moment);
  return { success: true, message: "Everything that failed since is sent once more.", resent };
}

export async function testWebhook(organization: Organization, ref: string) {
  const webhook = await findWebhook(organization, "write", ref);
  checkIsOn(webhook);
  const event_id = await organization.webhooks.test(webhook);
  return { success: true, message: "A test event is on its way.", event_id };
}

function present(delivery: DeliveryRow) {
  return {
    delivery_id: delivery.id,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    webhook_id: delivery.webhookId,
    status: delivery.status,
    attempt_count: delivery.attempts.length,
    attempts: delivery.attempts.map(({ at, ...attempt }) => ({ ...attempt, attempted_at: iso(at) })),
    next_attempt_at: isoOrNull(delivery.dueAt),
    created_at: iso(delivery.createdAt),
    finished_at: isoOrNull(delivery.finishedAt),
  };
}
