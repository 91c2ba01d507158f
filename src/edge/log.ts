import type { HouseContext } from "./house";

/** One line per request: who, which tenant, what came of it. Never a secret, a body, or a path's query. */
export function logRequest(c: HouseContext, durationMs: number): void {
  const { requestId, key, namespaceId } = c.get("walk");
  console.log(
    JSON.stringify({
      request_id: requestId,
      method: c.req.method,
      route: c.req.routePath,
      status: c.res.status,
      namespace_id: namespaceId ?? null,
      key_id: key?.id ?? null,
      organization_id: key?.organizationId ?? null,
      duration_ms: durationMs,
    }),
  );
}
