/**
 * Eigenvalues, descending, and eigenvectors (columns of `vectors`) of a symmetric matrix, of which the upper triangle
 * is read: cyclic Jacobi rotations (Golub and Van Loan, "Matrix Computations", §8.5). Yields after every sweep.
 */
export function* eigen(
  matrix: Float64Array,
  width: number,
): Generator<void, { values: Float64Array; vectors: Float64Array }> {
  const a = new Float64Array(width * width);
  for (let i = 0; i < width; i++)
    for (let j = i; j < width; j++) a[i * width + j] = a[j * width + i] = matrix[i * width + j]!;
  // Rows of `v` are the eigenvectors while rotating: rows are contiguous.
  const v = new Float64Array(width * width);
  for (let i = 0; i < width; i++) v[i * width + i] = 1;

  for (let sweep = 0; sweep < 12 && offDiagonal(a, width) > 1e-9; sweep++) {
    for (let p = 0; p < width; p++) for (let q = p + 1; q < width; q++) rotate(a, v, width, p, q);
    yield;
  }
  const order = Array.from({ length: width }, (_, i) => i).sort((i, j) => a[j * width + j]! - a[i * width + i]!);
  const vectors = new Float64Array(width * width);
  order.forEach((from, to) => {
    for (let i = 0; i < width; i++) vectors[i * width + to] = v[from * width + i]!;
  });
  return { values: Float64Array.from(order, (i) => Math.max(0, a[i * width + i]!)), vectors };
}

/** The share of the matrix's energy that is not on its diagonal. */
function offDiagonal(a: Float64Array, width: number): number {
  let off = 0;
  let all = 1e-300;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      const square = a[i * width + j]! ** 2;
      all += square;
      if (i !== j) off += square;
    }
  }
  return off / all;
}

function rotate(a: Float64Array, v: Float64Array, width: number, p: number, q: number): void {
  const apq = a[p * width + q]!;
  const app = a[p * width + p]!;
  const aqq = a[q * width + q]!;
  if (Math.abs(apq) <= 1e-12 * Math.sqrt(Math.abs(app * aqq)) + 1e-300) return;
  const theta = (aqq - app) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < width; k++) {
    const apk = a[p * width + k]!;
    const aqk = a[q * width + k]!;
    a[p * width + k] = c * apk - s * aqk;
    a[q * width + k] = s * apk + c * aqk;
    const vpk = v[p * width + k]!;
    const vqk = v[q * width + k]!;
    v[p * width + k] = c * vpk - s * vqk;
    v[q * width + k] = s * vpk + c * vqk;
  }
  for (let k = 0; k < width; k++) {
    const akp = a[k * width + p]!;
    const akq = a[k * width + q]!;
    a[k * width + p] = c * akp - s * akq;
    a[k * width + q] = s * akp + c * akq;
  }
}
