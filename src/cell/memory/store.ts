import { alike } from "./alike";
import type { AnswerOf, AskOf, MemoryDraft } from "./contract";
import { type Entry, entryOf, termsOf, writeEntry } from "./index";
import { dueAt, kept, type Room, tell } from "./room";
import { findById, type WholeRow } from "./row";
import { touch } from "./sessions";

/**
 * Stores memories, all or none. An id that the same agent has used before means the same memory: it is what was sent
 * last, and so a request that is sent again changes nothing.
 */
export function store(room: Room, { drafts, dedup }: AskOf<"store">, now: number): AnswerOf<"store"> {
  const known = drafts.map(({ id }) => findById(room.sql, id));
  const foreign = drafts.find(({ agentId }, i) => (known[i]?.agent_id ?? agentId) !== agentId);
  if (foreign) return { taken: foreign.id, stored: [], endedSessions: [] };
  const { policy } = room.settings;
  const looksForDuplicates = dedup ?? policy.dedup_on_store;
  if (looksForDuplicates) room.index.load();
  const stored = drafts.map((draft, i) => {
    const same = !known[i] && looksForDuplicates ? alike(room, draft, policy.dedup_threshold, now) : undefined;
    if (same) room.accesses.note([same], now);
    const row = same ?? write(room, draft, known[i], now);
    const created = !same && !known[i];
    room.journal.note("stored", row.agent_id, { memory_id: row.id, created }, now);
    return { memory: kept(room, row, now), created };
  });
  const sessions = [...new Set(drafts.flatMap(({ sessionId }) => sessionId ?? []))];
  return { taken: null, stored, endedSessions: sessions.filter((id) => touch(room, id, now)?.ended_at) };
}

/** Writes one memory, and lets recall know it. Belongs in a transaction. */
export function write(room: Room, draft: MemoryDraft, known: WholeRow | undefined, now: number): WholeRow {
  const row: WholeRow = {
    seq: known?.seq ?? 0,
    id: draft.id,
    agent_id: draft.agentId,
    session_id: draft.sessionId,
    memory_type: draft.type,
    content: draft.content,
    importance: draft.importance,
    tags: JSON.stringify(draft.tags),
    metadata: draft.metadata && JSON.stringify(draft.metadata),
    created_at: known?.created_at ?? now,
    updated_at: now,
    last_accessed_at: known?.last_accessed_at ?? null,
    access_count: known?.access_count ?? 0,
    expires_at: draft.expiresAt,
    valid_from: draft.validFrom,
  };
  return put(room, row, known, now);
}

/** Puts a row as it is, in place of the one that is known, and lets recall know it. Its number is told. */
export function put(room: Room, row: WholeRow, known: WholeRow | undefined, now: number): WholeRow {
  const { sql, index } = room;
  if (known) index.remove(known.seq, termsOf(sql, known.seq));
  const { seq: _, ...values } = row;
  const names = Object.keys(values);
  const changes = names.map((name) => `${name} = excluded.${name}`).join(", ");
  const { seq } = sql
    .exec<{ seq: number }>(
      `INSERT INTO memories (${names.join(", ")}, due_at) VALUES (${names.map(() => "?").join(", ")}, ?)
       ON CONFLICT (id) DO UPDATE SET ${changes}, drawn = 0, due_at = excluded.due_at RETURNING seq`,
      ...Object.values(values),
      dueAt(room, row),
    )
    .one();
  row.seq = seq;
  const entry: Entry = entryOf(row);
  writeEntry(sql, entry);
  const { content, metadata, ...light } = row;
  index.put(light, entry);
  tell(room, known ? "memory.updated" : "memory.created", row, now);
  return row;
}
