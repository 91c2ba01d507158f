import { type Seal, sealOf } from "../kit/seal";

/** Texts that lie in D1 sealed with CORDON_SECRET. `about` is what a text belongs to: sealed for one row, it opens in no other. */
export interface Vault {
  close(text: string, about: string): Promise<string>;
  open(sealed: string, about: string): Promise<string>;
}

let last: { secret: string; purpose: string; seal: Promise<Seal> } | undefined;

export function vaultOf(env: Env, purpose: string): Vault {
  const { CORDON_SECRET: secret } = env;
  if (!secret) throw new Error(`CORDON_SECRET is not set: ${purpose} cannot be kept.`);
  // Deriving the keys costs more than using them.
  if (last?.secret !== secret || last.purpose !== purpose) last = { secret, purpose, seal: sealOf(secret, purpose) };
  const { seal } = last;
  return {
    async close(text, about) {
      const bytes = await (await seal).close(text, about);
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    async open(sealed, about) {
      return (await seal).open(
        Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0)),
        about,
      );
    },
  };
}
