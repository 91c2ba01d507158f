import { z } from "zod";
import { exportMemories, importJob, importMemories } from "../domain/memories/moves";
import { memoryFormats } from "../engine/memory/formats";
import { memoryRoute, WhoQuery, whoFields } from "./memory-shapes";
import { route } from "./route";
import { Whole } from "./shapes";

const Format = z.enum(memoryFormats);

const Job = {
  job_id: z.string(),
  status: z.enum(["completed", "failed"]),
  format: Format,
  total: z.int(),
  imported: z.int(),
  skipped: z.int(),
  errors: z.array(z.string()),
};

/** Memories to and from other programs. A whole namespace goes by `/v1/namespaces/{ns}/export`. */
export const memoryMoves = [
  route("GET /v1/export", {
    ...memoryRoute,
    does: "Export memories as text in `data`: JSON Lines, CSV, or as mem0 or Zep write them; page by page by a cursor.",
    query: WhoQuery.extend({
      format: Format.default("jsonl"),
      limit: Whole(1, 10_000).default(1000),
      cursor: z.string().max(2048).optional(),
    }),
    returns: z.object({
      format: Format,
      count: z.int(),
      data: z.string(),
      next_cursor: z.string().nullable(),
    }),
    run: (ns, { query, byAgent }) => exportMemories(ns, { ...query, byAgent }, query),
  }),
  route("POST /v1/import", {
    ...memoryRoute,
    does: "Import memories, as `data` of an export or as a list. What is not right is passed over and told by its number.",
    needs: "write",
    founds: true,
    body: z.strictObject({
      ...whoFields,
      data: z.union([z.string(), z.array(z.unknown()).max(10_000), z.record(z.string(), z.unknown())]),
      format: Format.default("jsonl"),
      /** As an export has them. */
      count: z.int().optional(),
      next_cursor: z.string().nullish(),
    }),
    returns: z.object({ imported_count: z.int(), skipped_count: z.int(), ...Job }),
    run: (ns, { body, byAgent }) => importMemories(ns, { ...body, byAgent }, body),
  }),
  route("GET /v1/import/{job_id}/status", {
    ...memoryRoute,
    does: "Read what came of an import.",
    params: z.object({ job_id: z.string().min(1).max(2048) }),
    query: WhoQuery,
    returns: z.object(Job),
    run: (ns, { params }) => importJob(ns, params.job_id),
  }),
];
