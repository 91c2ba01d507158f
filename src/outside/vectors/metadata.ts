import type { SpaceEntry } from "../../engine/knn/space";
import { readingsOf } from "./readings";

/** Upstash takes 48 KB for an entry. */
const mostBytes = 48_000;

/**
 * What an entry has with it at Upstash: its collection (`c`), whether it is a vector of zeros (`z`), whether it says
 * too little of itself to be filtered (`x`: then whatever is asked of its fields lets it through), and the readings of
 * its fields. All three are always there: what Upstash's filters make of a field that is missing is written nowhere.
 */
export type Metadata = { c: string; z: 0 | 1; x: 0 | 1 } & Record<string, string | number | string[]>;

export function metadataOf({ collection: c, fields }: SpaceEntry, isZero: boolean): Metadata {
  const z = isZero ? 1 : 0;
  const whole: Metadata = { ...readingsOf(fields), c, z, x: 0 };
  // Names, marks and numbers are of one byte each letter.
  return JSON.stringify(whole).length <= mostBytes ? whole : { c, z, x: 1 };
}
