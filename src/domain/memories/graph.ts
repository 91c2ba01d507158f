import type { Graph, GraphEdge, GraphNode } from "../../cell/memory/contract";
import { type EntityType, entityTypes, extract } from "../../engine/graph/entities";
import { toCsv, toGraphml, toJson } from "../../engine/graph/export";
import { invalid } from "../../kit/problem";
import { noMemory } from "./memories";
import { confinedTo, type Home, seconds, type Who } from "./who";

const presentEdge = ({ source, target, edge_type, weight, createdAt }: GraphEdge) => ({
  id: `${edge_type}:${source}:${target}`,
  source_id: source,
  target_id: target,
  from_id: source,
  to_id: target,
  edge_type,
  weight,
  created_at: seconds(createdAt),
});

const presentNode = ({ id, depth, preview, importance, type }: GraphNode) => ({
  id,
  memory_id: id,
  content_preview: preview,
  memory_type: type,
  importance,
  depth,
});

export async function linkMemories(home: Home, id: string, targetId: string, type: string, weight: number) {
  if (id === targetId) throw invalid("A memory is not linked with itself.", ["body", "target_id"]);
  const edge = await home.memory("link", { id, targetId, type, weight });
  if (!edge) throw noMemory();
  return { edge: presentEdge(edge) };
}

export interface Walked {
  depth: number;
  limit: number;
  types: string[] | null;
  minWeight: number;
}

/** What lies around a memory. */
export async function memoryGraph(home: Home, id: string, walked: Walked) {
  const graph = await home.memory("graph", { id, ...walked });
  if (!graph) throw noMemory();
  return {
    root_id: id,
    depth: walked.depth,
    nodes: graph.nodes.map(presentNode),
    edges: graph.edges.map(presentEdge),
  };
}

export async function memoryPath(home: Home, from: string, to: string, hops: number) {
  const answer = await home.memory("path", { from, to, hops });
  if (!answer) throw noMemory();
  const { found } = answer;
  return {
    source_id: from,
    target_id: to,
    path: found?.nodes ?? [],
    hops: found ? found.edges.length : -1,
    edges: found?.edges.map(presentEdge) ?? [],
  };
}

export interface WholeGraph {
  maxNodes: number;
  maxEdges: number;
  types: string[] | null;
  minWeight: number;
}

export async function wholeGraph(home: Home, who: Who, asked: WholeGraph) {
  const graph = await home.memory("fullGraph", { agentId: confinedTo(who) ?? null, ...asked });
  return presentGraph(graph);
}

/** A graph with what hangs together in it, largest first. */
export function presentGraph({ nodes, edges }: Pick<Graph, "nodes" | "edges">) {
  const groups = components(nodes, edges);
  return {
    nodes: nodes.map(presentNode),
    edges: edges.map(presentEdge),
    clusters: groups.map((node_ids, i) => ({ id: `${i + 1}`, node_ids, size: node_ids.length })),
    stats: { node_count: nodes.length, edge_count: edges.length, cluster_count: groups.length },
  };
}

function components(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): string[][] {
  const around = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { source, target } of edges) {
    around.get(source)?.push(target);
    around.get(target)?.push(source);
  }
  const seen = new Set<string>();
  const groups = nodes.flatMap(({ id }) => {
    if (seen.has(id)) return [];
    seen.add(id);
    const group = [id];
    for (const one of group)
      for (const other of around.get(one) ?? []) if (seen.size !== seen.add(other).size) group.push(other);
    return [group];
  });
  return groups.filter((group) => group.length > 1).sort((a, b) => b.length - a.length);
}

export type GraphFormat = "json" | "graphml" | "csv";

/** The graph as a text that other programs read. */
export async function exportGraph(home: Home, who: Who, format: GraphFormat) {
  const all = { maxNodes: 100_000, maxEdges: 1_000_000, types: null, minWeight: 0 };
  const { nodes, edges } = await home.memory("fullGraph", { agentId: confinedTo(who) ?? null, ...all });
  const written = nodes.map(({ id, preview, importance, type }) => ({ id, label: preview, type, importance }));
  const data =
    format === "graphml" ? toGraphml(written, edges) : format === "csv" ? toCsv(edges) : toJson(written, edges);
  return {
    agent_id: who.agent_id ?? home.row.name,
    format,
    node_count: nodes.length,
    edge_count: edges.length,
    data,
    ...(format === "json" && { nodes: nodes.map(presentNode), edges: edges.map(presentEdge) }),
  };
}

/** What a text names, and what it says of it. */
export function extractFrom(text: string, types: string[] | undefined) {
  const wanted = entityTypes.filter((type) => types === undefined || types.includes(type));
  return extract(text, { types: wanted satisfies EntityType[] });
}

export async function memoryEntities(home: Home, id: string) {
  const found = await home.memory("entitiesOf", { id });
  if (!found) throw noMemory();
  const { relations } = extractFrom(found.content, undefined);
  return { memory_id: id, entities: found.entities, relations, count: found.entities.length };
}
