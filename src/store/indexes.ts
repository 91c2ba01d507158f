import { connectIndex, type IndexConnection } from "../outside/vectors";
import { developer, type OwnIndex } from "../outside/vectors/developer";
import { addressesOf } from "../outside/vectors/indexes";
import type { IndexAddress } from "../outside/vectors/transport";
import type { VectorHome } from "./schema";

/** One connection for an isolate: its breaker and its budget of retries are shared by all that is asked there. */
const connections = new Map<string, { address: IndexAddress; to: IndexConnection }>();

export function connected(address: IndexAddress): IndexConnection {
  const known = connections.get(address.name);
  if (known && known.address.url === address.url && known.address.token === address.token) return known.to;
  if (connections.size > 1_000) connections.clear();
  const to = connectIndex(address);
  connections.set(address.name, { address, to });
  return to;
}

/** The indexes that many namespaces share. @throws Error for a configuration that cannot be meant */
export const sharedIndexes = (env: Env): IndexConnection[] => addressesOf(env).map(connected);

/** Makes indexes and takes them away; undefined where there is no account to do so with. */
export function maker(env: Env) {
  const { UPSTASH_EMAIL: email, UPSTASH_API_KEY: key, UPSTASH_DEVELOPER_URL: url } = env;
  return email && key ? developer({ email, key, url: url?.replace(/\/+$/, "") }) : undefined;
}

/** Called after the row that names it: what was made and not written down is found by its name. */
export async function makeIndex(env: Env, name: string, dimensions: number): Promise<OwnIndex> {
  const account = maker(env);
  if (!account) throw new Error("UPSTASH_EMAIL and UPSTASH_API_KEY are not set: no index can be made.");
  const there = (await account.list()).find((index) => index.name === name);
  return there ?? account.create({ name, dimensions, region: env.UPSTASH_REGION ?? "us-east-1" });
}

/** Takes an index away, one too that was made and whose making was not written down. */
export async function unmakeIndex(
  env: Env,
  { id: name, madeAs }: { id: string; madeAs: string | null },
): Promise<void> {
  const account = maker(env);
  if (!account) throw new Error("UPSTASH_EMAIL and UPSTASH_API_KEY are not set: an index cannot be taken away.");
  const id = madeAs ?? (await account.list()).find((index) => index.name === name)?.id;
  if (id) await account.remove(id);
}

/** Where vectors can be in this installation. */
export function vectorHomesOf(env: Env): VectorHome[] {
  return [
    "cell",
    ...(sharedIndexes(env).length > 0 ? (["upstash"] as const) : []),
    ...(maker(env) ? (["dedicated"] as const) : []),
  ];
}
