import { invalid } from "../kit/problem";
import type { Activity } from "../store/activity";
import type { Holding } from "../store/holdings";
import { upperEnd } from "../store/latencies";
import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";
import { need } from "../store/permits";
import { reachesNamespace } from "../store/scope";
import { pagination } from "./page";

const dayMs = 86_400_000;
const usualDays = 30;
const mostDays = 366;

export interface Span {
  start_date?: string | undefined;
  end_date?: string | undefined;
  limit: number;
  offset: number;
}

/** What was asked of each namespace that the key may read, in all and day by day, and what it holds now. */
export async function namespaceSummary(organization: Organization, span: Span) {
  const { key, namespaces } = organization;
  const days = daysOf(span, organization.now);
  const mine = (await namespaces.all()).filter((row) => reachesNamespace(key, need("read"), row));
  const page = mine.slice(span.offset, span.offset + span.limit);
  const ids = page.map(({ id }) => id);
  const [activity, holdings, counts] = await Promise.all([
    namespaces.activity(ids, days),
    namespaces.holdings(ids, days),
    Promise.all(page.map((row) => namespaces.counts(row))),
  ]);
  const results = page.map((row, i) =>
    summary(
      row,
      activity.filter(({ place }) => place === row.id),
      holdings.filter(({ place }) => place === row.id),
      counts[i] ?? { documents: 0, bytes: 0 },
    ),
  );
  return {
    start_date: dateOf(days[0]),
    end_date: dateOf(days[1]),
    results,
    pagination: pagination(span, mine.length),
    total_count: mine.length,
  };
}

function daysOf({ start_date, end_date }: Span, now: number): [number, number] {
  const last = end_date ? dayOf(end_date) : Math.floor(now / dayMs);
  const first = start_date ? dayOf(start_date) : last - usualDays + 1;
  if (first > last) throw invalid("The span ends before it begins.", ["query", "start_date"]);
  if (last - first >= mostDays) throw invalid(`A span has ${mostDays} days at most.`, ["query", "start_date"]);
  return [first, last];
}

const dayOf = (date: string) => Math.floor(Date.parse(date) / dayMs);
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

const quiet = { requests: 0, failed: 0, bytes: 0, durationMs: 0, latencies: new Map<number, number>() };

function summary(
  row: NamespaceRow,
  days: Activity[],
  held: Holding[],
  { documents, bytes }: { documents: number; bytes: number },
) {
  const all = new Map<number, number>();
  for (const { latencies } of days) for (const [bucket, n] of latencies) all.set(bucket, (all.get(bucket) ?? 0) + n);
  const total = (of: (day: Activity) => number) => days.reduce((sum, day) => sum + of(day), 0);
  return {
    namespace_id: row.id,
    namespace_name: row.name,
    ...told({
      requests: total((day) => day.requests),
      failed: total((day) => day.failed),
      bytes: total((day) => day.bytes),
      durationMs: total((day) => day.durationMs),
      latencies: all,
    }),
    document_count: documents,
    size_bytes: bytes,
    days: [...new Set([...days, ...held].map(({ day }) => day))]
      .sort((a, b) => a - b)
      .map((day) => ({
        date: dateOf(day),
        ...told(days.find((one) => one.day === day) ?? quiet),
        ...holding(held.findLast((one) => one.day <= day)),
      })),
  };
}

/** As it was last noted by that day; null of a day before anything was. */
const holding = (last: Holding | undefined) => ({
  document_count: last?.documents ?? null,
  size_bytes: last?.bytes ?? null,
});

const told = ({ requests, failed, bytes, latencies }: Omit<Activity, "place" | "day">) => ({
  requests,
  errors: failed,
  error_rate: requests === 0 ? 0 : failed / requests,
  bytes_sent: bytes,
  latency_ms: { p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95), p99: percentile(latencies, 0.99) },
});

/** The upper end of the bucket that the percentile falls into; null of nothing. */
export function percentile(latencies: Map<number, number>, part: number): number | null {
  const ordered = [...latencies].sort(([a], [b]) => a - b);
  const total = ordered.reduce((sum, [, n]) => sum + n, 0);
  let seen = 0;
  for (const [bucket, n] of ordered) {
    seen += n;
    if (seen >= part * total) return Math.round(upperEnd(bucket) * 100) / 100;
  }
  return null;
}
