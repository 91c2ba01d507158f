import type { Choice } from "./contract";
import { isAlive, type Room } from "./room";
import { columns, type Row } from "./row";

/** What a choice says about a memory without looking at its text. */
export function chosen(row: Row, choice: Choice): boolean {
  const { ids, agentId, sessionId, type, tags, minImportance, maxImportance, createdFrom, createdBefore } = choice;
  if (agentId !== undefined && row.agent_id !== agentId) return false;
  if (sessionId !== undefined && row.session_id !== sessionId) return false;
  if (type !== undefined && row.memory_type !== type) return false;
  if (minImportance !== undefined && row.importance < minImportance) return false;
  if (maxImportance !== undefined && row.importance > maxImportance) return false;
  if (createdFrom !== undefined && row.created_at < createdFrom) return false;
  if (createdBefore !== undefined && row.created_at >= createdBefore) return false;
  if (ids !== undefined && !ids.includes(row.id)) return false;
  if (!tags || tags.length === 0) return true;
  const own: string[] = JSON.parse(row.tags);
  return tags.every((tag) => own.includes(tag));
}

/** The memories that are there and meant, in the order they came. What has faded is among them where it is asked for. */
export function select(room: Room, choice: Choice, now: number, { faded = false } = {}): Row[] {
  room.accesses.write();
  const rows = room.sql.exec<Row>(
    `SELECT ${columns} FROM memories ${narrowed(choice)} ORDER BY seq`,
    ...narrow(choice),
  );
  return Array.from(rows).filter((row) => chosen(row, choice) && (faded || isAlive(room, row, now)));
}

/** By what there is an index on. */
export const narrowed = ({ ids, sessionId, agentId }: Choice) =>
  ids !== undefined
    ? "WHERE id IN (SELECT value FROM json_each(?))"
    : sessionId !== undefined
      ? "WHERE session_id = ?"
      : agentId !== undefined
        ? "WHERE agent_id = ?"
        : "";

export const narrow = ({ ids, sessionId, agentId }: Choice) => {
  const value = ids !== undefined ? JSON.stringify(ids) : (sessionId ?? agentId);
  return value === undefined ? [] : [value];
};
