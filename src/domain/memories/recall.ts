import type { Routing } from "../../cell/memory/contract";
import type { MemoryType } from "../../engine/memory/policy";
import type { RecallWeights } from "../../engine/memory/weights";
import { invalid } from "../../kit/problem";
import { presentFound } from "./present";
import { confinedTo, type Home, type Who } from "./who";

export interface Question {
  query: string;
  top_k: number;
  memory_type?: MemoryType | undefined;
  min_importance?: number | undefined;
  tags?: string[] | undefined;
  session_id?: string | undefined;
  /** ISO 8601. */
  since?: string | undefined;
  until?: string | undefined;
  routing?: Routing | undefined;
  vector_weight?: number | undefined;
  neighborhood?: boolean | undefined;
  weights?: Partial<RecallWeights> | undefined;
  rerank?: boolean | undefined;
  explain?: boolean | undefined;
  include_associated?: boolean | undefined;
  associated_memories_depth?: number | undefined;
  associated_memories_cap?: number | undefined;
  associated_memories_min_weight?: number | undefined;
}

export async function recallMemories(home: Home, who: Who, question: Question) {
  checkAssociated(question);
  const { found, associated } = await home.memory("recall", {
    query: question.query,
    topK: question.top_k,
    choice: choiceOf(who, question),
    routing: question.routing ?? "auto",
    vectorWeight: question.vector_weight ?? null,
    weights: {
      ...(question.neighborhood === false && alone),
      ...(question.rerank === false && unranked),
      ...question.weights,
    },
    explain: question.explain ?? false,
    associated: question.include_associated
      ? {
          depth: question.associated_memories_depth ?? 1,
          cap: question.associated_memories_cap ?? 10,
          minWeight: question.associated_memories_min_weight ?? 0,
        }
      : null,
  });
  return {
    memories: found.map((one) => presentFound(home, one)),
    total_found: found.length,
    ...(question.include_associated && { associated_memories: associated.map((one) => presentFound(home, one)) }),
  };
}

/** What is said of memories that nobody asked for is a mistake. */
function checkAssociated(question: Question): void {
  const said = (["depth", "cap", "min_weight"] as const).find(
    (name) => question[`associated_memories_${name}`] !== undefined,
  );
  if (!question.include_associated && said)
    throw invalid("Say include_associated: true as well.", ["body", `associated_memories_${said}`]);
}

function choiceOf(who: Who, { memory_type, min_importance, tags, session_id, since, until }: Question) {
  const agentId = confinedTo(who);
  return {
    ...(agentId !== undefined && { agentId }),
    ...(memory_type !== undefined && { type: memory_type }),
    ...(min_importance !== undefined && { minImportance: min_importance }),
    ...(tags !== undefined && { tags }),
    ...(session_id !== undefined && { sessionId: session_id }),
    ...(since !== undefined && { createdFrom: Date.parse(since) }),
    ...(until !== undefined && { createdBefore: Date.parse(until) + 1 }),
  };
}

/** A memory by itself, without what its neighbours say. */
const alone: Partial<RecallWeights> = {
  previous: 0,
  next: 0,
  two_away: 0,
  window: 0,
  session: 0,
  topic_session: 0,
  spread: 1,
};

/** By what it says alone, whatever it weighs and however old it is. */
const unranked: Partial<RecallWeights> = { importance: 0, recency: 0 };
