import type { Route } from "../routes/route";
import { byKey, type Grant } from "../store/door";
import { noteUse } from "../store/last-used";
import type { HouseContext } from "./house";
import { checkOrigin } from "./origins";

/** Bearer → Grant. @throws Problem `unauthenticated` or `origin_not_allowed` */
export async function authenticate(c: HouseContext, route: Route): Promise<Grant> {
  const walk = c.get("walk");
  const grant = await byKey(c.env, secretOf(c, route), walk.now);
  walk.key = grant.key;
  checkOrigin(c, grant.key);
  noteUse(c.env, grant.key, walk.now, () => contextOf(c));
  return grant;
}

/** A request that is made without a server has no context to outlive it in: its work runs on by itself. */
export function contextOf(c: HouseContext) {
  try {
    return c.executionCtx;
  } catch {
    return undefined;
  }
}

function secretOf(c: HouseContext, route: Route): string | undefined {
  const bearer = c.req.header("authorization")?.match(/^Bearer +(\S+)$/i)?.[1];
  const published = route.publicKey ? c.req.header("x-public-api-key") : undefined;
  return published ?? bearer ?? c.req.header("x-api-key");
}
