export type Metric = "cosine" | "dot";

/** Why a vector was refused: another length than the matrix has, or a number that float32 cannot hold. */
export class VectorError extends Error {
  readonly reason: "dimensions" | "not_finite";

  constructor(reason: "dimensions" | "not_finite", message: string) {
    super(message);
    this.name = "VectorError";
    this.reason = reason;
  }
}

/** One type of array for every loop: loops that see two kinds of array are several times slower. */
export const float32 = (vector: ArrayLike<number>): Float32Array =>
  vector instanceof Float32Array ? vector : new Float32Array(vector);

/**
 * The factor that brings `vector` to unit length; 1 for the dot metric, 0 for the zero vector.
 *
 * The squares of float32 numbers cannot leave float64, so their sum is finite exactly when every number is.
 * @throws VectorError
 */
export const factorOf = (vector: Float32Array, dimensions: number, metric: Metric): number => {
  if (vector.length !== dimensions) {
    throw new VectorError("dimensions", `A vector of ${vector.length} numbers where ${dimensions} belong.`);
  }
  const squares = dot(vector, vector);
  if (!Number.isFinite(squares)) throw new VectorError("not_finite", "A vector holds a number that is not finite.");
  if (metric === "dot") return 1;
  return squares === 0 ? 0 : 1 / Math.sqrt(squares);
};

/**
 * A copy of `vector` in float32 at unit length (the zero vector stays zero): what to store for exact rescoring.
 * @throws VectorError when a number is not finite
 */
export const unit = (vector: ArrayLike<number>): Float32Array => {
  const numbers = float32(vector);
  const factor = factorOf(numbers, numbers.length, "cosine");
  return numbers.map((value) => value * factor);
};

/** The dot product over the shorter length, summed in float64; of two unit vectors, their cosine. */
export const dot = (a: Float32Array, b: Float32Array): number => {
  const dimensions = Math.min(a.length, b.length);
  let first = 0;
  let second = 0;
  let i = 0;
  for (; i + 1 < dimensions; i += 2) {
    first += a[i]! * b[i]!;
    second += a[i + 1]! * b[i + 1]!;
  }
  return i < dimensions ? first + second + a[i]! * b[i]! : first + second;
};
