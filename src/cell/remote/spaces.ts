import type { VectorSpace } from "../../engine/knn/space";

/** The places outside that one namespace's vectors may have. What a place is called, only whoever gives it knows. */
export interface Spaces {
  /** A place for a feature, the same one when it is asked again; null where there is none for so many dimensions. */
  place(feature: string, dimensions: number): Promise<string | null>;
  open(place: string): Promise<VectorSpace>;
  /** Takes away what is there, and the place itself. */
  vacate(feature: string): Promise<void>;
}

/** How it stands with a namespace's vectors. */
export interface Standing {
  /** Where they ought to be. */
  wanted: "cell" | "remote";
  /** Whether they are there and searched there; what was written lately may still be on its way. */
  arrived: boolean;
  /** Whether nothing at all is left to send or take away. */
  settled: boolean;
  features: { feature: string; state: "filling" | "live" | "leaving"; total: number; seen: number }[];
  /** Features without a place of their dimensions: they stay in the cell. */
  unplaced: string[];
  /** Why the last attempt to send failed; null when it did not. */
  failing: string | null;
  /** What the last comparison of ids and versions found, of all that is out there; null before the first. */
  compared: { entries: number; missing: number; extra: number } | null;
}

export interface Move {
  /** Nothing is changed when absent. */
  wanted?: "cell" | "remote";
  /** How long to work on it at most. */
  forMs: number;
  /** Whether to compare ids and versions of all that is out there. */
  compare?: boolean;
}
