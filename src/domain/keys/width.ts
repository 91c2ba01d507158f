import { Problem } from "../../kit/problem";
import type { KeyRow } from "../../store/keyring";
import { permits, within } from "../../store/permits";

/** As published, the first key of an installation is changed, rotated and revoked by no request: it is the way back in. */
export const protectedName = "admin-key";

/** What makes a key stronger or wider than another. */
type Strength = Pick<KeyRow, "permissions" | "scopes" | "expiresAt" | "rateLimitOverride">;

/** @throws Problem `forbidden` when the wanted key could do what the maker cannot */
export function refuseWider(maker: KeyRow, wanted: Strength): void {
  const refuse = (what: string) => {
    throw new Problem("forbidden", `A key cannot make a key ${what} than itself.`);
  };
  if (!wanted.permissions.every((permission) => permits(maker.permissions, permission)))
    refuse("with more permissions");
  if (maker.expiresAt !== null && (wanted.expiresAt ?? Number.POSITIVE_INFINITY) > maker.expiresAt)
    refuse("that lives longer");
  if (
    maker.rateLimitOverride !== null &&
    (wanted.rateLimitOverride ?? Number.POSITIVE_INFINITY) > maker.rateLimitOverride
  )
    refuse("with a higher rate limit");
  if (!contains(maker, wanted)) refuse("with a wider scope");
}

/** Whether everything the second key's scopes name lies inside the first one's. No scopes name everything. */
export function contains(outer: Pick<KeyRow, "scopes">, inner: Pick<KeyRow, "scopes">): boolean {
  if (outer.scopes.length === 0) return true;
  return inner.scopes.length > 0 && inner.scopes.every((scope) => outer.scopes.some((mine) => within(scope, mine)));
}

/** Whether the caller may manage a key at all: one that lies inside its own scopes, and is no stronger. */
export const mayManage = (manager: KeyRow, key: KeyRow) =>
  contains(manager, key) && key.permissions.every((permission) => permits(manager.permissions, permission));
