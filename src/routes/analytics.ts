import { z } from "zod";
import { namespaceSummary } from "../domain/analytics";
import { route } from "./route";
import { Pagination, Whole } from "./shapes";

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

export const analytics = [
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
