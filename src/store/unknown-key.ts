import { Problem } from "../kit/problem";
import type { KeyRefusal } from "./keyring";

/** What the caller reads of a key that opens nothing, and what the memory dialect calls it. */
const refusals: Record<KeyRefusal, [sentence: string, code: string]> = {
  malformed: ["Send a valid key as a bearer token.", "INVALID_API_KEY"],
  unknown: ["Send a valid key as a bearer token.", "INVALID_API_KEY"],
  revoked: ["This key has been revoked.", "INVALID_API_KEY"],
  expired: ["This key has expired.", "API_KEY_EXPIRED"],
};

/** The problem of a key that opens nothing; one that was not presented at all is told in the same sentence. */
export function unknownKey(refusal: KeyRefusal, presented = true): Problem {
  const [sentence, code] = refusals[refusal];
  return new Problem("unauthenticated", sentence, undefined, { code: presented ? code : "AUTHENTICATION_REQUIRED" });
}
