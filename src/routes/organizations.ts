import { z } from "zod";
import { aboutOrganization, changeOrganization } from "../domain/organizations";
import { route } from "./route";
import { Fields, Moment } from "./shapes";
import { User } from "./users";

const Organization = z
  .object({
    organization_id: z.string(),
    organization_name: z.string(),
    logo_url: z.string().nullable(),
    account_type: z.enum(["free", "pro", "team", "enterprise"]),
    credit_count: z.int(),
    metadata: Fields,
    billing_email: z.string().nullable(),
    rate_limits: z.record(z.string(), z.int()),
    auto_create_namespaces: z.boolean(),
    auto_billing_enabled: z.boolean(),
    billing_cycle_start: z.int(),
    current_month_usage: z.int(),
    created_at: Moment,
    updated_at: Moment,
    users: z.array(User),
  })
  .meta({ id: "Organization" });

export const organizations = [
  route("GET /v1/organizations", {
    does: "Read the organization that the key belongs to.",
    on: "organization",
    wide: true,
    returns: Organization,
    run: aboutOrganization,
  }),
  route("PATCH /v1/organizations", {
    does: "Change what holds for all of an organization: whether storing a memory founds a namespace that is not there.",
    on: "organization",
    needs: "admin",
    wide: true,
    body: z.strictObject({ auto_create_namespaces: z.boolean().optional() }),
    returns: Organization,
    run: (organization, { body }) => changeOrganization(organization, body),
  }),
];
