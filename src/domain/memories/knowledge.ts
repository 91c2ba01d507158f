import { Problem } from "../../kit/problem";
import { memoryGraph, memoryPath, presentGraph, wholeGraph } from "./graph";
import { noMemory } from "./memories";
import type { Home, Who } from "./who";

export interface EdgeQuestion {
  root_id?: string | undefined;
  edge_type?: string | undefined;
  min_weight: number;
  max_depth: number;
  limit: number;
}

/** Edges around a memory, or of the whole graph, heaviest first. */
export async function knowledgeQuery(home: Home, who: Who, asked: EdgeQuestion) {
  const types = asked.edge_type === undefined ? null : [asked.edge_type];
  const follow = { types, minWeight: asked.min_weight };
  const { edges: all } =
    asked.root_id === undefined
      ? await wholeGraph(home, who, { maxNodes: 10_000, maxEdges: asked.limit, ...follow })
      : await memoryGraph(home, asked.root_id, { depth: asked.max_depth, limit: 1000, ...follow });
  const edges = all.sort((a, b) => b.weight - a.weight).slice(0, asked.limit);
  return {
    agent_id: who.agent_id ?? home.row.name,
    node_count: new Set(edges.flatMap(({ source_id, target_id }) => [source_id, target_id])).size,
    edge_count: edges.length,
    edges,
  };
}

export async function knowledgePath(home: Home, who: Who, from: string, to: string) {
  const { path, hops } = await memoryPath(home, from, to, 10);
  if (hops < 0) throw new Problem("not_found", "There is no path between them.", undefined, { code: "NOT_FOUND" });
  return { agent_id: who.agent_id ?? home.row.name, from_id: from, to_id: to, hop_count: hops, path };
}

export interface Around {
  memory_id?: string | undefined;
  depth: number;
  min_similarity: number;
  max_nodes: number;
}

export async function knowledgeAround(home: Home, who: Who, asked: Around) {
  const follow = { types: null, minWeight: asked.min_similarity };
  const { memory_id: id, max_nodes, depth } = asked;
  if (id === undefined) return wholeGraph(home, who, { maxNodes: max_nodes, maxEdges: 5000, ...follow });
  const graph = await home.memory("graph", { id, depth, limit: max_nodes, ...follow });
  if (!graph) throw noMemory();
  return presentGraph(graph);
}
