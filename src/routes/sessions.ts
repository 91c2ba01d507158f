import { z } from "zod";
import {
  endSession,
  getSession,
  listSessions,
  sessionMemories,
  startSession,
  touchSession,
} from "../domain/memories/sessions";
import { Memory, Metadata, memoryRoute, OwnId, WhoQuery, whoFields } from "./memory-shapes";
import { route } from "./route";
import { Fields, Flag, Ref, Whole } from "./shapes";

export const Session = z
  .object({
    id: z.string(),
    agent_id: z.string(),
    started_at: z.int(),
    ended_at: z.int().nullable(),
    ended_reason: z.string().nullable(),
    summary: z.string().nullable(),
    metadata: Fields.nullable(),
    memory_count: z.int(),
    last_activity_at: z.int(),
    idle_timeout_secs: z.number().nullable(),
  })
  .meta({ id: "Session" });

const One = z.object({ session_id: Ref });

export const SessionQuery = WhoQuery.extend({
  active_only: Flag.default(false),
  limit: Whole(1, 1000).default(100),
  offset: Whole(0, 1_000_000).default(0),
});

export const sessions = [
  route("POST /v1/sessions/start", {
    ...memoryRoute,
    does: "Start a session. With an id of the caller's own, a second time it is the same session.",
    needs: "write",
    founds: true,
    body: z.strictObject({
      ...whoFields,
      id: OwnId.optional(),
      metadata: Metadata.nullish(),
      /** 0 for without end. */
      idle_timeout_secs: z.number().min(0).max(31_536_000).nullish(),
    }),
    returns: z.object({ session: Session, session_id: z.string() }),
    run: (ns, { body, byAgent }) => startSession(ns, { ...body, byAgent }, body),
  }),
  route("POST /v1/sessions/{session_id}/end", {
    ...memoryRoute,
    does: "End a session, with a summary of it.",
    needs: "write",
    params: One,
    body: z.strictObject({ ...whoFields, summary: z.string().max(100_000).nullish() }).default({}),
    returns: z.object({ session: Session, memory_count: z.int() }),
    run: (ns, { params, body }) => endSession(ns, params.session_id, body.summary),
  }),
  route("POST /v1/sessions/{session_id}/touch", {
    ...memoryRoute,
    does: "Say that a session goes on, so that it does not end for being idle.",
    needs: "write",
    params: One,
    query: WhoQuery,
    returns: z.object({
      session: Session,
      session_state: z.enum(["active", "ended"]),
      idle_deadline_at: z.int().optional(),
    }),
    run: (ns, { params }) => touchSession(ns, params.session_id),
  }),
  route("GET /v1/sessions/{session_id}", {
    ...memoryRoute,
    does: "Read one session.",
    params: One,
    query: WhoQuery,
    returns: Session,
    run: (ns, { params }) => getSession(ns, params.session_id),
  }),
  route("GET /v1/sessions", {
    ...memoryRoute,
    does: "List sessions, newest first.",
    query: SessionQuery,
    returns: z.object({ sessions: z.array(Session), total: z.int() }),
    run: (ns, { query, byAgent }) => listSessions(ns, { ...query, byAgent }, query),
  }),
  route("GET /v1/sessions/{session_id}/memories", {
    ...memoryRoute,
    does: "Read a session with the memories of it, in the order they came.",
    params: One,
    query: WhoQuery.extend({ limit: Whole(1, 1000).default(100) }),
    returns: z.object({ session: Session, memories: z.array(Memory), total: z.int() }),
    run: (ns, { params, query }) => sessionMemories(ns, params.session_id, query.limit),
  }),
];
