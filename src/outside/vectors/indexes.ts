import type { IndexConnection } from "../vectors";
import type { IndexAddress } from "./transport";

/** What an installation says of its indexes: several as JSON, one as Upstash's own examples name it, or none. */
export interface IndexVars {
  UPSTASH_VECTOR_INDEXES?: string;
  UPSTASH_VECTOR_REST_URL?: string;
  UPSTASH_VECTOR_REST_TOKEN?: string;
}

/** Placements name an index for as long as anything lies there: a name is never given to another one. */
const form = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** The name of the one index that Upstash's own variables lead to. */
const alone = "default";

/**
 * The indexes of an installation; none where none is configured. The message of a fault holds nothing of the
 * configuration, in which tokens are.
 * @throws Error for what cannot be meant
 */
export function addressesOf(vars: IndexVars): IndexAddress[] {
  const { UPSTASH_VECTOR_INDEXES: listed, UPSTASH_VECTOR_REST_URL: url, UPSTASH_VECTOR_REST_TOKEN: token } = vars;
  const addresses = listed ? read(listed) : [];
  if (url && token) addresses.push(addressOf({ name: alone, url, token }));
  if (new Set(addresses.map(({ name }) => name)).size < addresses.length)
    throw new Error(`UPSTASH_VECTOR_INDEXES: two indexes of one name ("${alone}" is UPSTASH_VECTOR_REST_URL's).`);
  return addresses;
}

function read(listed: string): IndexAddress[] {
  let all: unknown;
  try {
    all = JSON.parse(listed);
  } catch {
    all = undefined;
  }
  if (!Array.isArray(all)) throw new Error("UPSTASH_VECTOR_INDEXES is a JSON list of {name, url, token}.");
  return all.map(addressOf);
}

function addressOf(given: Partial<Record<keyof IndexAddress, unknown>> | null): IndexAddress {
  const { name, url, token } = given ?? {};
  if (typeof name !== "string" || !form.test(name))
    throw new Error("UPSTASH_VECTOR_INDEXES: a name is of a-z, 0-9, - and _, 63 letters at most.");
  if (typeof url !== "string" || !/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    throw new Error(`UPSTASH_VECTOR_INDEXES: the index ${name} has no URL.`);
  if (typeof token !== "string" || token === "")
    throw new Error(`UPSTASH_VECTOR_INDEXES: the index ${name} has no token.`);
  return { name, url, token };
}

/**
 * The indexes that take vectors of so many dimensions, best first: those of just so many, then those of the fewest more;
 * among equals the one with the fewest namespaces, since an index holds a hundred to ten thousand of them. One that
 * does not answer is left out, as long as there are others.
 * @throws when one that does not answer might be the only one
 */
export async function indexesFor(
  dimensions: number,
  connections: readonly IndexConnection[],
  now: number,
): Promise<IndexConnection[]> {
  const asked = connections.map(async (connection) => {
    const { dimensions: own, spaces } = await connection.at(now).info();
    return { connection, own, namespaces: spaces.size };
  });
  const settled = await Promise.allSettled(asked);
  const fitting = settled
    .flatMap((one) => (one.status === "fulfilled" && one.value.own >= dimensions ? [one.value] : []))
    .sort((a, b) => a.own - b.own || a.namespaces - b.namespaces)
    .map(({ connection }) => connection);
  const silent = settled.find((one) => one.status === "rejected");
  if (fitting.length === 0 && silent) throw silent.reason;
  return fitting;
}
