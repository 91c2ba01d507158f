import { invalid } from "../../kit/problem";

const prefix = "whsec_";

/** A secret as Standard Webhooks writes it: 32 random bytes. */
export const newHookSecret = () =>
  prefix + btoa(Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => String.fromCharCode(byte)).join(""));

/** One that a caller brings: `whsec_` and 24 to 64 bytes in base64. @throws Problem `invalid` */
export function readHookSecret(text: string): string {
  const body = text.startsWith(prefix) ? text.slice(prefix.length) : "";
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(body);
  const length = isBase64 ? atob(body).length : 0;
  if (length >= 24 && length <= 64) return text;
  throw invalid("A secret is whsec_ and 24 to 64 bytes in base64. Leave it out to be given one.", ["body", "secret"]);
}
