import { STOP_WORDS } from "../text/stop";
import { type Terms, termOf } from "../text/terms";
import type { Sparse } from "./matrix";

// A term of one document relates nothing; one of half of them separates nothing.
const FEWEST = 2;
const LARGEST_SHARE = 0.5;
const STEP = 500;
const STOP_TERMS = new Set(Array.from(STOP_WORDS, termOf));

/** Documents × terms, each row (1 + ln tf) · idf at unit length, with the terms (ascending) and their idf. */
export type Weighed = { matrix: Sparse; ids: Uint32Array; idf: Float32Array };

/** The matrix that a model is learned from, of the terms worth learning: the commonest `maxTerms` of them. */
export function* weigh(documents: Terms[], maxTerms: number): Generator<void, Weighed> {
  const frequencies = new Map<number, number>();
  for (let d = 0; d < documents.length; d++) {
    for (const id of documents[d]!.ids) frequencies.set(id, (frequencies.get(id) ?? 0) + 1);
    if (d % STEP === 0) yield;
  }
  const most = LARGEST_SHARE * documents.length;
  const kept = Array.from(frequencies).filter(([id, n]) => n >= FEWEST && n <= most && !STOP_TERMS.has(id));
  yield;
  if (kept.length > maxTerms) kept.sort((a, b) => b[1] - a[1] || a[0] - b[0]).length = maxTerms;
  kept.sort((a, b) => a[0] - b[0]);
  const ids = Uint32Array.from(kept, ([id]) => id);
  const idf = Float32Array.from(kept, ([, n]) => Math.log(1 + documents.length / n));
  yield;
  return { matrix: yield* sparse(documents, ids, idf), ids, idf };
}

function* sparse(documents: Terms[], ids: Uint32Array, idf: Float32Array): Generator<void, Sparse> {
  const columnOf = new Map<number, number>();
  for (let t = 0; t < ids.length; t++) columnOf.set(ids[t]!, t);
  const room = documents.reduce((sum, document) => sum + document.ids.length, 0);
  const starts = new Uint32Array(documents.length + 1);
  const columns = new Uint32Array(room);
  const values = new Float32Array(room);
  let end = 0;
  for (let d = 0; d < documents.length; d++) {
    const document = documents[d]!;
    let square = 0;
    for (let i = 0; i < document.ids.length; i++) {
      const column = columnOf.get(document.ids[i]!);
      if (column === undefined) continue;
      const value = (1 + Math.log(document.counts[i]!)) * idf[column]!;
      columns[end] = column;
      values[end++] = value;
      square += value * value;
    }
    starts[d + 1] = end;
    for (let i = starts[d]!; i < end; i++) values[i]! /= Math.sqrt(square);
    if (d % STEP === 0) yield;
  }
  return {
    rows: documents.length,
    columnCount: ids.length,
    starts,
    columns: columns.subarray(0, end),
    values: values.subarray(0, end),
  };
}
