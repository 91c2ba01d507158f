/** Scales a vector to a length, in place; false when it has no direction to keep. */
export function scaleTo(vector: Float32Array, length: number): boolean {
  let square = 0;
  for (const x of vector) square += x * x;
  if (square < 1e-20) return false;
  const factor = length / Math.sqrt(square);
  for (let i = 0; i < vector.length; i++) vector[i]! *= factor;
  return true;
}
