import { newId } from "../../kit/id";
import { iso } from "../../kit/iso";
import { Problem } from "../../kit/problem";
import type { Namespace } from "../../store/door";
import { choiceOf, type Filter } from "./list";
import type { Home, Who } from "./who";

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
