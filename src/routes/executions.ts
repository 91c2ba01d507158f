import { z } from "zod";
import { bestOf, type Part } from "../domain/across";
import { executeAdHoc, executeRetriever } from "../domain/retrievers/execute";
import { invalid } from "../kit/problem";
import { RetrieverDraft, RetrieverPath } from "./retrievers";
import { route } from "./route";
import { Fields, Moment, Sent } from "./shapes";

const Size = z.int().min(1).max(500);
const Cursor = z.string().max(4096).nullish();

/** The four published ways of paging. The last three are one: each page comes with what asks for the next. */
const Paging = z.union([
  z.object({
    method: z.literal("offset").default("offset"),
    page_size: Size.optional(),
    page_number: z.int().min(1).max(10_000).optional(),
  }),
  z.object({ method: z.literal("cursor"), limit: Size.default(10), cursor: Cursor }),
  z.object({ method: z.literal("keyset"), limit: Size.default(10), after: Cursor }),
  z.object({
    method: z.literal("scroll"),
    limit: z.int().min(1).max(1000).default(100),
    scroll_id: Cursor,
    scroll_ttl: z.int().min(60).max(3600).optional(),
  }),
]);

/** The published body, with what clients also send: `settings.limit`, `limit` and `offset` at the top. */
const ExecutionFields = z.object({
  inputs: Sent.nullish(),
  pagination: Paging.nullish(),
  settings: z.object({ limit: Size.optional() }).nullish(),
  limit: Size.optional(),
  return_highlights: z.boolean().default(false),
  stream: z.boolean().optional(),
});

type Given = z.output<typeof ExecutionFields>;

function paging({ pagination, settings, limit }: Given) {
  const usual = settings?.limit ?? limit ?? 10;
  if (!pagination) return { method: "offset" as const, size: usual, number: 1 };
  switch (pagination.method) {
    case "offset":
      return { method: pagination.method, size: pagination.page_size ?? usual, number: pagination.page_number ?? 1 };
    case "cursor":
      return { method: pagination.method, size: pagination.limit, cursor: pagination.cursor ?? null };
    case "keyset":
      return { method: pagination.method, size: pagination.limit, cursor: pagination.after ?? null };
    case "scroll":
      return { method: pagination.method, size: pagination.limit, cursor: pagination.scroll_id ?? null };
  }
}

const execution = (given: Given) => ({
  inputs: given.inputs ?? {},
  paging: paging(given),
  highlights: given.return_highlights,
});

const Execution = ExecutionFields.transform(execution);

/** A retriever's draft and its execution in one body. */
const AdHoc = ExecutionFields.extend(RetrieverDraft.omit({ retriever_name: true }).shape).transform((body) => ({
  draft: body,
  execution: execution(body),
}));

const Highlights = z.array(
  z.object({ field: z.string(), segments: z.array(z.object({ text: z.string(), match: z.boolean() })) }),
);

/** Where a result came from, for a request that names several namespaces. */
const Whence = z.object({ namespace_id: z.string(), namespace_name: z.string() });

/** A result is a stored document with a score, or, after a stage that groups, what that stage made. */
const Found = z
  .looseObject({ score: z.number().nullable(), _highlights: Highlights.optional(), _namespace: Whence.optional() })
  .meta({
    id: "FoundDocument",
  });

type Told = z.output<typeof Executed>;

/** An execution as published clients follow it: each stage as it ended, then all of the answer. */
function events(execution: Told) {
  const { execution_id, results, stage_statistics, budget, pagination } = execution;
  const stages = Object.entries(stage_statistics.stages);
  const ended = stages.map(([stage_name, statistics], stage_index) => ({
    event_type: "stage_complete",
    execution_id,
    stage_name,
    stage_index,
    total_stages: stages.length,
    statistics,
    ...(stage_index === stages.length - 1 && { documents: results }),
  }));
  const whole = { event_type: "execution_complete", total_stages: stages.length, statistics: stage_statistics };
  return [...ended, { ...whole, ...execution, budget_used: budget, pagination }];
}

const Executed = z
  .object({
    execution_id: z.string(),
    retriever_id: z.string().nullable(),
    status: z.string(),
    results: z.array(Found),
    documents: z.array(Found),
    pagination: z.looseObject({ method: z.string(), total: z.int() }),
    stage_statistics: z.object({
      stages: z.record(
        z.string(),
        z.looseObject({ input_count: z.int(), output_count: z.int(), duration_ms: z.number() }),
      ),
      total_time_ms: z.number(),
      credits_used: z.number(),
    }),
    budget: Fields,
    facets: z.record(z.string(), z.array(z.object({ value: z.unknown(), count: z.int() }))).optional(),
    cached_at: Moment.nullish(),
    cache: z.object({ status: z.enum(["hit", "miss"]), age_seconds: z.int() }).optional(),
    warnings: z.array(z.string()),
    error: z.string().nullable(),
  })
  .meta({ id: "ExecuteRetrieverResponse" });

/** As published clients read it; the age is HTTP's own. */
const headers = ({ cache }: Told): Record<string, string> =>
  cache ? { "x-cache": cache.status.toUpperCase(), age: `${cache.age_seconds}` } : {};

/** The first page of all: the best results of each, by score, and what each said of itself under its own name. */
function across(
  parts: readonly Part<Told>[],
  { body }: { body: { paging: Paged } | { execution: { paging: Paged } } },
): Told {
  const { paging } = "execution" in body ? body.execution : body;
  if (paging.method !== "offset" || paging.number > 1)
    throw invalid("Over several namespaces there is one page. Ask for a larger one.", ["body", "pagination"]);
  const results = bestOf(
    parts,
    ({ results }) => results,
    ({ score }) => score ?? 0,
    paging.size,
  );
  const sum = (of: (told: Told) => number) => parts.reduce((n, { answer }) => n + of(answer), 0);
  const stages = parts.flatMap(({ namespace_name, answer }) =>
    Object.entries(answer.stage_statistics.stages).map(([name, one]) => [`${namespace_name}/${name}`, one] as const),
  );
  const [first] = parts;
  if (!first) throw new TypeError("no namespace answered");
  return {
    ...first.answer,
    results,
    documents: results,
    pagination: { method: "offset", total: sum(({ pagination }) => pagination.total), page_size: paging.size },
    stage_statistics: {
      stages: Object.fromEntries(stages),
      total_time_ms: Math.max(...parts.map(({ answer }) => answer.stage_statistics.total_time_ms)),
      credits_used: sum(({ stage_statistics }) => stage_statistics.credits_used),
    },
    facets: undefined,
    cached_at: undefined,
    cache: undefined,
    warnings: parts.flatMap(({ namespace_name, answer }) => answer.warnings.map((one) => `${namespace_name}: ${one}`)),
  };
}

type Paged = ReturnType<typeof paging>;

export const executions = [
  route("POST /v1/retrievers/{retriever_id}/execute", {
    does: "Run a retriever, also in several namespaces at once. A retriever key needs no namespace: it has one.",
    operation: "execute_retriever",
    params: RetrieverPath,
    body: Execution,
    returns: Executed,
    events,
    headers,
    across,
    run: (ns, { params, body }) => executeRetriever(ns, params.retriever_id, body),
  }),
  route("POST /v1/retrievers/execute", {
    does: "Run stages that are stored nowhere, also in several namespaces at once.",
    body: AdHoc,
    returns: Executed,
    events,
    headers,
    across,
    run: (ns, { body }) => executeAdHoc(ns, body.draft, body.execution),
  }),
  route("POST /v1/public/retrievers/execute", {
    does: "Run the retriever that the key is for.",
    operation: "execute_retriever",
    publicKey: true,
    body: Execution,
    returns: Executed,
    events,
    headers,
    run: (ns, { body }) => executeRetriever(ns, undefined, body),
  }),
];
