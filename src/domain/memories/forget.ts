import type { Choice } from "../../cell/memory/contract";
import type { MemoryType } from "../../engine/memory/policy";
import { makeCursor, readCursor } from "../../kit/cursor";
import { newId } from "../../kit/id";
import { iso } from "../../kit/iso";
import { Problem } from "../../kit/problem";
import type { Namespace } from "../../store/door";
import { presentMemory } from "./present";
import { confinedTo, type Home, type Who } from "./who";

/** Which memories a batch is about. Moments in Unix seconds. */
export interface Filter {
  memory_ids?: string[] | undefined;
  tags?: string[] | undefined;
  session_id?: string | undefined;
  memory_type?: MemoryType | undefined;
  min_importance?: number | undefined;
  max_importance?: number | undefined;
  created_after?: number | undefined;
  created_before?: number | undefined;
}

function choiceOf(who: Who, filter: Filter): Choice {
  const { memory_ids, tags, session_id, memory_type, min_importance, max_importance } = filter;
  const { created_after, created_before } = filter;
  const agentId = confinedTo(who);
  return {
    ...(agentId !== undefined && { agentId }),
    ...(memory_ids !== undefined && { ids: memory_ids }),
    ...(tags !== undefined && { tags }),
    ...(session_id !== undefined && { sessionId: session_id }),
    ...(memory_type !== undefined && { type: memory_type }),
    ...(min_importance !== undefined && { minImportance: min_importance }),
    ...(max_importance !== undefined && { maxImportance: max_importance }),
    ...(created_after !== undefined && { createdFrom: created_after * 1000 }),
    ...(created_before !== undefined && { createdBefore: created_before * 1000 }),
  };
}

/** Forgets some memories by id, tag, session or age. */
export async function forgetMemories(home: Home, who: Who, filter: Filter) {
  const choice = choiceOf(who, filter);
  if (Object.keys(choice).every((key) => key === "agentId"))
    throw new Problem("malformed", "Say which memories: memory_ids, tags, session_id or before_timestamp.");
  const { memories } = await home.memory("forget", { choice, withSessions: false });
  return { deleted_count: memories, status: "ok" };
}

/**
 * Erases all memories that a filter means; with `all`, or one agent's id and nothing else, everything that is there,
 * sessions too. No predicate and no `all` means nothing: it is refused. The receipt says in numbers what went.
 */
export async function forgetBatch(home: Home & Pick<Namespace, "id" | "sign">, who: Who, filter: Filter, all: boolean) {
  const choice = choiceOf(who, filter);
  if (Object.keys(choice).length === 0 && !all)
    throw new Problem("malformed", "Give the filter at least one predicate, or say all: true.");
  const isWhole = Object.keys(choice).every((key) => key === "agentId");
  const erased = await home.memory("forget", { choice, withSessions: isWhole });
  const receipt = {
    receipt_id: newId("receipt"),
    namespace_id: home.id,
    erased_at: iso(home.now),
    erased: Object.entries(erased).map(([what, count]) => ({ store: "cell", what, count })),
  };
  return { deleted_count: erased.memories, ...receipt, receipt: await home.sign(receipt) };
}

export interface Page {
  limit: number;
  offset: number;
  cursor?: string | null | undefined;
}

/** All memories that a filter means, page by page, in the order they came. */
export async function listMemories(home: Home, who: Who, filter: Filter, { limit, offset, cursor }: Page) {
  const choice = choiceOf(who, filter);
  const bound = `memories ${home.row.id} ${JSON.stringify(choice)}`;
  const after = cursor ? Number(readCursor(bound, cursor)[0]) : null;
  const { memories, total, filtered, next } = await home.memory("list", { choice, limit, offset, after });
  return {
    memories: memories.map((memory) => presentMemory(home, memory)),
    total,
    filtered,
    next_cursor: next === null ? null : makeCursor(bound, [next]),
  };
}
