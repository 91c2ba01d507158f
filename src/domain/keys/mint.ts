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
