import { invalid } from "../kit/problem";
import type { Organization } from "../store/organization";
import type { VectorHome } from "../store/schema";
import type { VectorsWanted } from "../store/vector-moves";

export interface Infrastructure {
  vectors: VectorHome | "auto";
}

/** What a request asks for where vectors are to be, of what stands; undefined when that is as it is. */
export function vectorsWanted(
  organization: Organization,
  asked: Infrastructure | null | undefined,
  { vectors, vectorsBySize }: VectorsWanted = { vectors: "cell", vectorsBySize: true },
): VectorsWanted | undefined {
  if (!asked) return undefined;
  const wanted =
    asked.vectors === "auto" ? { vectors, vectorsBySize: true } : { vectors: asked.vectors, vectorsBySize: false };
  if (wanted.vectors === vectors && wanted.vectorsBySize === vectorsBySize) return undefined;
  if (!organization.namespaces.vectorHomes().includes(wanted.vectors))
    throw invalid(unset[wanted.vectors], ["body", "infrastructure", "vectors"]);
  return wanted;
}

const unset: Record<VectorHome, string> = {
  cell: "",
  upstash: "No Upstash Vector index is configured here: vectors stay in the cell.",
  dedicated: "No Upstash account is configured here, by which an index could be made: vectors stay where they are.",
};
