const encoder = new TextEncoder();
const decoder = new TextDecoder();
const ivBytes = 12;

/** What only the holder of a secret can have written, or can read. */
export interface Seal {
  /** HMAC-SHA-256 of the parts, in hexadecimal digits. */
  sign(...parts: string[]): Promise<string>;
  /** AES-256-GCM. `about` is not kept, and has to be the same to open. */
  close(text: string, about: string): Promise<Uint8Array>;
  /** @throws when the bytes were not closed with this secret, or were about something else */
  open(bytes: Uint8Array, about: string): Promise<string>;
}

/** Keys by HKDF-SHA-256 (RFC 5869) from a secret of full entropy, so without a salt. `purpose` keeps two uses apart. */
export async function sealOf(secret: string, purpose: string): Promise<Seal> {
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  const derive = (use: string, algorithm: SubtleCryptoImportKeyAlgorithm, usages: string[]) =>
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(`${purpose} ${use}`) },
      material,
      algorithm,
      false,
      usages,
    );
  const [mac, cipher] = await Promise.all([
    derive("sign", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
    derive("close", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
  ]);
  const gcm = (iv: Uint8Array, about: string) => ({ name: "AES-GCM", iv, additionalData: encoder.encode(about) });
  return {
    async sign(...parts) {
      // As JSON, so that no two lists of parts are the same bytes.
      const signed = await crypto.subtle.sign("HMAC", mac, encoder.encode(JSON.stringify(parts)));
      return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    async close(text, about) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const closed = new Uint8Array(await crypto.subtle.encrypt(gcm(iv, about), cipher, encoder.encode(text)));
      const bytes = new Uint8Array(ivBytes + closed.length);
      bytes.set(iv);
      bytes.set(closed, ivBytes);
      return bytes;
    },
    async open(bytes, about) {
      const iv = bytes.slice(0, ivBytes);
      return decoder.decode(await crypto.subtle.decrypt(gcm(iv, about), cipher, bytes.slice(ivBytes)));
    },
  };
}
