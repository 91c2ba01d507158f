import { Problem } from "../kit/problem";
import type { Activity } from "../store/activity";
import type { NamespaceRow } from "../store/namespaces";
import type { Organization } from "../store/organization";
import { need } from "../store/permits";
import { reachesNamespace } from "../store/scope";
import { percentile } from "./analytics";
import { findNamespace } from "./namespaces";

const dayMs = 86_400_000;

/** As many namespaces are asked in one request that names none. */
const most = 100;

const reading = need("read");

/** The namespace that the request names, or all that the key may read. @throws Problem when they are too many */
async function meant(organization: Organization): Promise<NamespaceRow[]> {
  const { key, namespaces } = organization;
  if (organization.meant !== undefined) return [await findNamespace(organization, organization.meant, reading)];
  const mine = (await namespaces.all()).filter((row) => reachesNamespace(key, reading, row));
  if (mine.length <= most) return mine;
  throw new Problem(
    "namespace_required",
    `There are more than ${most} namespaces. Name one; GET /v1/analytics/namespaces/summary goes through all of them.`,
  );
}

/** The last hours, days or weeks, in whole days of UTC: what was asked is counted by day. */
function spanOf(period: string, now: number) {
  const [, many, unit] = /^(\d+)([hdw])$/.exec(period) ?? [];
  const hours = Number(many) * (unit === "w" ? 168 : unit === "d" ? 24 : 1);
  const days = Math.min(366, Math.max(1, Math.ceil(hours / 24)));
  const today = Math.floor(now / dayMs);
  const from = (today - days + 1) * dayMs;
  const moments = { from: Math.floor(from / 1000), to: Math.floor(now / 1000) };
  return { period: `${days}d`, ...moments, days: [today - days + 1, today] as const, seconds: (now - from) / 1000 };
}

interface Asked {
  requests: number;
  failed: number;
  durationMs: number;
  latencies: Map<number, number>;
}

function sumOf(activity: readonly Activity[]): Asked {
  const sum: Asked = { requests: 0, failed: 0, durationMs: 0, latencies: new Map() };
  for (const { requests, failed, durationMs, latencies } of activity) {
    sum.requests += requests;
    sum.failed += failed;
    sum.durationMs += durationMs;
    for (const [bucket, n] of latencies) sum.latencies.set(bucket, (sum.latencies.get(bucket) ?? 0) + n);
  }
  return sum;
}

async function asked(organization: Organization, rows: readonly NamespaceRow[], period: string) {
  const span = spanOf(period, organization.now);
  const [first, last] = span.days;
  const ids = Array.from(rows, ({ id }) => id);
  return { ...span, ...sumOf(await organization.namespaces.activity(ids, [first, last])) };
}

const meanOf = ({ requests, durationMs }: Asked) => (requests === 0 ? 0 : durationMs / requests);
const perSecond = ({ requests, seconds }: { requests: number; seconds: number }) =>
  seconds > 0 ? requests / seconds : 0;

/** What each holds now. One that is deleted meanwhile holds nothing. */
async function holdings({ namespaces }: Organization, rows: readonly NamespaceRow[]) {
  const held = await Promise.all(
    rows.map(async (row) => {
      const nothing = { documents: 0, memories: 0, bytes: 0 };
      const counts = await namespaces.counts(row).catch((error) => {
        if (error instanceof Problem && error.code === "not_found") return nothing;
        throw error;
      });
      return { name: row.name, bytes: counts.bytes, vectors: counts.documents + counts.memories };
    }),
  );
  const total = (part: "bytes" | "vectors") => held.reduce((sum, one) => sum + one[part], 0);
  return { held, bytes: total("bytes"), vectors: total("vectors") };
}

export async function analyticsOverview(organization: Organization, period: string) {
  const rows = await meant(organization);
  const [use, kept] = await Promise.all([asked(organization, rows, period), holdings(organization, rows)]);
  return {
    period: use.period,
    from: use.from,
    to: use.to,
    total_queries: use.requests,
    avg_latency_ms: meanOf(use),
    p95_latency_ms: percentile(use.latencies, 0.95) ?? 0,
    p99_latency_ms: percentile(use.latencies, 0.99) ?? 0,
    queries_per_second: perSecond(use),
    error_rate: use.requests === 0 ? 0 : use.failed / use.requests,
    storage_used_bytes: kept.bytes,
    total_vectors: kept.vectors,
    total_namespaces: rows.length,
  };
}

export async function latencyAnalytics(organization: Organization, period: string) {
  const use = await asked(organization, await meant(organization), period);
  const part = (share: number) => percentile(use.latencies, share) ?? 0;
  return {
    period: use.period,
    from: use.from,
    to: use.to,
    avg_ms: meanOf(use),
    p50_ms: part(0.5),
    p95_ms: part(0.95),
    p99_ms: part(0.99),
    max_ms: part(1),
  };
}

export async function throughputAnalytics(organization: Organization, period: string) {
  const use = await asked(organization, await meant(organization), period);
  return {
    period: use.period,
    from: use.from,
    to: use.to,
    total_operations: use.requests,
    operations_per_second: perSecond(use),
  };
}

/** Of each namespace's own database: what it holds and its indexes lie in the same pages, and are told as data. */
export async function storageAnalytics(organization: Organization) {
  const { held, bytes } = await holdings(organization, await meant(organization));
  return {
    total_bytes: bytes,
    data_bytes: bytes,
    index_bytes: 0,
    by_namespace: Object.fromEntries(held.map(({ name, bytes, vectors }) => [name, { bytes, vector_count: vectors }])),
  };
}

export async function opsStats(organization: Organization) {
  const rows = await meant(organization);
  const { vectors } = await holdings(organization, rows);
  return {
    total_vectors: vectors,
    namespace_count: rows.length,
    timestamp: Math.floor(organization.now / 1000),
    state: "ok",
  };
}
