import type { Choice } from "../../cell/memory/contract";
import type { MemoryType } from "../../engine/memory/policy";
import { makeCursor, readCursor } from "../../kit/cursor";
import { invalid } from "../../kit/problem";
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

export function choiceOf(who: Who, filter: Filter): Choice {
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

export interface Page {
  limit: number;
  offset: number;
  cursor?: string | null | undefined;
}

/**
 * All memories that a filter means, page by page, in the order they came. A cursor is the number of the last one, so a
 * page costs what it shows; it carries the counts, which are those of the first page's moment.
 */
export async function listMemories(home: Home, who: Who, filter: Filter, { limit, offset, cursor }: Page) {
  const choice = choiceOf(who, filter);
  const bound = `memories ${home.row.id} ${JSON.stringify(choice)}`;
  const place = cursor ? placeOf(bound, cursor) : undefined;
  if (place && offset > 0) throw invalid("A cursor has its own place: leave the offset out.", ["body", "offset"]);
  const page = { limit, offset, after: place?.after ?? null, counted: !place };
  const { memories, counts, next } = await home.memory("list", { choice, ...page });
  const { total = 0, filtered = 0 } = counts ?? place ?? {};
  return {
    memories: memories.map((memory) => presentMemory(home, memory)),
    total,
    filtered,
    next_cursor: next === null ? null : makeCursor(bound, [next, total, filtered]),
  };
}

function placeOf(bound: string, cursor: string) {
  const [after, total, filtered] = readCursor(bound, cursor).map((part) => (Number.isSafeInteger(part) ? part : null));
  if (typeof after === "number" && typeof total === "number" && typeof filtered === "number")
    return { after, total, filtered };
  throw invalid("This cursor does not belong to this list. Start again without one.", ["body", "cursor"]);
}

/** One page, of which nobody asks how many there are. */
export async function pageOf(home: Home, who: Who, filter: Filter, { limit, offset }: Page) {
  const page = { limit, offset, after: null, counted: false };
  const { memories } = await home.memory("list", { choice: choiceOf(who, filter), ...page });
  return memories.map((memory) => presentMemory(home, memory));
}
