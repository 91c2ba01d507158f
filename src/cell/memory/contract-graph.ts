import type { MemoryType } from "../../engine/memory/policy";

export interface GraphNode {
  id: string;
  /** Steps from where the walk began. */
  depth: number;
  /** The first 200 characters. */
  preview: string;
  importance: number;
  type: MemoryType;
}

export interface GraphEdge {
  source: string;
  target: string;
  edge_type: string;
  weight: number;
  createdAt: number;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}
