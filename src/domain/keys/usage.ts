import type { KeyRow } from "../../store/keyring";
import type { Organization } from "../../store/organization";
import type { UsageLine } from "../../store/usage";

/** What a key has done so far, in all or in one namespace; at most a minute behind. */
export async function keyUsage(organization: Organization, key: KeyRow, namespaceId?: string) {
  const all = await organization.keys.usage(key.id);
  const lines = all.filter(({ place }) => !namespaceId || place === namespaceId);
  const inNamespaces = lines.filter(({ place }) => place !== organization.id);
  return {
    key_id: key.id,
    ...totals(lines),
    by_endpoint: grouped(lines, ({ route }) => route).map(([endpoint, group]) => ({ endpoint, ...totals(group) })),
    by_namespace: grouped(inNamespaces, ({ place }) => place).map(([namespace, group]) => ({
      namespace,
      ...totals(group),
    })),
  };
}

const grouped = (lines: UsageLine[], by: (line: UsageLine) => string) => [...Map.groupBy(lines, by)];

function totals(lines: UsageLine[]) {
  const sum = (of: (line: UsageLine) => number) => lines.reduce((total, line) => total + of(line), 0);
  const requests = sum((line) => line.requests);
  const failed = sum((line) => line.failed);
  return {
    total_requests: requests,
    successful_requests: requests - failed,
    failed_requests: failed,
    rate_limited_requests: sum((line) => line.rateLimited),
    bytes_transferred: sum((line) => line.bytes),
    avg_latency_ms: requests === 0 ? 0 : sum((line) => line.durationMs) / requests,
  };
}
