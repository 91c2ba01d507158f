import type { Id } from "../../kit/id";
import { Problem } from "../../kit/problem";
import { onlyNamespace } from "../../store/door";
import type { Organization } from "../../store/organization";
import { need } from "../../store/permits";
import { reachesNamespace, reachesOrganization } from "../../store/scope";
import type { WebhookRow } from "../../store/webhooks";

/** What a request about webhooks is about: one namespace's, or, without one, the organization's, which are all. */
interface Reached {
  namespaceId: Id<"namespace"> | null;
}

type Permission = "read" | "write" | "delete";

const forbidden = () => new Problem("forbidden", "This key is not authorized for what the request asks.");

/**
 * A key that is not for the whole organization has to mean a namespace that it reaches whole, and hears of no other.
 * Webhooks of the organization itself take a key that may administer it. @throws Problem
 */
export async function reached({ key, meant, namespaces }: Organization, permission: Permission): Promise<Reached> {
  const wanted = need(permission);
  const ref = meant ?? onlyNamespace(key);
  if (ref === undefined) {
    if (reachesOrganization(key, permission === "read" ? wanted : need("admin"))) return { namespaceId: null };
    throw forbidden();
  }
  const row = await namespaces.find(ref, wanted);
  if (row && reachesNamespace(key, wanted, row)) return { namespaceId: row.id };
  throw reachesOrganization(key, wanted) ? new Problem("not_found", "There is no such namespace.") : forbidden();
}

/** One webhook by id, or by the name it has where the request looks. @throws Problem */
export async function findWebhook(
  organization: Organization,
  permission: Permission,
  ref: string,
): Promise<WebhookRow> {
  const { namespaceId } = await reached(organization, permission);
  const row = (await organization.webhooks.find(ref)) ?? (await organization.webhooks.named(ref, namespaceId));
  if (row && (namespaceId === null || row.namespaceId === namespaceId)) return row;
  throw new Problem("not_found", "There is no such webhook.");
}
