import type { SpaceEntry } from "../../engine/knn/space";
import { unit } from "../../engine/knn/vector";
import { type Metadata, metadataOf } from "./metadata";
import { isZero, standIn, wire } from "./score";

/** Upstash advises a thousand entries at once; how long a request may be is written nowhere. */
export const mostEntries = 1_000;
const mostLetters = 2_000_000;
/** At most, as `wire` writes them: to write them once more to see how long they are would take half of all the time. */
const lettersPerNumber = 14;

interface Sent {
  id: string;
  vector: number[];
  metadata: Metadata;
}

/** Entries as they are sent, in requests of a size that is taken. @throws VectorError */
export function* batchesOf(entries: readonly SpaceEntry[], dimensions: number): Generator<Sent[]> {
  let batch: Sent[] = [];
  let letters = 0;
  for (const entry of entries) {
    const none = isZero(entry.vector);
    const vector = wire(none ? standIn(dimensions) : unit(entry.vector), dimensions);
    const sent = { id: entry.id, vector, metadata: metadataOf(entry, none) };
    const length = JSON.stringify(sent.metadata).length + dimensions * lettersPerNumber;
    if (batch.length === mostEntries || (batch.length > 0 && letters + length > mostLetters)) {
      yield batch;
      batch = [];
      letters = 0;
    }
    batch.push(sent);
    letters += length;
  }
  if (batch.length > 0) yield batch;
}

export function* piecesOf<T>(all: readonly T[], size = mostEntries): Generator<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
