import { broughtFeature } from "../engine/features";
import type { NamedVector } from "./contract";
import { broughtDimension } from "./entries";
import type { Remote } from "./remote/remote";

const key = "dimension";

/**
 * The length that vectors which clients bring have to have, when one of these has another; else null, and the length is
 * kept in mind. A place outside holds vectors of one length only: while there is one, it stays, when the last of them is
 * gone too.
 */
export function misfit(
  { sql, kv }: DurableObjectStorage,
  remote: Remote,
  declared: number | null,
  vectors: readonly NamedVector[],
): number | null {
  const brought = vectors.filter(({ feature }) => feature === broughtFeature);
  const [first] = brought;
  if (!first) return null;
  const outside = remote.features.has(broughtFeature) ? kv.get<number>(key) : undefined;
  const wanted = broughtDimension(sql) ?? outside ?? declared ?? first.values.length;
  if (!brought.every(({ values }) => values.length === wanted)) return wanted;
  if (kv.get<number>(key) !== wanted) kv.put(key, wanted);
  return null;
}
