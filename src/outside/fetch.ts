import { addressOf, isLoopback, isPublic } from "../kit/address";

/** The addresses of a name, as the public internet knows them. @throws when nobody answers */
export type Resolve = (name: string) => Promise<string[]>;

/** What the URLs that tenants give may lead to. */
export interface Policy {
  /** For a developer's own machine: `loopback` reaches this machine, `all` whatever it reaches. */
  private: "none" | "loopback" | "all";
  /** Host names of our own, which nobody has us call. */
  own: readonly string[];
  resolve: Resolve;
}

/** A URL that is not called, with the reason in a sentence that names nothing but the URL's own parts. */
class TargetRefused extends Error {
  override readonly name = "TargetRefused";
}

const ports = ["", "443", "8443"];
const internal = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|arpa|onion|test|invalid)$/;

/**
 * Decides whether a URL may be called, by its parts as the URL standard reads them and by every address its name has.
 * Asked when a URL is saved and again before each call: names change their addresses.
 * @throws TargetRefused
 */
export async function checkTarget(text: string, policy: Policy): Promise<URL> {
  if (!URL.canParse(text)) throw new TargetRefused("It is not a URL.");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new TargetRefused("It has to begin with https://.");
  if (url.username || url.password) throw new TargetRefused("It may not hold a user name or a password.");
  const host = url.hostname.replace(/\.+$/, "").toLowerCase();
  if (policy.own.some((own) => host === own || host.endsWith(`.${own}`)))
    throw new TargetRefused("It leads back to this service.");
  const literal = addressOf(host);
  if (policy.private === "all") return url;
  if (policy.private === "loopback" && (host === "localhost" || (literal && isLoopback(literal)))) return url;
  if (url.protocol !== "https:") throw new TargetRefused("It has to begin with https://.");
  if (literal) throw new TargetRefused("It has to name a host, not an address.");
  if (!ports.includes(url.port)) throw new TargetRefused("Only the ports 443 and 8443 are called.");
  if (!host.includes(".") || internal.test(host)) throw new TargetRefused("Its host is not a public one.");
  const addresses = await policy.resolve(host).catch(() => {
    throw new TargetRefused("Its host name could not be looked up.");
  });
  if (addresses.length === 0) throw new TargetRefused("Its host name has no address.");
  // One private address among public ones is enough: which one a call would take is not ours to say.
  for (const address of addresses) {
    const bytes = addressOf(address);
    if (!bytes || !isPublic(bytes)) throw new TargetRefused("Its host is not a public one.");
  }
  return url;
}

/** Names that were looked up a moment ago. A call cannot be pinned to an address anyway. */
const known = new Map<string, { addresses: Promise<string[]>; until: number }>();
const knownMs = 30_000;

/** Asks a resolver over HTTPS (RFC 8484's JSON sibling, as Cloudflare and Google serve it). */
export const overHttps =
  (resolver: string): Resolve =>
  (name) => {
    const now = Date.now();
    const found = known.get(name);
    if (found && found.until > now) return found.addresses;
    if (known.size > 1_000) known.clear();
    const addresses = Promise.all(["A", "AAAA"].map((type) => ask(resolver, name, type))).then((all) => all.flat());
    known.set(name, { addresses, until: now + knownMs });
    addresses.catch(() => known.delete(name));
    return addresses;
  };

async function ask(resolver: string, name: string, type: string): Promise<string[]> {
  const response = await fetch(`${resolver}?name=${encodeURIComponent(name)}&type=${type}`, {
    headers: { accept: "application/dns-json" },
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`the resolver answered ${response.status}`);
  const { Answer: answers = [] }: { Answer?: { type: number; data: string }[] } = await response.json();
  return answers.filter(({ type }) => type === 1 || type === 28).map(({ data }) => data);
}

/** What a call came to. Of the answer nothing is kept but its status: a tenant's URL is no window into a network. */
export interface Called {
  status: number;
  retryAfter: string | null;
}

/** Calls a tenant's URL. Redirects are not followed; the answer's body is not read. @throws TargetRefused, or on no answer */
export async function guardedFetch(
  text: string,
  { timeoutMs, ...init }: { method: string; headers: Record<string, string>; body: string; timeoutMs: number },
  policy: Policy,
): Promise<Called> {
  const url = await checkTarget(text, policy);
  const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
  await response.body?.cancel().catch(() => {});
  return { status: response.status, retryAfter: response.headers.get("retry-after") };
}
