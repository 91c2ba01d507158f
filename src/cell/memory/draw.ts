import { type EntityType, entityTypes, extract } from "../../engine/graph/entities";
import { precedesEdge, RELATED, relatedEdges, SHARED_LIMIT, sharedEntityEdges } from "../../engine/graph/links";
import type { Edge } from "../../engine/graph/walk";
import { top } from "../../engine/knn/top";
import type { Room } from "./room";
import { type WholeRow, wholeColumns } from "./row";

/** As many of the nearest may be related. */
const nearest = 5;

export const hasUndrawn = ({ sql }: Room): boolean =>
  [...sql.exec("SELECT 1 FROM memories WHERE drawn = 0 LIMIT 1")].length > 0;

/**
 * Draws what connects memories that are new or changed: entities from their text, and edges to the memories of the same
 * agent that say alike, name the same, or come before. Done in the background, and before anybody looks at the graph.
 * True when there may be more.
 */
export function draw(room: Room, limit: number, now: number): boolean {
  const { sql, index } = room;
  const rows = [
    ...sql.exec<WholeRow>(`SELECT ${wholeColumns} FROM memories WHERE drawn = 0 ORDER BY seq LIMIT ?`, limit),
  ];
  if (rows.length === 0) return false;
  index.load();
  const config = room.settings.get("entities");
  const types = entityTypes.filter((type) => config.entity_types === null || config.entity_types.includes(type));
  for (const row of rows) {
    sql.exec("DELETE FROM memory_entities WHERE seq = ?", row.seq);
    sql.exec("DELETE FROM memory_edges WHERE drawn = 1 AND (source = ?1 OR target = ?1)", row.seq);
    const shared = config.extract_entities ? drawEntities(room, row, types) : [];
    for (const edge of [...related(room, row), ...shared, ...before(room, row)])
      sql.exec(
        "INSERT OR IGNORE INTO memory_edges (source, target, type, weight, drawn, created_at) VALUES (?, ?, ?, ?, 1, ?)",
        Number(edge.source),
        Number(edge.target),
        edge.edge_type,
        edge.weight,
        now,
      );
    sql.exec("UPDATE memories SET drawn = 1 WHERE seq = ?", row.seq);
  }
  return rows.length === limit;
}

function related({ index }: Room, row: WholeRow): Edge[] {
  const cosines = index.cosines(row.content);
  const isOther = (slot: number) => index.at(slot)?.agent_id === row.agent_id && index.at(slot)?.seq !== row.seq;
  const best = top(cosines, nearest, { floor: RELATED, alive: isOther });
  const near = Array.from(best, (slot) => ({ id: `${index.at(slot)?.seq}`, cosine: cosines[slot]! }));
  return relatedEdges(`${row.seq}`, near);
}

function before({ sql }: Room, row: WholeRow): Edge[] {
  const found = sql.exec<{ seq: number }>(
    "SELECT seq FROM memories WHERE session_id = ? AND agent_id = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
    row.session_id,
    row.agent_id,
    row.seq,
  );
  return row.session_id === null ? [] : Array.from(found, ({ seq }) => precedesEdge(`${seq}`, `${row.seq}`));
}

function drawEntities({ sql }: Room, row: WholeRow, types: EntityType[]): Edge[] {
  const { entities } = extract(row.content, { types });
  const shared = entities.map(({ entity_type, value, score }) => {
    const key = value.toLowerCase();
    sql.exec(
      "INSERT OR IGNORE INTO memory_entities (value, type, seq, name, score) VALUES (?, ?, ?, ?, ?)",
      key,
      entity_type,
      row.seq,
      value,
      score,
    );
    const holders = sql.exec<{ seq: number }>(
      `SELECT seq FROM memory_entities JOIN memories USING (seq)
       WHERE value = ? AND type = ? AND seq <> ? AND agent_id = ? ORDER BY seq DESC LIMIT ?`,
      key,
      entity_type,
      row.seq,
      row.agent_id,
      SHARED_LIMIT,
    );
    const { n } = sql
      .exec<{ n: number }>(
        "SELECT count(*) AS n FROM (SELECT 1 FROM memory_entities WHERE value = ? AND type = ? LIMIT 1000)",
        key,
        entity_type,
      )
      .one();
    return { id: key, score, holders: Array.from(holders, ({ seq }) => `${seq}`), count: n };
  });
  return sharedEntityEdges(`${row.seq}`, shared);
}
