import { shortestPath, walk } from "../../engine/graph/walk";
import { select } from "./choice";
import type { AnswerOf, AskOf, GraphNode } from "./contract";
import { draw } from "./draw";
import { allEdges, type EdgeRow, edgesOf, readEdge } from "./edges";
import { isAlive, type Room } from "./room";
import { findById, readWhole, type WholeRow } from "./row";

const everything = Number.MAX_SAFE_INTEGER;

/** What is new is seen at once; of a bulk load that nobody has waited for, so many: the rest follows in its own time. */
const drawnFirst = 2_000;

/** Connects two memories by somebody's word; a second time it changes the weight. */
export function link(room: Room, { id, targetId, type, weight }: AskOf<"link">, now: number): AnswerOf<"link"> {
  const [source, target] = [living(room, id, now), living(room, targetId, now)];
  if (!source || !target) return null;
  room.sql.exec(
    `INSERT INTO memory_edges (source, target, type, weight, drawn, created_at) VALUES (?, ?, ?, ?, 0, ?)
     ON CONFLICT (source, target, type) DO UPDATE SET weight = excluded.weight, drawn = 0`,
    source.seq,
    target.seq,
    type,
    weight,
    now,
  );
  return readEdge(room.sql, source.seq, target.seq, type) ?? null;
}

/** What lies around a memory. */
export function graph(room: Room, ask: AskOf<"graph">, now: number): AnswerOf<"graph"> {
  draw(room, drawnFirst, now);
  if (!living(room, ask.id, now)) return null;
  const { types, minWeight, depth, limit } = ask;
  const follows = ({ edge_type, weight }: { edge_type: string; weight: number }) =>
    (types === null || types.some((type) => type === edge_type)) && weight >= minWeight;
  const { nodes, edges } = walk(ask.id, edgesOf(room.sql), { depth, limit, follows });
  return only(nodesOf(room, nodes, now), edges);
}

/** The edges whose ends are both there. */
function only(nodes: GraphNode[], edges: EdgeRow[]) {
  const there = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: edges.filter(({ source, target }) => there.has(source) && there.has(target)) };
}

export function path(room: Room, { from, to, hops }: AskOf<"path">, now: number): AnswerOf<"path"> {
  draw(room, drawnFirst, now);
  if (!living(room, from, now) || !living(room, to, now)) return null;
  return { found: shortestPath(from, to, edgesOf(room.sql), { hops }) ?? null };
}

/** The whole graph, or that of one agent: the newest memories, and the heaviest edges between them. */
export function fullGraph(room: Room, ask: AskOf<"fullGraph">, now: number): AnswerOf<"fullGraph"> {
  draw(room, drawnFirst, now);
  const { agentId, maxNodes, maxEdges, types, minWeight } = ask;
  const rows = select(room, agentId === null ? {} : { agentId }, now).slice(-maxNodes);
  const wanted = allEdges(room.sql, everything).filter(
    ({ edge_type, weight }) => weight >= minWeight && (types === null || types.some((type) => type === edge_type)),
  );
  const { nodes, edges } = only(nodesOf(room, new Map(rows.map(({ id }) => [id, 0])), now), wanted);
  return { nodes, edges: edges.slice(0, maxEdges) };
}

export function entitiesOf(room: Room, { id }: AskOf<"entitiesOf">, now: number): AnswerOf<"entitiesOf"> {
  draw(room, drawnFirst, now);
  const row = living(room, id, now);
  if (!row) return null;
  const entities = room.sql.exec<{ entity_type: string; value: string; score: number }>(
    "SELECT type AS entity_type, name AS value, score FROM memory_entities WHERE seq = ? ORDER BY score DESC, value",
    row.seq,
  );
  return { entities: [...entities], content: row.content };
}

function living(room: Room, id: string, now: number): WholeRow | undefined {
  const row = findById(room.sql, id);
  return row && isAlive(room, row, now) ? row : undefined;
}

/** As the walk met them; what has faded or expired is left out. */
function nodesOf(room: Room, reached: Map<string, number>, now: number): GraphNode[] {
  const rows = select(room, { ids: [...reached.keys()] }, now);
  const whole = new Map(
    readWhole(
      room.sql,
      rows.map(({ seq }) => seq),
    ).map((row) => [row.id, row]),
  );
  return [...reached].flatMap(([id, depth]) => {
    const row = whole.get(id);
    return row
      ? [{ id, depth, preview: row.content.slice(0, 200), importance: row.importance, type: row.memory_type }]
      : [];
  });
}
