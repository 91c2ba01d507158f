import type { HouseContext } from "./house";

/** Lines that wait to be written together. */
let gathered: string[] = [];
const mostGathered = 256;

/**
 * One line per request: who, which tenant, what came of it. Never a secret, a body, or a path's query.
 * Where LOG_GATHER_MS is set, lines of that long are written in one go: on one machine, writing each by itself costs a
 * third of the throughput. On Workers it is not set, because there a line belongs to its request.
 */
export function logRequest(c: HouseContext, status: number, durationMs: number): void {
  const { requestId, route, key, namespaceId } = c.get("walk");
  const line = JSON.stringify({
    request_id: requestId,
    method: c.req.method,
    route: route ?? null,
    status,
    namespace_id: namespaceId ?? null,
    key_id: key?.id ?? null,
    organization_id: key?.organizationId ?? null,
    duration_ms: durationMs,
  });
  const gatherMs = Number(c.env.LOG_GATHER_MS ?? 0);
  if (gatherMs === 0) {
    console.log(line);
    return;
  }
  gathered.push(line);
  if (gathered.length >= mostGathered) write();
  else if (gathered.length === 1) c.executionCtx.waitUntil(scheduler.wait(gatherMs).then(write));
}

function write(): void {
  if (gathered.length > 0) console.log(gathered.join("\n"));
  gathered = [];
}
