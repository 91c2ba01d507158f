import { type Called, checkTarget, guardedFetch, overHttps, type Policy } from "../outside/fetch";

/** Where the URLs that tenants give may lead, and the way there. */
export interface Targets {
  /** @throws TargetRefused */
  check(url: string): Promise<unknown>;
  /** @throws TargetRefused, or when nobody answers in time */
  call(
    url: string,
    init: { method: string; headers: Record<string, string>; body: string; timeoutMs: number },
  ): Promise<Called>;
}

export function targetsOf(env: Env): Targets {
  const allowed = env.ALLOW_PRIVATE_TARGETS;
  const policy: Policy = {
    private: allowed === "true" ? "all" : allowed === "loopback" ? "loopback" : "none",
    own: (env.OWN_HOSTS ?? "").split(",").flatMap((host) => host.trim().toLowerCase() || []),
    resolve: overHttps(env.DNS_RESOLVER || "https://cloudflare-dns.com/dns-query"),
  };
  return {
    check: (url) => checkTarget(url, policy),
    call: (url, init) => guardedFetch(url, init, policy),
  };
}
