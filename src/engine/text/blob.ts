import type { Terms } from "./terms";

/**
 * Terms as bytes, about 4.1 per distinct term: varints of the text's length and of the number of terms, then for each
 * term the varint of its distance from the one before, doubled, odd when a byte with its count follows (most occur once).
 */
export function encodeTerms({ ids, counts, length }: Terms): Uint8Array {
  const bytes = new Uint8Array(10 + ids.length * 6);
  let at = writeVarint(bytes, writeVarint(bytes, 0, length), ids.length);
  let previous = 0;
  for (let i = 0; i < ids.length; i++) {
    const gap = ids[i]! - previous;
    previous = ids[i]!;
    const many = counts[i]! > 1 ? 1 : 0;
    // The first byte takes the flag and six bits, so that 33 bits never have to meet in one 32-bit operation.
    bytes[at++] = ((gap & 63) << 1) | many | (gap > 63 ? 128 : 0);
    if (gap > 63) at = writeVarint(bytes, at, gap >>> 6);
    if (many) bytes[at++] = counts[i]!;
  }
  return bytes.slice(0, at);
}

/** The terms that `encodeTerms` wrote. Throws a RangeError when the bytes are not such. */
export function decodeTerms(blob: Uint8Array | ArrayBuffer): Terms {
  const bytes = blob instanceof Uint8Array ? blob : new Uint8Array(blob);
  const cursor = { at: 0 };
  const length = readVarint(bytes, cursor);
  const size = readVarint(bytes, cursor);
  if (size > bytes.length) throw new RangeError("not a terms blob");
  const ids = new Uint32Array(size);
  const counts = new Uint8Array(size);
  let at = cursor.at;
  let previous = 0;
  for (let i = 0; i < size; i++) {
    const first = bytes[at++]!;
    let gap = (first >>> 1) & 63;
    let byte = first;
    for (let shift = 6; byte > 127; shift += 7) {
      byte = bytes[at++]!;
      gap |= (byte & 127) << shift;
    }
    previous += gap >>> 0;
    ids[i] = previous;
    counts[i] = first & 1 ? bytes[at++]! : 1;
  }
  if (at !== bytes.length) throw new RangeError("not a terms blob");
  return { ids, counts, length };
}

function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  while (rest > 127) {
    bytes[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[cursor.at++] ?? 0;
    value |= (byte & 127) << shift;
    if (byte < 128) break;
  }
  return value >>> 0;
}
