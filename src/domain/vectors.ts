import type { Standing } from "../cell/remote/spaces";
import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";
import { type Need, need } from "../store/permits";
import { seeing } from "../store/scope";
import { findNamespace } from "./namespaces";
import { presentStanding } from "./vector-moves";

export const aboutVectors = (organization: Organization, ref: string) => told(organization, ref, seeing, false);

export const verifyVectors = (organization: Organization, ref: string) => told(organization, ref, need("admin"), true);

async function told(organization: Organization, ref: string, wanted: Need, compare: boolean) {
  const row = await findNamespace(organization, ref, wanted);
  return present(row, await organization.namespaces.vectors(row, compare));
}

const present = ({ vectors, vectorsBySize }: NamespaceRow, standing: Standing) => ({
  vectors,
  by_size: vectorsBySize,
  ...presentStanding(standing),
});
