/** Below this many documents, a learned model says nothing that the hashed part does not. */
export const FEWEST_DOCUMENTS = 64;

/**
 * The most documents a model is fitted on: more cost time in the cell and change the ranking little. Take every
 * ⌈n / 4000⌉-th when there are more.
 */
export const MOST_DOCUMENTS = 4_000;

/**
 * Whether to fit anew: at 64 documents, then when half as many again as the fit knew were written or deleted, or, past
 * the largest sample, as many again. `fittedAt` is the number of documents at the last fit, 0 for never; `changes`
 * the writes and deletes since, where the caller counts them.
 */
export function dueForFit(
  documentCount: number,
  fittedAt: number,
  changes = Math.abs(documentCount - fittedAt),
): boolean {
  if (fittedAt === 0) return documentCount >= FEWEST_DOCUMENTS;
  return changes >= fittedAt * (fittedAt < MOST_DOCUMENTS ? 0.5 : 1) || documentCount < fittedAt / 2;
}
