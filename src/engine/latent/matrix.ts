/** A sparse matrix, row by row (CSR): row `r` holds `values[i]` in column `columns[i]` for `starts[r] <= i < starts[r + 1]`. */
export type Sparse = {
  rows: number;
  columnCount: number;
  starts: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
};

/** `rows` rows of `width` numbers, one after another. */
export type Dense = { rows: number; width: number; data: Float32Array };

export function dense(rows: number, width: number): Dense {
  return { rows, width, data: new Float32Array(rows * width) };
}

/** out[from..to) = A[from..to) · X, for X of A's column count. */
export function multiplyRows(a: Sparse, x: Dense, out: Dense, from: number, to: number): void {
  const width = x.width;
  for (let r = from; r < to; r++) {
    const row = out.data.subarray(r * width, (r + 1) * width).fill(0);
    for (let i = a.starts[r]!; i < a.starts[r + 1]!; i++) addScaled(row, a.values[i]!, x.data, a.columns[i]! * width);
  }
}

/** out += A[from..to)ᵀ · X[from..to), for `out` of A's column count. */
export function multiplyTransposed(a: Sparse, x: Dense, out: Dense, from: number, to: number): void {
  const width = x.width;
  for (let r = from; r < to; r++) {
    const row = x.data.subarray(r * width, (r + 1) * width);
    for (let i = a.starts[r]!; i < a.starts[r + 1]!; i++) {
      const at = a.columns[i]! * width;
      const value = a.values[i]!;
      for (let k = 0; k < width; k++) out.data[at + k]! += value * row[k]!;
    }
  }
}

function addScaled(row: Float32Array, value: number, x: Float32Array, at: number): void {
  for (let k = 0; k < row.length; k++) row[k]! += value * x[at + k]!;
}

/** gram += X[from..to)ᵀ · X[from..to), upper triangle, `gram` being width × width. */
export function addGram(x: Dense, gram: Float64Array, from: number, to: number): void {
  const width = x.width;
  for (let r = from; r < to; r++) {
    const at = r * width;
    for (let i = 0; i < width; i++) {
      const xi = x.data[at + i]!;
      if (xi === 0) continue;
      for (let j = i; j < width; j++) gram[i * width + j]! += xi * x.data[at + j]!;
    }
  }
}

/** The upper factor R of gram = RᵀR (Cholesky); directions without length get an infinite pivot, which zeroes them. */
export function cholesky(gram: Float64Array, width: number): Float64Array {
  const upper = Float64Array.from(gram);
  const tiny = 1e-10 * Math.max(...Array.from({ length: width }, (_, i) => gram[i * width + i]!), 1e-300);
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      let sum = upper[i * width + j]!;
      for (let k = 0; k < i; k++) sum -= upper[k * width + i]! * upper[k * width + j]!;
      if (i === j) upper[i * width + i] = sum > tiny ? Math.sqrt(sum) : Number.POSITIVE_INFINITY;
      else upper[i * width + j] = sum / upper[i * width + i]!;
    }
  }
  return upper;
}

/** X[from..to) ← X[from..to) · R⁻¹, which makes the columns of X orthonormal when R is their Gram matrix's factor. */
export function solveRows(x: Dense, upper: Float64Array, from: number, to: number): void {
  const width = x.width;
  for (let r = from; r < to; r++) {
    const row = x.data.subarray(r * width, (r + 1) * width);
    for (let i = 0; i < width; i++) {
      const value = row[i]! / upper[i * width + i]!;
      row[i] = value;
      if (value !== 0) for (let j = i + 1; j < width; j++) row[j]! -= value * upper[i * width + j]!;
    }
  }
}
