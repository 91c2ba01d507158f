import type { Kind } from "./kind";

/** One memory, seen as each of the number types in it. Growing the memory detaches all of them. */
export interface Views {
  f32: Float32Array;
  u32: Uint32Array;
  i16: Int16Array;
  i8: Int8Array;
  u8: Uint8Array;
}

export const viewsOf = (buffer: ArrayBuffer): Views => ({
  f32: new Float32Array(buffer),
  u32: new Uint32Array(buffer),
  i16: new Int16Array(buffer),
  i8: new Int8Array(buffer),
  u8: new Uint8Array(buffer),
});

/** How one kind of matrix writes a row and a query. `factor` multiplies every number; `address` is in bytes. */
export interface Codec {
  range: "f32_range" | "i8_range";
  list: "f32_list" | "i8_list";
  /** Bytes of one element of a row, and of the query. */
  rowBytes: number;
  queryBytes: number;
  /** Returns the row's scale: what a stored number is multiplied by to give the true one. */
  row(views: Views, address: number, vector: Float32Array, factor: number): number;
  /** Returns the query's scale. */
  query(views: Views, address: number, vector: Float32Array, factor: number): number;
}

const writeFloats: Codec["row"] = ({ f32 }, address, vector, factor) => {
  const first = address / 4;
  for (let i = 0; i < vector.length; i++) f32[first + i] = vector[i]! * factor;
  return 1;
};

/**
 * Writes numbers as integers of at most `limit`, by symmetric linear quantisation: x ≈ integer × (max |x| / limit).
 * `Math.round` and `Math.max` here make a load three times as long.
 */
const writeIntegers = (
  into: Int8Array | Int16Array,
  first: number,
  vector: Float32Array,
  factor: number,
  limit: number,
): number => {
  let peak = 0;
  for (let i = 0; i < vector.length; i++) {
    const value = Math.abs(vector[i]!);
    if (value > peak) peak = value;
  }
  const step = peak === 0 ? 0 : limit / peak;
  for (let i = 0; i < vector.length; i++) into[first + i] = Math.floor(vector[i]! * step + 0.5);
  return (peak * factor) / limit;
};

/** The kernel widens int8 to int16 anyway, so an int16 query costs nothing; its range keeps every sum within int32. */
const queryLimit = (dimensions: number): number => Math.min(32_767, Math.floor((2 ** 31 - 1) / (127 * dimensions)));

export const codecs: Record<Kind, Codec> = {
  f32: {
    range: "f32_range",
    list: "f32_list",
    rowBytes: 4,
    queryBytes: 4,
    row: writeFloats,
    query: writeFloats,
  },
  int8: {
    range: "i8_range",
    list: "i8_list",
    rowBytes: 1,
    queryBytes: 2,
    row: ({ i8 }, address, vector, factor) => writeIntegers(i8, address, vector, factor, 127),
    query: ({ i16 }, address, vector, factor) =>
      writeIntegers(i16, address / 2, vector, factor, queryLimit(vector.length)),
  },
};
