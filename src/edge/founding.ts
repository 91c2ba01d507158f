import { foundNamespace } from "../domain/namespace-founding";
import { Problem } from "../kit/problem";
import { NamespaceName } from "../routes/namespace-shapes";
import type { Route } from "../routes/route";
import type { Grant } from "../store/door";
import { provisioning, reachesOrganization } from "../store/scope";

/**
 * Founds the namespace that something is to be stored in and that is not there, where the organization or the route has
 * said so and the key has the run of it. True when the request may be tried again.
 */
export async function foundMissing(
  grant: Grant,
  { founds }: Route,
  ref: string | undefined,
  error: unknown,
): Promise<boolean> {
  if (!founds || !(error instanceof Problem) || error.aside.code !== "NAMESPACE_NOT_FOUND") return false;
  if (!reachesOrganization(grant.key, provisioning)) return false;
  const name = NamespaceName.safeParse(ref);
  if (!name.success && founds === "always") throw name.error;
  if (!name.success) return false;
  const organization = grant.organization(provisioning, { wide: true, meant: undefined });
  if (founds !== "always" && !(await organization.settings.get()).autoCreateNamespaces) return false;
  try {
    await foundNamespace(organization, { name: name.data });
  } catch (fault) {
    // Somebody else was first.
    if (!(fault instanceof Problem && fault.code === "conflict")) throw fault;
  }
  return true;
}
