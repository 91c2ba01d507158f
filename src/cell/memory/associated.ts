import { walk } from "../../engine/graph/walk";
import type { Recall } from "./contract";
import { draw } from "./draw";
import { edgesOf } from "./edges";
import type { Room } from "./room";
import { findById, type Row } from "./row";

/** Looked at around one memory, at most. */
const limit = 100;

/** Memories that a recall draws into the graph itself: it waits for no bulk load to be drawn. */
const drawnFirst = 100;

/** The memories that edges lead to from those that were found, the nearest and then the best connected first. */
export function associated(
  room: Room,
  found: readonly Row[],
  { depth, cap, minWeight }: NonNullable<Recall["associated"]>,
  isMeant: (row: Row | undefined) => boolean,
  now: number,
): { row: Row; weight: number; depth: number }[] {
  draw(room, drawnFirst, now);
  const best = new Map<string, { weight: number; depth: number }>();
  const own = new Set(found.map(({ id }) => id));
  for (const { id } of found) {
    const { nodes, edges } = walk(id, edgesOf(room.sql), { depth, limit, follows: (edge) => edge.weight >= minWeight });
    for (const [node, steps] of nodes) {
      const weight = Math.max(
        0,
        ...edges.filter((edge) => edge.source === node || edge.target === node).map((edge) => edge.weight),
      );
      const known = best.get(node);
      if (!own.has(node) && (!known || known.depth > steps)) best.set(node, { weight, depth: steps });
    }
  }
  return [...best]
    .sort(([, a], [, b]) => a.depth - b.depth || b.weight - a.weight)
    .flatMap(([id, at]) => {
      const row = findById(room.sql, id);
      return row && isMeant(row) ? [{ row, ...at }] : [];
    })
    .slice(0, cap);
}
