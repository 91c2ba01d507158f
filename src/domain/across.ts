/** One namespace's answer to a request that names several. */
export interface Part<T> {
  namespace_id: string;
  namespace_name: string;
  answer: T;
}

/** The best of all, each with where it came from; of equals the one whose namespace was named first. */
export function bestOf<T, R>(
  parts: readonly Part<T>[],
  results: (answer: T) => readonly R[],
  score: (result: R) => number,
  limit: number,
): (R & { _namespace: { namespace_id: string; namespace_name: string } })[] {
  return parts
    .flatMap(({ answer, ...from }) => results(answer).map((result) => ({ ...result, _namespace: from })))
    .sort((a, b) => score(b) - score(a))
    .slice(0, limit);
}
