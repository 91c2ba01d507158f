/**
 * A 32-bit hash of a string's UTF-16 code units: FNV-1a, then MurmurHash3's finaliser so that the low bits, which
 * index hash tables and vector dimensions, are as mixed as the high ones. `seed` gives independent hashes.
 */
export function hash32(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix32(h);
}

/** MurmurHash3's finaliser: a bijection of 32-bit integers in which every input bit moves every output bit. */
export function mix32(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
