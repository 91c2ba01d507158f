import type { KeyRow } from "../../store/keyring";
import { keyInfo } from "./key-info";
import { presentKey } from "./present";

/** What a key says of itself, in both dialects. It says the same as long as its row is the same: it is put together once. */
export function whoami(key: KeyRow) {
  const known = said.get(key) ?? Object.freeze(say(key));
  said.set(key, known);
  return known;
}

const said = new WeakMap<KeyRow, Readonly<ReturnType<typeof say>>>();

const say = (key: KeyRow) => ({
  ...keyInfo(key, key.createdAt),
  ...presentKey(key, key.createdAt),
  unrestricted: key.type === "standard" && key.scopes.length === 0,
  auth_enabled: true as const,
});
