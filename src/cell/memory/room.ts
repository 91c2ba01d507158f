import { expiresAt, hiddenFrom, importanceAt, isExpired, isHidden } from "../../engine/memory/decay";
import type { Outbox } from "../outbox";
import { Accesses } from "./accesses";
import type { Kept } from "./contract";
import { MemoryIndex } from "./index";
import { Journal } from "./journal";
import type { Row, WholeRow } from "./row";
import { Settings } from "./settings";

/** What every deed on memories works with. */
export interface Room {
  storage: DurableObjectStorage;
  sql: SqlStorage;
  index: MemoryIndex;
  settings: Settings;
  accesses: Accesses;
  /** Where what happens to a memory is told, in the transaction in which it happens. */
  outbox: Outbox;
  journal: Journal;
}

/** `schema` is the version of the cell's tables. */
export function openRoom(storage: DurableObjectStorage, outbox: Outbox, schema: () => number): Room {
  const { sql } = storage;
  const index = new MemoryIndex(sql);
  const journal = new Journal(sql, schema);
  const accesses = new Accesses(sql, index, journal);
  return { storage, sql, index, settings: new Settings(sql), accesses, outbox, journal };
}

/** Says what became of a memory. It names the memory and whose it is; what it holds is read by who may. */
export const tell = (
  { outbox }: Room,
  type: `memory.${string}`,
  row: Pick<Row, "id" | "agent_id">,
  now: number,
): void => outbox.note({ type, subjectType: "memory", subjectId: row.id, now, data: { agent_id: row.agent_id } });

/** Whether a memory is there for anybody: not expired, not faded. */
export function isAlive({ settings: { policy } }: Room, row: Row, now: number): boolean {
  return !isExpired(row, policy, now) && !isHidden(row, policy, now);
}

/** Why a memory may be taken away now, if it may. What has faded is given the policy's grace first. */
export function isGone({ settings: { policy } }: Room, row: Row, now: number): "expired" | "faded" | undefined {
  if (isExpired(row, policy, now)) return "expired";
  return now >= hiddenFrom(row, policy) + policy.grace_seconds * 1000 ? "faded" : undefined;
}

/** The moment at which the sweep has to look at a memory; null for never. Being recalled only moves it further away. */
export function dueAt({ settings: { policy } }: Room, row: Row): number | null {
  const faded = hiddenFrom(row, policy) + policy.grace_seconds * 1000;
  const due = Math.min(faded, expiresAt(row, policy) ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(due) ? Math.ceil(due) : null;
}

export function kept({ settings: { policy } }: Room, row: WholeRow, now: number): Kept {
  return {
    id: row.id,
    agentId: row.agent_id,
    sessionId: row.session_id,
    type: row.memory_type,
    content: row.content,
    importance: row.importance,
    currentImportance: importanceAt(row, policy, now),
    tags: JSON.parse(row.tags),
    metadata: row.metadata === null ? null : JSON.parse(row.metadata),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastAccessedAt: row.last_accessed_at,
    accessCount: row.access_count,
    expiresAt: row.expires_at,
    validFrom: row.valid_from,
    goneAt: expiresAt(row, policy),
  };
}
