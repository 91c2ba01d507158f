import { z } from "zod";
import { forgetBatch } from "../domain/memories/forget";
import { listMemories } from "../domain/memories/list";
import { storeMemories } from "../domain/memories/store";
import { Filter, Memory, memoryFields, memoryRoute, whoFields } from "./memory-shapes";
import { route } from "./route";

export const memoryBatches = [
  route("POST /v1/memories/store/batch", {
    ...memoryRoute,
    does: "Store up to 1,000 memories, all or none. Those with an id of the caller's own are the same a second time.",
    needs: "write",
    founds: true,
    body: z.strictObject({
      ...whoFields,
      memories: z.array(z.strictObject(memoryFields)).min(1).max(1000),
      dedup_on_store: z.boolean().optional(),
    }),
    returns: z.object({
      stored: z.array(Memory),
      stored_count: z.int(),
      created_count: z.int(),
      total_embedding_time_ms: z.number(),
      ended_sessions: z.array(z.string()),
    }),
    run: (ns, { body, byAgent }) => storeMemories(ns, { ...body, byAgent }, body.memories, body.dedup_on_store),
  }),
  route("POST /v1/memories/recall/batch", {
    ...memoryRoute,
    does: "List the memories that a filter means, in the order they came, page by page.",
    body: z.strictObject({
      ...whoFields,
      filter: Filter.default({}),
      limit: z.int().min(1).max(1000).default(100),
      offset: z.int().min(0).max(1_000_000).default(0),
      cursor: z.string().max(2048).nullish(),
    }),
    returns: z.object({
      memories: z.array(Memory),
      total: z.int(),
      filtered: z.int(),
      next_cursor: z.string().nullable(),
    }),
    run: (ns, { body, byAgent }) => listMemories(ns, { ...body, byAgent }, body.filter, body),
  }),
  route("DELETE /v1/memories/forget/batch", {
    ...memoryRoute,
    does: "Erase the memories that a filter means, or all of one agent's; with `all: true`, everything. Gives a receipt.",
    needs: "delete",
    body: z.strictObject({ ...whoFields, filter: Filter.default({}), all: z.boolean().default(false) }),
    returns: z.object({
      deleted_count: z.int(),
      receipt_id: z.string(),
      namespace_id: z.string(),
      erased_at: z.string(),
      erased: z.array(z.object({ store: z.string(), what: z.string(), count: z.int() })),
      receipt: z.string(),
    }),
    run: (ns, { body, byAgent }) => forgetBatch(ns, { ...body, byAgent }, body.filter, body.all),
  }),
];
