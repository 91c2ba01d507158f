import { z } from "zod";
import { namespaceSummary } from "../domain/analytics";
import {
  analyticsOverview,
  latencyAnalytics,
  opsStats,
  storageAnalytics,
  throughputAnalytics,
} from "../domain/analytics-period";
import { version } from "./health";
import { route } from "./route";
import { Pagination, Ref, Whole } from "./shapes";

const Latency = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

const told = {
  requests: z.int(),
  errors: z.int(),
  error_rate: z.number(),
  bytes_sent: z.int(),
  latency_ms: Latency,
};

const Summary = z
  .object({
    namespace_id: z.string(),
    namespace_name: z.string(),
    ...told,
    document_count: z.int(),
    size_bytes: z.int(),
    days: z.array(
      z.object({
        date: z.string(),
        ...told,
        document_count: z.int().nullable(),
        size_bytes: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: "NamespaceSummary" });

/** Whole days of UTC: what was asked is counted by day. `from` and `to` say which. */
const Period = z.object({
  period: z
    .string()
    .regex(/^[1-9]\d{0,3}[hdw]$/, "Hours, days or weeks: 24h, 7d, 4w.")
    .default("24h"),
  namespace: Ref.optional(),
});
const span = { period: z.string(), from: z.int(), to: z.int() };

const seen = { dialect: "memory", on: "organization" } as const;

export const analytics = [
  route("GET /v1/analytics/overview", {
    ...seen,
    does: "Sum up what was asked of a namespace, or of all that the key may read, and what is there now.",
    query: Period,
    returns: z.object({
      ...span,
      total_queries: z.int(),
      avg_latency_ms: z.number(),
      p95_latency_ms: z.number(),
      p99_latency_ms: z.number(),
      queries_per_second: z.number(),
      error_rate: z.number(),
      storage_used_bytes: z.int(),
      total_vectors: z.int(),
      total_namespaces: z.int(),
    }),
    run: (organization, { query }) => analyticsOverview(organization, query.period),
  }),
  route("GET /v1/analytics/latency", {
    ...seen,
    does: "Say how long answers took. A percentile is at most 19 % too high.",
    query: Period,
    returns: z.object({
      ...span,
      avg_ms: z.number(),
      p50_ms: z.number(),
      p95_ms: z.number(),
      p99_ms: z.number(),
      max_ms: z.number(),
    }),
    run: (organization, { query }) => latencyAnalytics(organization, query.period),
  }),
  route("GET /v1/analytics/throughput", {
    ...seen,
    does: "Say how much was asked.",
    query: Period,
    returns: z.object({ ...span, total_operations: z.int(), operations_per_second: z.number() }),
    run: (organization, { query }) => throughputAnalytics(organization, query.period),
  }),
  route("GET /v1/analytics/storage", {
    ...seen,
    does: "Say how much a namespace takes, or each that the key may read.",
    query: Period.omit({ period: true }),
    returns: z.object({
      total_bytes: z.int(),
      data_bytes: z.int(),
      index_bytes: z.int(),
      by_namespace: z.record(z.string(), z.object({ bytes: z.int(), vector_count: z.int() })),
    }),
    run: (organization) => storageAnalytics(organization),
  }),
  route("GET /v1/ops/stats", {
    ...seen,
    does: "Say what runs here, and how much the key may see of it.",
    returns: z.object({
      version: z.string(),
      total_vectors: z.int(),
      namespace_count: z.int(),
      timestamp: z.int(),
      state: z.string(),
    }),
    run: async (organization) => ({ version, ...(await opsStats(organization)) }),
  }),
  route("GET /v1/analytics/namespaces/summary", {
    does: "Sum up what was asked of each namespace that the key may read: requests, errors, latency, bytes, day by day.",
    on: "organization",
    query: z.object({
      start_date: z.iso.date().optional(),
      end_date: z.iso.date().optional(),
      limit: Whole(1, 100).default(10),
      offset: Whole(0, 10_000).default(0),
    }),
    returns: z.object({
      start_date: z.string(),
      end_date: z.string(),
      results: z.array(Summary),
      pagination: Pagination,
      total_count: z.int(),
    }),
    run: (organization, { query }) => namespaceSummary(organization, query),
  }),
];
