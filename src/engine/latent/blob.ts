import type { Model } from "./model";

const VERSION = 1;
const HEADER = 16;

/**
 * A model as bytes: version, dimensions, terms, `fittedAt` (four little-endian 32-bit numbers), then term ids, scales
 * and vectors: 136 bytes a term at 128 dimensions.
 */
export function serialiseModel({ ids, scales, vectors, dimensions, fittedAt }: Model): Uint8Array {
  const bytes = new Uint8Array(HEADER + ids.length * (8 + dimensions));
  new Uint32Array(bytes.buffer, 0, 4).set([VERSION, dimensions, ids.length, fittedAt]);
  bytes.set(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength), HEADER);
  bytes.set(new Uint8Array(scales.buffer, scales.byteOffset, scales.byteLength), HEADER + ids.byteLength);
  bytes.set(new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength), HEADER + 2 * ids.byteLength);
  return bytes;
}

/** The model that `serialiseModel` wrote, or undefined when the bytes are of another version: it is then fitted anew. */
export function parseModel(bytes: Uint8Array): Model | undefined {
  const buffer = bytes.slice().buffer;
  if (buffer.byteLength < HEADER) return undefined;
  const [version = 0, dimensions = 0, size = 0, fittedAt = 0] = new Uint32Array(buffer, 0, 4);
  if (version !== VERSION || buffer.byteLength !== HEADER + size * (8 + dimensions)) return undefined;
  return {
    ids: new Uint32Array(buffer, HEADER, size),
    scales: new Float32Array(buffer, HEADER + 4 * size, size),
    vectors: new Int8Array(buffer, HEADER + 8 * size),
    dimensions,
    fittedAt,
  };
}
