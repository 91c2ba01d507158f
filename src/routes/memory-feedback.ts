import { z } from "zod";
import { feedbackOf, giveFeedback } from "../domain/memories/memories";
import { feedbackSignals } from "../engine/memory/decay";
import { Importance, memoryRoute, WhoQuery, whoFields } from "./memory-shapes";
import { route } from "./route";
import { Ref } from "./shapes";

const One = z.object({ memory_id: Ref });
const Given = z.object({ memory_id: z.string(), new_importance: z.number(), signal: z.string() });

/** Words of feedback that are signals; whatever else is said is kept and moves nothing but by its score. */
const signalOf = (said: string, score: number | undefined) => {
  const word = feedbackSignals.find((signal) => signal === said.trim().toLowerCase());
  if (word) return word;
  return score === undefined || score === 0.5 ? "flag" : score > 0.5 ? "upvote" : "downvote";
};

export const memoryFeedback = [
  route("POST /v1/memories/{memory_id}/feedback", {
    ...memoryRoute,
    does: "Say whether a memory was any good: its importance follows.",
    needs: "write",
    params: One,
    body: z.strictObject({ ...whoFields, signal: z.enum(feedbackSignals) }),
    returns: Given,
    run: (ns, { params, body, byAgent }) => giveFeedback(ns, { ...body, byAgent }, params.memory_id, body.signal, null),
  }),
  route("GET /v1/memories/{memory_id}/feedback", {
    ...memoryRoute,
    does: "Read what was said of a memory.",
    params: One,
    query: WhoQuery,
    returns: z.object({
      memory_id: z.string(),
      entries: z.array(
        z.object({
          signal: z.string(),
          timestamp: z.int(),
          old_importance: z.number(),
          new_importance: z.number(),
          feedback: z.string().optional(),
        }),
      ),
    }),
    run: (ns, { params, query, byAgent }) => feedbackOf(ns, { ...query, byAgent }, params.memory_id),
  }),
  route("POST /v1/memory/feedback", {
    ...memoryRoute,
    does: "Say in words whether a memory was any good.",
    needs: "write",
    body: z.strictObject({
      ...whoFields,
      memory_id: Ref,
      feedback: z.string().min(1).max(10_000),
      relevance_score: Importance.optional(),
    }),
    returns: z.object({ status: z.string(), updated_importance: z.number() }),
    run: async (ns, { body, byAgent }) => {
      const { memory_id, feedback, relevance_score } = body;
      const signal = signalOf(feedback, relevance_score);
      const { new_importance } = await giveFeedback(ns, { ...body, byAgent }, memory_id, signal, feedback);
      return { status: "ok", updated_importance: new_importance };
    },
  }),
];
