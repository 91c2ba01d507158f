import { z } from "zod";
import { exportMemories, importJob, importMemories } from "../domain/memories/moves";
import { formatOf, memoryFormats } from "../engine/memory/formats";
import { invalid } from "../kit/problem";
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

/** What a request says in its address and in its body is one thing. */
function oneOf<T>(name: string, asked: T | undefined, sent: T | undefined): T | undefined {
  if (asked !== undefined && sent !== undefined && asked !== sent)
    throw invalid("The address says another one than the body.", ["query", name]);
  return asked ?? sent;
}

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
    does: "Import memories: `data` of an export, a list, or a file in a form. What is not right is passed over and told by its number.",
    needs: "write",
    founds: true,
    form: true,
    query: WhoQuery.extend({ format: Format.optional() }),
    body: z.strictObject({
      ...whoFields,
      data: z.union([z.string(), z.array(z.unknown()).max(10_000), z.record(z.string(), z.unknown())]),
      /** Where none is said, what it looks like. */
      format: Format.optional(),
      /** As an export has them. */
      count: z.int().optional(),
      next_cursor: z.string().nullish(),
    }),
    returns: z.object({ imported_count: z.int(), skipped_count: z.int(), ...Job }),
    run: (ns, { query, body, byAgent }) => {
      const agent_id = oneOf("agent_id", query.agent_id, body.agent_id);
      const format = oneOf("format", query.format, body.format) ?? formatOf(body.data);
      return importMemories(ns, { agent_id, byAgent }, { data: body.data, format });
    },
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
