import { asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Pass } from "../../cell/contract";
import type { KeyRow } from "../keyring";
import type { NamespaceRow } from "../namespaces";
import { rows } from "../rows";
import { namespaces } from "../schema";

/** Who asks, and when: what every part of an account is made of. */
export interface Account {
  readonly env: Env;
  readonly key: KeyRow;
  readonly now: number;
}

export const active = eq(namespaces.status, "active");
export const inOrder = [asc(namespaces.createdAt), asc(namespaces.id)];

/** The account's namespaces, as rows. */
export const namespaceRows = ({ env, key: { organizationId } }: Account) =>
  rows(drizzle(env.DB), namespaces, { organizationId });

/** The first namespaces there are, for what is asked of many cells at once. */
export async function firstNamespaces(account: Account, limit: number): Promise<NamespaceRow[]> {
  const { results } = await namespaceRows(account).list({ where: active, order: inOrder, limit, offset: 0 });
  return results;
}

/** A pass of the account's own: it rests on no configuration. */
export const accountPass = ({ key, now }: Account): Pass => ({
  organizationId: key.organizationId,
  keyId: key.id,
  config: null,
  collections: null,
  now,
});
