import type { Adjacency, Edge } from "../src/engine/graph/walk";

/** Edges in memory as a walk reads them: of each node the heaviest, sorted when it is first asked about. */
export function adjacencyOf<E extends Edge>(edges: Iterable<E>): Adjacency<E> {
  const byNode = new Map<string, E[]>();
  const enter = (node: string, edge: E) => {
    const known = byNode.get(node);
    if (known) known.push(edge);
    else byNode.set(node, [edge]);
  };
  for (const edge of edges) {
    enter(edge.source, edge);
    if (edge.target !== edge.source) enter(edge.target, edge);
  }
  const sorted = new Set<string>();
  return (nodes, most) =>
    nodes.flatMap((node) => {
      const own = byNode.get(node) ?? [];
      if (!sorted.has(node)) own.sort((a, b) => b.weight - a.weight);
      sorted.add(node);
      return own.length > most ? own.slice(0, most) : own;
    });
}
