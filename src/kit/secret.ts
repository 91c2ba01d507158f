/** The three kinds of key text, by what they open. */
export type SecretKind = "sk" | "ret_sk" | "usr_sk";

/** Every key of a kind has one length; a retriever key is 60 characters in all, as published. */
const totalLength: Record<SecretKind, number> = { sk: 56, ret_sk: 60, usr_sk: 60 };

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const checksumLength = 6;

/** Makes a key: prefix, random base62, and a CRC32 of all before it so that a mistyped key is refused unread. */
export function newSecret(kind: SecretKind): string {
  const length = totalLength[kind] - kind.length - 1 - checksumLength;
  const body = `${kind}_${randomBase62(length)}`;
  return body + checksum(body);
}

/** Whether a text can be a key at all. Costs no lookup; says nothing about whether the key exists. */
export function isSecret(text: string): boolean {
  const kind = /^(sk|ret_sk|usr_sk)_[0-9A-Za-z]+$/.exec(text)?.[1];
  if (kind !== "sk" && kind !== "ret_sk" && kind !== "usr_sk") return false;
  return text.length === totalLength[kind] && text.endsWith(checksum(text.slice(0, -checksumLength)));
}

/** What may be shown of a key after its one showing: the first 10 characters. */
export const secretPrefix = (secret: string) => `${secret.slice(0, 10)}...`;

function randomBase62(length: number): string {
  let text = "";
  while (text.length < length) {
    // 248 is the largest multiple of 62 in a byte: rejecting the rest keeps every letter equally likely.
    for (const byte of crypto.getRandomValues(new Uint8Array(64)))
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
  }
  return text;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 (IEEE 802.3) of ASCII text, as six base62 digits. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) crc = crcTable[(crc ^ text.charCodeAt(i)) & 0xff]! ^ (crc >>> 8);
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = "";
  for (let i = 0; i < checksumLength; i++) {
    digits = alphabet[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
