import { codecs, viewsOf } from "./codec";
import { type Kind, padded } from "./kind";
import { factorOf } from "./vector";

/** Rows of one kind of matrix as they lie in its memory, to be stored and put back: scales first (int8 only), then rows. */
export interface PackedRows {
  kind: Kind;
  dimensions: number;
  bytes: Uint8Array;
}

const scaleBytes = (kind: Kind): number => (kind === "int8" ? 4 : 0);
const strideOf = (kind: Kind, dimensions: number): number => padded(dimensions) * codecs[kind].rowBytes;

/** How many bytes `packRows` makes of so many vectors. */
const packedBytes = (count: number, dimensions: number, kind: Kind): number =>
  count * (scaleBytes(kind) + strideOf(kind, dimensions));

/** Vectors as a matrix of cosines would hold them. @throws VectorError for one that it would refuse */
export function packRows(vectors: readonly Float32Array[], dimensions: number, kind: Kind): PackedRows {
  const views = viewsOf(new ArrayBuffer(packedBytes(vectors.length, dimensions, kind)));
  const first = vectors.length * scaleBytes(kind);
  vectors.forEach((vector, i) => {
    const address = first + i * strideOf(kind, dimensions);
    const scale = codecs[kind].row(views, address, vector, factorOf(vector, dimensions, "cosine"));
    if (kind === "int8") views.f32[i] = scale;
  });
  return { kind, dimensions, bytes: views.u8 };
}

/** Reads packed rows: some in succession as bytes, the scale of one, and, of float32, one as a vector. */
export function rowsOf({ kind, dimensions, bytes }: PackedRows) {
  const stride = strideOf(kind, dimensions);
  const first = (bytes.length / (scaleBytes(kind) + stride)) * scaleBytes(kind);
  // Views of four bytes want an address of four bytes: what storage gives begins at 0.
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, kind === "int8" ? first / 4 : bytes.length / 4);
  return {
    rows: (from: number, to: number) => bytes.subarray(first + from * stride, first + to * stride),
    scale: (i: number) => numbers[i]!,
    floats(i: number): Float32Array {
      if (kind !== "f32") throw new RangeError("Rows of int8 cannot be had back as floats.");
      return numbers.subarray((i * stride) / 4, (i * stride) / 4 + dimensions);
    },
  };
}
