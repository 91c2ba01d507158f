import { type Seal, sealOf } from "../kit/seal";

/** Texts that lie in D1 sealed with CORDON_SECRET. `about` is what a text belongs to: sealed for one row, it opens in no other. */
export interface Vault {
  close(text: string, about: string): Promise<string>;
  open(sealed: string, about: string): Promise<string>;
}

/** Purpose → its seal: deriving the keys costs more than using them. */
const seals = new Map<string, { secret: string; seal: Promise<Seal> }>();

export function vaultOf(env: Env, purpose: string): Vault {
  const { CORDON_SECRET: secret } = env;
  if (!secret) throw new Error(`CORDON_SECRET is not set: ${purpose} cannot be kept.`);
  const known = seals.get(purpose);
  const seal = known?.secret === secret ? known.seal : sealOf(secret, purpose);
  seals.set(purpose, { secret, seal });
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
