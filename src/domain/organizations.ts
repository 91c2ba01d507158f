import { iso } from "../kit/iso";
import { Problem } from "../kit/problem";
import { planLimits } from "../outside/limits";
import type { Organization } from "../store/organization";
import { presentUser } from "./users";

export async function aboutOrganization(organization: Organization) {
  const row = await organization.about();
  if (!row) throw new Problem("not_found", "There is no such organization.");
  const [users, settings] = await Promise.all([
    organization.users.list({ limit: 100, offset: 0 }),
    organization.settings.get(),
  ]);
  return {
    organization_id: row.id,
    organization_name: row.name,
    logo_url: null,
    account_type: row.accountType,
    credit_count: 0,
    metadata: row.metadata,
    billing_email: null,
    rate_limits: planLimits[row.accountType],
    auto_create_namespaces: settings.autoCreateNamespaces ?? false,
    auto_billing_enabled: false,
    billing_cycle_start: 1,
    current_month_usage: 0,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
    users: users.results.map(presentUser),
  };
}

export async function changeOrganization(
  organization: Organization,
  change: { auto_create_namespaces?: boolean | undefined },
) {
  const { auto_create_namespaces: autoCreateNamespaces } = change;
  if (autoCreateNamespaces !== undefined) await organization.settings.change({ autoCreateNamespaces });
  return aboutOrganization(organization);
}
