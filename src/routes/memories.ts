import { z } from "zod";
import { forgetMemories } from "../domain/memories/forget";
import { getMemory, setImportance, updateMemory } from "../domain/memories/memories";
import { recallMemories } from "../domain/memories/recall";
import { storeMemory } from "../domain/memories/store";
import {
  changeFields,
  filterFields,
  Importance,
  Memory,
  memoryFields,
  memoryRoute,
  RecallAnswer,
  RecallQuery,
  recalledAcross,
  recallFields,
  UnixSeconds,
  WhoQuery,
  whoFields,
} from "./memory-shapes";
import { route } from "./route";
import { Ref } from "./shapes";

const One = z.object({ memory_id: Ref });

const Stored = z.object({
  memory: Memory,
  memory_id: z.string(),
  created: z.boolean(),
  embedding_time_ms: z.number(),
  session_state: z.enum(["active", "ended"]).optional(),
});
const Changed = z.object({ memory: Memory, embedding_time_ms: z.number() });
const Moved = z.object({
  memory_id: z.string(),
  new_importance: z.number(),
  importance: z.number(),
  signal: z.string(),
});

export const memories = [
  route("POST /v1/memory/store", {
    ...memoryRoute,
    does: "Store a memory. With an id of the caller's own, a second time it is the same memory.",
    needs: "write",
    founds: true,
    body: z.strictObject({ ...whoFields, ...memoryFields, dedup_on_store: z.boolean().optional() }),
    returns: Stored,
    run: (ns, { body, byAgent }) => storeMemory(ns, { ...body, byAgent }, body, body.dedup_on_store),
  }),
  route("GET /v1/memory/recall", {
    ...memoryRoute,
    does: "Recall the memories that answer a query best.",
    query: RecallQuery,
    returns: RecallAnswer,
    across: recalledAcross,
    run: (ns, { query, byAgent }) => recallMemories(ns, { ...query, byAgent }, query),
  }),
  route("POST /v1/memory/recall", {
    ...memoryRoute,
    does: "Recall the memories that answer a query best, and with `include_associated` those that edges lead to.",
    body: z.strictObject(recallFields(5)),
    returns: RecallAnswer,
    across: recalledAcross,
    run: (ns, { body, byAgent }) => recallMemories(ns, { ...body, byAgent }, body),
  }),
  route("POST /v1/memory/search", {
    ...memoryRoute,
    does: "The same as a recall, with ten results where none are asked for.",
    body: z.strictObject(recallFields(10)),
    returns: RecallAnswer,
    across: recalledAcross,
    run: (ns, { body, byAgent }) => recallMemories(ns, { ...body, byAgent }, body),
  }),
  route("GET /v1/memory/get/{memory_id}", {
    ...memoryRoute,
    does: "Read one memory. It does not count as a recall.",
    params: One,
    query: WhoQuery,
    returns: Memory,
    run: (ns, { params, query, byAgent }) => getMemory(ns, { ...query, byAgent }, params.memory_id),
  }),
  route("PUT /v1/memory/update/{memory_id}", {
    ...memoryRoute,
    does: "Change what is named of a memory.",
    needs: "write",
    params: One,
    query: WhoQuery,
    body: z.strictObject({ ...whoFields, ...changeFields }),
    returns: Changed,
    run: (ns, { params, query, body, byAgent }) =>
      updateMemory(ns, { ...query, ...body, byAgent }, params.memory_id, body),
  }),
  route("POST /v1/memory/importance", {
    ...memoryRoute,
    does: "Set a memory's importance.",
    needs: "write",
    body: z.strictObject({ ...whoFields, memory_id: Ref, importance: Importance }),
    returns: Moved,
    run: (ns, { body, byAgent }) => setImportance(ns, { ...body, byAgent }, body.memory_id, body.importance),
  }),
  route("PATCH /v1/memories/{memory_id}/importance", {
    ...memoryRoute,
    does: "Set a memory's importance.",
    needs: "write",
    params: One,
    body: z.strictObject({ ...whoFields, importance: Importance }),
    returns: Moved,
    run: (ns, { params, body, byAgent }) => setImportance(ns, { ...body, byAgent }, params.memory_id, body.importance),
  }),
  route("POST /v1/memory/forget", {
    ...memoryRoute,
    does: "Forget memories by id, tags, session or age.",
    needs: "delete",
    body: z.strictObject({
      ...whoFields,
      memory_ids: filterFields.memory_ids,
      tags: filterFields.tags,
      session_id: filterFields.session_id,
      before_timestamp: UnixSeconds.optional(),
    }),
    returns: z.object({ deleted_count: z.int(), status: z.string() }),
    run: (ns, { body, byAgent }) => {
      const { memory_ids, tags, session_id, before_timestamp: created_before } = body;
      return forgetMemories(ns, { ...body, byAgent }, { memory_ids, tags, session_id, created_before });
    },
  }),
];
