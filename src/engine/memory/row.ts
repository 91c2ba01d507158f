import { decodeTerms, encodeTerms } from "../text/blob";
import type { RecallEntry } from "./entry";

/** A `RecallEntry` as a row of a table keeps it, beside its seq. */
export interface RecallRow {
  /** `encodeTerms` of its words. */
  terms: Uint8Array;
  /** The rest, as JSON: short, and never searched by. */
  signals: string;
}

type Signals = Omit<RecallEntry, "seq" | "terms">;

export function rowOf({ seq: _, terms, ...signals }: RecallEntry): RecallRow {
  return { terms: encodeTerms(terms), signals: JSON.stringify(signals) };
}

/** The entry that `rowOf` wrote. */
export function entryOf(seq: number, terms: Uint8Array | ArrayBuffer, signals: string): RecallEntry {
  const rest: Signals = JSON.parse(signals);
  return { ...rest, seq, terms: decodeTerms(terms) };
}
