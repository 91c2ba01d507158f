import { addHashed } from "../latent/hashed";
import { analyse } from "../text/terms";

/** Words and parts of words, hashed: memories are short and few, and these need nothing to be learned first. */
export const dimensions = 256;

/** A text as a vector in bytes: a scan works in bytes too, and only the direction counts. */
export function vectorOf(text: string): Int8Array<ArrayBuffer> {
  const vector = new Float32Array(dimensions);
  addHashed(analyse(text), vector);
  const most = vector.reduce((high, value) => Math.max(high, Math.abs(value)), 0) || 1;
  return Int8Array.from(vector, (value) => Math.round((value * 127) / most));
}
