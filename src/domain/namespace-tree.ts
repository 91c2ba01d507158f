import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";

/** All that lie under a namespace, the lowest before those above them. One read for each level. */
export async function descendants(organization: Organization, rootId: NamespaceRow["id"]): Promise<NamespaceRow[]> {
  const found: NamespaceRow[] = [];
  const met = new Set([rootId]);
  for (let level = [rootId]; level.length > 0; ) {
    const below = (await organization.namespaces.under(level)).filter(({ id }) => !met.has(id));
    for (const { id } of below) met.add(id);
    found.push(...below);
    level = below.map(({ id }) => id);
  }
  return found.reverse();
}
