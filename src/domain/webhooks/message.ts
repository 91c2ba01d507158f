import { Webhook } from "standardwebhooks";
import { iso } from "../../kit/iso";
import type { Endpoint, EventRow, Sealed } from "../../store/webhooks";

/** What a receiver is sent of an event: the same bytes at every attempt. Of contents it holds ids, and no more. */
export function messageOf(event: EventRow): string {
  const at = iso(event.occurredAt ?? event.routedAt ?? 0);
  const scope = event.collectionId
    ? { scope: "collection", collection_id: event.collectionId }
    : { scope: "namespace", namespace_id: event.namespaceId };
  return JSON.stringify({
    event_id: event.id,
    event_type: event.type,
    type: event.type,
    occurred_at: at,
    timestamp: at,
    namespace_id: event.namespaceId,
    sequence: event.sequence,
    subject: { type: event.subjectType, id: event.subjectId },
    metadata: { ...(event.collectionId && { collection_id: event.collectionId }), ...event.data },
    cache_scope: scope,
  });
}

/** A request as an endpoint gets it: signed as Standard Webhooks has it, with the old secret too while it is in force. */
export function requestTo(
  { kind, url, headers, extra, timeoutMs }: Endpoint,
  sealed: Sealed,
  event: EventRow,
  now: number,
) {
  const common = { url, method: "POST", timeoutMs };
  if (kind === "slack") {
    const text = `${event.type}: ${event.subjectType} ${event.subjectId}`;
    const body = JSON.stringify({ text, ...extra });
    return { ...common, headers: { "content-type": "application/json", "user-agent": "Cordon-Webhooks" }, body };
  }
  const body = messageOf(event);
  const secrets = [sealed.secret, ...(sealed.previous && sealed.previous.until > now ? [sealed.previous.secret] : [])];
  const signature = secrets.map((secret) => new Webhook(secret).sign(event.id, new Date(now), body)).join(" ");
  return {
    ...common,
    headers: {
      ...headers,
      "content-type": "application/json",
      "user-agent": "Cordon-Webhooks",
      "webhook-id": event.id,
      "webhook-timestamp": `${Math.floor(now / 1000)}`,
      "webhook-signature": signature,
    },
    body,
  };
}
