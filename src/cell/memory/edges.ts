import type { Adjacency } from "../../engine/graph/walk";

/** An edge by the ids of its memories. */
export type EdgeRow = { source: string; target: string; edge_type: string; weight: number; createdAt: number };

const joined = `SELECT s.id AS source, t.id AS target, type AS edge_type, weight, memory_edges.created_at AS createdAt
  FROM memory_edges JOIN memories AS s ON s.seq = source JOIN memories AS t ON t.seq = target`;

/** One statement for each step of a walk. `most` is left to the walk: few memories have more edges than it follows. */
export const edgesOf =
  (sql: SqlStorage): Adjacency<EdgeRow> =>
  (nodes) => {
    const touched = "IN (SELECT seq FROM memories WHERE id IN (SELECT value FROM json_each(?1)))";
    return sql.exec<EdgeRow>(
      `${joined} WHERE source ${touched} UNION ${joined} WHERE target ${touched}`,
      JSON.stringify(nodes),
    );
  };

/** The heaviest first. */
export function allEdges(sql: SqlStorage, limit: number): EdgeRow[] {
  return [...sql.exec<EdgeRow>(`${joined} ORDER BY weight DESC, source, target LIMIT ?`, limit)];
}

export function readEdge(sql: SqlStorage, source: number, target: number, type: string): EdgeRow | undefined {
  const [row] = sql.exec<EdgeRow>(`${joined} WHERE source = ? AND target = ? AND type = ?`, source, target, type);
  return row;
}
