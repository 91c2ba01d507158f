import { newId } from "../../kit/id";
import { iso, isoOrNull } from "../../kit/iso";
import { invalid, Problem } from "../../kit/problem";
import type { Organization } from "../../store/organization";
import type { Endpoint, Sealed, WebhookRow } from "../../store/webhooks";
import { pageOf } from "../page";
import { type ChannelDraft, presentChannel, readChannels } from "./channels";
import { findWebhook, reached } from "./reach";
import { newHookSecret, readHookSecret } from "./secret";
import { isSubscription } from "./types";

export interface WebhookDraft {
  webhook_name: string;
  event_types: string[];
  channels: ChannelDraft[];
  secret?: string | null;
  collection_ids?: string[] | null;
  is_active?: boolean | null;
}

const mostWebhooks = 50;
const rotationMs = 24 * 3_600_000;

export async function createWebhook(organization: Organization, draft: WebhookDraft) {
  const place = await reached(organization, "write");
  const { key, now, webhooks } = organization;
  const others = await webhooks.all(place.namespaceId ?? undefined);
  if (others.filter((other) => other.namespaceId === place.namespaceId).length >= mostWebhooks)
    throw new Problem("conflict", `There are ${mostWebhooks} webhooks here already, and no more are taken.`);
  const id = newId("webhook");
  const sealed: Sealed = {
    endpoints: await checked(organization, readChannels(draft.channels)),
    secret: draft.secret ? readHookSecret(draft.secret) : newHookSecret(),
    previous: null,
  };
  const row = await webhooks.add({
    id,
    namespaceId: place.namespaceId,
    name: draft.webhook_name,
    channels: sealed.endpoints.map(({ kind }) => kind),
    events: readTypes(draft.event_types),
    collections: draft.collection_ids ?? null,
    isActive: draft.is_active ?? true,
    sealed: await webhooks.vault.close(JSON.stringify(sealed), id),
    createdAt: now,
    updatedAt: now,
    createdBy: key.userId,
  });
  return { ...present(row, sealed), secret: sealed.secret };
}

function readTypes(types: string[]): string[] {
  const at = types.findIndex((type) => !isSubscription(type));
  if (at < 0) return [...new Set(types)];
  throw invalid(`There are no events of the type ${JSON.stringify(types[at])}.`, ["body", "event_types", at]);
}

/** @throws Problem `invalid` for a URL that is not called */
async function checked({ webhooks }: Organization, endpoints: Endpoint[]): Promise<Endpoint[]> {
  for (const [i, { kind, url }] of endpoints.entries())
    await webhooks.targets.check(url).catch((refused: Error) => {
      if (refused.name !== "TargetRefused") throw refused;
      const field = kind === "slack" ? "webhook_url" : "url";
      throw invalid(`This URL cannot be called. ${refused.message}`, ["body", "channels", i, "configs", field]);
    });
  return endpoints;
}

const unsealed = async ({ webhooks }: Organization, row: WebhookRow): Promise<Sealed> =>
  JSON.parse(await webhooks.vault.open(row.sealed, row.id));

export async function aboutWebhook(organization: Organization, ref: string) {
  const row = await findWebhook(organization, "read", ref);
  return present(row, await unsealed(organization, row));
}

export async function listWebhooks(
  organization: Organization,
  request: { limit: number; offset: number; cursor?: string; event_type?: string | null; is_active?: boolean | null },
) {
  const { namespaceId } = await reached(organization, "read");
  const all = (await organization.webhooks.all(namespaceId ?? undefined)).filter(
    (row) =>
      (request.event_type == null || row.events.includes(request.event_type)) &&
      (request.is_active == null || row.isActive === request.is_active),
  );
  const shown = await Promise.all(all.map(async (row) => present(row, await unsealed(organization, row))));
  const { total_count: total, ...page } = pageOf(
    `webhooks ${organization.id} ${namespaceId}`,
    "webhook_id",
    shown,
    request,
  );
  return { ...page, total, total_count: total };
}

export async function changeWebhook(organization: Organization, ref: string, change: Partial<WebhookDraft>) {
  const row = await findWebhook(organization, "write", ref);
  const { now, webhooks } = organization;
  const sealed = await unsealed(organization, row);
  if (change.channels) sealed.endpoints = await checked(organization, readChannels(change.channels));
  const isActive = change.is_active ?? row.isActive;
  const changed = await webhooks.change(row.id, {
    name: change.webhook_name ?? row.name,
    events: change.event_types ? readTypes(change.event_types) : row.events,
    collections: change.collection_ids === undefined ? row.collections : change.collection_ids,
    isActive,
    channels: sealed.endpoints.map(({ kind }) => kind),
    sealed: await webhooks.vault.close(JSON.stringify(sealed), row.id),
    updatedAt: now,
    // Turned on again, or pointed elsewhere, it starts afresh.
    ...((change.channels || (isActive && !row.isActive)) && {
      failingSince: null,
      pausedUntil: 0,
      disabledAt: null,
      disabledReason: null,
    }),
  });
  return present(changed ?? row, sealed);
}

/** A new secret. Deliveries are signed with the old one too for a day, or for as long as is asked. */
export async function rotateWebhook(organization: Organization, ref: string, overlapSeconds: number | undefined) {
  const row = await findWebhook(organization, "write", ref);
  const { now, webhooks } = organization;
  const sealed = await unsealed(organization, row);
  const until = now + (overlapSeconds === undefined ? rotationMs : overlapSeconds * 1_000);
  const rotated: Sealed = { ...sealed, secret: newHookSecret(), previous: { secret: sealed.secret, until } };
  const changed = await webhooks.change(row.id, {
    sealed: await webhooks.vault.close(JSON.stringify(rotated), row.id),
    updatedAt: now,
  });
  return { ...present(changed ?? row, rotated), secret: rotated.secret, old_secret_expires_at: iso(until) };
}

export async function deleteWebhook(organization: Organization, ref: string) {
  await organization.webhooks.remove((await findWebhook(organization, "delete", ref)).id);
  return { message: "The webhook is deleted.", success: true };
}

function present(row: WebhookRow, { endpoints, previous }: Sealed) {
  const [first] = endpoints;
  return {
    webhook_id: row.id,
    webhook_name: row.name,
    namespace_id: row.namespaceId,
    event_types: row.events,
    events: row.events,
    url: first?.kind === "webhook" ? first.url : null,
    channels: endpoints.map(presentChannel),
    collection_ids: row.collections,
    is_active: row.isActive,
    failing_since: isoOrNull(row.failingSince),
    disabled_at: isoOrNull(row.disabledAt),
    disabled_reason: row.disabledReason,
    old_secret_expires_at: isoOrNull(previous?.until),
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
  };
}
