import { iso } from "../kit/iso";
import { Problem } from "../kit/problem";
import type { Organization } from "../store/organization";
import { presentUser } from "./users";

/** Requests a minute, by kind of work. Not enforced yet; clients of the published dialect read them. */
const rateLimits = { metadata: 600, data: 600, search: 600, upload: 600, compute: 600 };

export async function aboutOrganization(organization: Organization) {
  const row = await organization.about();
  if (!row) throw new Problem("not_found", "There is no such organization.");
  const users = await organization.users.list({ limit: 100, offset: 0 });
  return {
    organization_id: row.id,
    organization_name: row.name,
    logo_url: null,
    account_type: row.accountType,
    credit_count: 0,
    metadata: row.metadata,
    billing_email: null,
    rate_limits: rateLimits,
    auto_billing_enabled: false,
    billing_cycle_start: 1,
    current_month_usage: 0,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
    users: users.results.map(presentUser),
  };
}
