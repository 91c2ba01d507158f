/** Below this many documents, a learned model says nothing that hashed words do not. */
const FEWEST_DOCUMENTS = 64;

/** The most documents to fit on, taken evenly from all: more cost the cell time and change no ranking. */
export const SAMPLE_DOCUMENTS = 4_000;

/**
 * Whether to fit anew: at 64 documents, and again when as many were written or deleted as there were at the last fit.
 * `fittedAt` is the number of documents then, 0 for never; `changes` the writes and deletes since, where known.
 */
export function dueForFit(
  documentCount: number,
  fittedAt: number,
  changes = Math.abs(documentCount - fittedAt),
): boolean {
  if (documentCount < FEWEST_DOCUMENTS) return false;
  return fittedAt === 0 || changes >= fittedAt || documentCount <= fittedAt / 2;
}
