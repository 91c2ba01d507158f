import { iso, isoOrNull } from "../kit/iso";
import type { Organization } from "../store/organization";

/** Numbers only: a sweep works for every tenant, and its words could name one. */
export async function sweepReports(organization: Organization) {
  const sweeps = await organization.sweeps();
  return sweeps.map(({ name, startedAt, finishedAt, report, error }) => ({
    name,
    started_at: iso(startedAt),
    finished_at: isoOrNull(finishedAt),
    report,
    failed: error !== null,
  }));
}
