import type { Edge } from "./walk";

/** The connections that are drawn by themselves, and the one that callers draw. */
export const edgeTypes = ["related_to", "shares_entity", "precedes", "linked_by"] as const;
export type EdgeType = (typeof edgeTypes)[number];

/** The cosine from which two memories are related. */
export const RELATED = 0.85;
/** The most memories that one memory is linked to through a shared entity, the latest first. */
export const SHARED_LIMIT = 10;

/** Memories as alike as `RELATED` or more, heaviest first. */
export function relatedEdges(id: string, near: readonly { id: string; cosine: number }[]): Edge[] {
  return near
    .filter((other) => other.id !== id && other.cosine >= RELATED)
    .sort((a, b) => b.cosine - a.cosine)
    .map((other) => edge(id, other.id, "related_to", Math.min(1, other.cosine)));
}

/** An entity of a memory, and the other memories of the namespace that name it too, the latest first. */
export interface Shared {
  id: string;
  score: number;
  holders: readonly string[];
  /** How many memories name it in all. */
  count: number;
}

/**
 * Memories that name the same things: weight Σ score / (1 + ln count), at most 1, so that an entity everybody names
 * connects little and several rare ones much.
 */
export function sharedEntityEdges(id: string, entities: readonly Shared[]): Edge[] {
  const weights = new Map<string, number>();
  for (const { score, holders, count } of entities)
    for (const holder of holders.slice(0, SHARED_LIMIT))
      if (holder !== id) weights.set(holder, (weights.get(holder) ?? 0) + score / (1 + Math.log(Math.max(1, count))));
  return Array.from(weights, ([other, weight]) => edge(id, other, "shares_entity", Math.min(1, weight)))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, SHARED_LIMIT);
}

/** The turn before, to this one. */
export const precedesEdge = (before: string, id: string): Edge => edge(before, id, "precedes", 1);

const edge = (source: string, target: string, edge_type: EdgeType, weight: number): Edge => ({
  source,
  target,
  edge_type,
  weight,
});
