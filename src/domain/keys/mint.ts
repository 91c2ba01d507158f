import { sha256 } from "../../kit/hash";
import { newId } from "../../kit/id";
import { invalid } from "../../kit/problem";
import { newSecret, type SecretKind, secretPrefix } from "../../kit/secret";

/** A new key text and the columns that follow from it. The text is in no column. */
export async function mintSecret(kind: SecretKind) {
  const secret = newSecret(kind);
  return { secret, columns: { id: newId("key"), hash: await sha256(secret), prefix: secretPrefix(secret) } };
}

/** Milliseconds of a moment that has to lie ahead; null for none. @throws Problem `invalid` */
export function futureMoment(text: string | null | undefined, now: number): number | null {
  if (!text) return null;
  const moment = Date.parse(text);
  if (moment > now) return moment;
  throw invalid("expires_at has to lie in the future.", ["body", "expires_at"]);
}

/** How long a key is to live, in whichever way it was said; a number is seconds since 1970. */
export interface Life {
  expires_in_days?: number | null | undefined;
  expires_at?: string | number | null | undefined;
}

/** When such a life ends, in milliseconds since 1970; null for never. @throws Problem `invalid` */
export function endOf({ expires_in_days: days, expires_at: at }: Life, now: number): number | null {
  if (at === null || at === undefined) return days ? now + days * 86_400_000 : null;
  return futureMoment(typeof at === "number" ? new Date(at * 1000).toISOString() : at, now);
}
