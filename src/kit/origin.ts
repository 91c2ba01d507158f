/**
 * Whether a request's Origin header is allowed by a list of origins and patterns. Nothing is normalised: a browser
 * sends an origin in one spelling, and any other spelling is somebody else's. `null` never matches.
 */
export const originAllowed = (origin: string, allowed: readonly string[]): boolean =>
  allowed.some((pattern) => matchesPattern(origin, pattern));

/** What is wrong with an entry of `allowed_origins`; undefined when nothing is. */
export function originFault(pattern: string): string | undefined {
  const example = pattern.replace("*.", "wildcard.");
  const parsed = parse(example);
  if (!parsed) {
    const hint = serialised(example);
    const meant = hint && pattern.includes("*.") ? hint.replace("wildcard.", "*.") : hint;
    return `${JSON.stringify(pattern)} is not an origin.${meant ? ` Write ${meant}.` : " Write scheme://host or scheme://host:port."}`;
  }
  if (!pattern.includes("*")) return undefined;
  const labels = parsed.hostname.split(".");
  if (!pattern.startsWith(`${parsed.protocol}//*.`) || labels.length < 3 || example.includes("*"))
    return `${JSON.stringify(pattern)}: a wildcard stands for exactly one leftmost label, as in https://*.example.com.`;
  return undefined;
}

function matchesPattern(origin: string, pattern: string): boolean {
  const theirs = parse(origin);
  if (!theirs) return false;
  if (!pattern.includes("*")) return origin === pattern;
  const ours = parse(pattern.replace("*.", "wildcard."));
  const dot = theirs.hostname.indexOf(".");
  return (
    ours !== undefined &&
    theirs.protocol === ours.protocol &&
    theirs.port === ours.port &&
    dot > 0 &&
    /^[a-z0-9-]+$/.test(theirs.hostname.slice(0, dot)) &&
    theirs.hostname.slice(dot + 1) === ours.hostname.slice("wildcard.".length)
  );
}

/** The parts of an origin that is written exactly as browsers serialise it. */
function parse(origin: string): URL | undefined {
  return serialised(origin) === origin ? new URL(origin) : undefined;
}

function serialised(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, username, password } = new URL(text);
  return origin === "null" || username || password ? undefined : origin;
}
