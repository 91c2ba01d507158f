import { z } from "zod";
import { journalTypes } from "../cell/memory/contract-journal";
import { listJournal, writeJournal } from "../domain/memories/journal";
import { AgentId, memoryRoute, WhoQuery } from "./memory-shapes";
import { route } from "./route";
import { Fields, Ref, Whole } from "./shapes";

/** Who may see what everybody does administers the namespace. */
const audit = { ...memoryRoute, needs: "admin" } as const;

const types = { event_type: z.enum(journalTypes).optional() };
const Moment = Whole(0, 253_402_300_799_999);
const Question = WhoQuery.extend({
  ...types,
  from: Moment.optional(),
  to: Moment.optional(),
  limit: Whole(1, 10_000).default(100),
  cursor: z.string().max(2048).optional(),
});

const Format = z.enum(["jsonl", "csv"]);
const Export = z.object({ data: z.string(), format: Format, count: z.int(), next_cursor: z.string().nullable() });

const moment = z.int().min(0).max(253_402_300_799_999).optional();

/** What was done with memories: by id and in numbers, for 90 days, 100,000 events at most. */
export const journal = [
  route("GET /v1/audit", {
    ...audit,
    does: "List what was done with memories and sessions, the newest first. Bounds are Unix milliseconds, or seconds.",
    query: Question,
    returns: z.object({
      events: z.array(
        z
          .object({
            id: z.string(),
            event_type: z.string(),
            agent_id: z.string().optional(),
            namespace: z.string(),
            timestamp: z.int(),
            details: Fields,
          })
          .meta({ id: "AuditEvent" }),
      ),
      total: z.int(),
      cursor: z.string().nullable(),
    }),
    run: (ns, { query, byAgent }) => listJournal(ns, { ...query, byAgent }, query),
  }),
  route("GET /v1/audit/export", {
    ...audit,
    does: "The same as text in `data`: JSON Lines or CSV, up to 10,000 events and a cursor where there are more.",
    query: Question.extend({ format: Format.default("jsonl"), limit: Whole(1, 10_000).default(10_000) }),
    returns: Export,
    run: async (ns, { query, byAgent }) =>
      writeJournal(await listJournal(ns, { ...query, byAgent }, query), query.format),
  }),
  route("POST /v1/audit/export", {
    ...audit,
    does: "The same, asked in a body.",
    body: z.strictObject({
      agent_id: AgentId.optional(),
      namespace: Ref.optional(),
      ...types,
      from: moment,
      to: moment,
      limit: z.int().min(1).max(10_000).default(10_000),
      cursor: z.string().max(2048).optional(),
      format: Format.default("jsonl"),
    }),
    returns: Export,
    run: async (ns, { body, byAgent }) => writeJournal(await listJournal(ns, { ...body, byAgent }, body), body.format),
  }),
];
