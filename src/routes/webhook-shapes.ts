import { z } from "zod";
import { deliveryStatuses } from "../store/schema-hooks";
import { Fields, Moment, Sent, Whole } from "./shapes";

const Types = z.array(z.string().min(1).max(100)).min(1).max(100);
const Channels = z
  .array(z.strictObject({ channel: z.string().max(50), configs: Sent }))
  .min(1)
  .max(5);

/** The published body, and the short one beside: `events` for `event_types`, `url` and `headers` for one channel. */
const Short = {
  events: Types.optional(),
  url: z.string().max(2_000).optional(),
  headers: z.record(z.string(), z.string()).optional(),
};

const Given = {
  event_types: Types.optional(),
  channels: Channels.optional(),
  ...Short,
  collection_ids: z.array(z.string().min(1).max(128)).min(1).max(100).nullish(),
  is_active: z.boolean().nullish(),
};

interface Written {
  event_types?: string[] | undefined;
  events?: string[] | undefined;
  channels?: { channel: string; configs: Record<string, unknown> }[] | undefined;
  url?: string | undefined;
  headers?: Record<string, string> | undefined;
}

/** Either way of writing, as one. */
const plain = ({ event_types, events, channels, url, headers }: Written) => {
  const short = url === undefined ? undefined : [{ channel: "webhook", configs: { url, ...(headers && { headers }) } }];
  return { event_types: event_types ?? events, channels: channels ?? short };
};

const WebhookName = z.string().trim().min(1).max(200);

export const WebhookDraft = z
  .strictObject({ webhook_name: WebhookName, secret: z.string().max(200).nullish(), ...Given })
  .transform((body, context) => {
    const { event_types, channels } = plain(body);
    const { collection_ids, is_active, webhook_name, secret } = body;
    if (!event_types) context.addIssue({ code: "custom", message: "Required.", path: ["events"] });
    if (!channels) context.addIssue({ code: "custom", message: "Required, or channels.", path: ["url"] });
    return {
      webhook_name,
      secret,
      collection_ids,
      is_active,
      event_types: event_types ?? [],
      channels: channels ?? [],
    };
  });

export const WebhookChange = z
  .strictObject({ webhook_name: WebhookName.optional(), ...Given })
  .refine((change) => Object.keys(change).length > 0, "Name at least one thing to change.")
  .transform((body) => {
    const { event_types, channels } = plain(body);
    return {
      ...(body.webhook_name !== undefined && { webhook_name: body.webhook_name }),
      ...(body.collection_ids !== undefined && { collection_ids: body.collection_ids }),
      ...(body.is_active != null && { is_active: body.is_active }),
      ...(event_types && { event_types }),
      ...(channels && { channels }),
    };
  });

export const Webhook = z
  .object({
    webhook_id: z.string(),
    webhook_name: z.string(),
    namespace_id: z.string().nullable(),
    event_types: z.array(z.string()),
    events: z.array(z.string()),
    url: z.string().nullable(),
    channels: z.array(z.object({ channel: z.string(), configs: Fields })),
    collection_ids: z.array(z.string()).nullable(),
    is_active: z.boolean(),
    failing_since: Moment.nullable(),
    disabled_at: Moment.nullable(),
    disabled_reason: z.string().nullable(),
    old_secret_expires_at: Moment.nullable(),
    created_at: Moment,
    updated_at: Moment,
  })
  .meta({ id: "Webhook" });

/** The only answer that ever holds a secret. */
export const NewWebhook = Webhook.extend({ secret: z.string() }).meta({ id: "NewWebhook" });

export const Delivery = z
  .object({
    delivery_id: z.string(),
    event_id: z.string(),
    event_type: z.string(),
    webhook_id: z.string(),
    status: z.enum(deliveryStatuses),
    attempt_count: z.int(),
    attempts: z.array(
      z.object({
        attempted_at: Moment,
        status_code: z.int().nullable(),
        latency_ms: z.int(),
        error: z.string().nullable(),
      }),
    ),
    next_attempt_at: Moment.nullable(),
    created_at: Moment,
    finished_at: Moment.nullable(),
  })
  .meta({ id: "Delivery" });

export const WebhookQuestion = z
  .object({ event_type: z.string().max(100).nullish(), is_active: z.boolean().nullish() })
  .optional()
  .transform((body) => body ?? {});

export const DeliveryQuery = z.object({
  limit: Whole(1, 1000).default(10),
  offset: Whole(0, 100_000).default(0),
  status: z.enum(deliveryStatuses).optional(),
  event_type: z.string().max(100).optional(),
});

export const Rotation = z
  .strictObject({ overlap_seconds: z.int().min(0).max(604_800).optional() })
  .optional()
  .transform((body) => body?.overlap_seconds);
