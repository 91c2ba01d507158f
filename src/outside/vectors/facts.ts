import type { Index } from "@upstash/vector";
import { isMetric, type Metric } from "./score";

/** What an index is, for as long as it is there. */
export interface Nature {
  dimensions: number;
  metric: Metric;
}

/** What an index says of itself. It tells of all of its namespaces, however many: nothing to be asked often. */
export interface Facts extends Nature {
  /** Entries that searches see, and entries that they do not see yet. */
  count: number;
  pending: number;
  /** The same by namespace. */
  spaces: ReadonlyMap<string, { count: number; pending: number }>;
}

/** @throws when the index does not answer, or is none of dense vectors */
export async function factsOf(client: Index): Promise<Facts> {
  const { dimension, similarityFunction, vectorCount, pendingVectorCount, namespaces } = await client.info();
  if (!(dimension > 0) || !isMetric(similarityFunction))
    throw new Error("Upstash Vector: not an index of dense vectors.");
  const spaces = Object.entries(namespaces ?? {}).map(
    ([name, held]) => [name, { count: held.vectorCount, pending: held.pendingVectorCount }] as const,
  );
  return {
    dimensions: dimension,
    metric: similarityFunction,
    count: vectorCount,
    pending: pendingVectorCount,
    spaces: new Map(spaces),
  };
}
