import type { VectorSpace } from "../../engine/knn/space";
import { entryId, numbered } from "./ledger";
import type { Remote } from "./remote";

export interface Compared {
  entries: number;
  /** There should have been these, and are sent again. */
  missing: number;
  /** There should not have been these, and are taken away. */
  extra: number;
}

const perPage = 1_000;

/**
 * Compares ids and versions of all that is outside with what ought to be there, and notes what differs as work to do.
 * Nothing may be sent meanwhile; what is changed meanwhile is noted by itself.
 */
export async function compare(
  remote: Remote,
  feature: string,
  space: VectorSpace,
  alive: () => boolean,
): Promise<Compared> {
  const { ledger } = remote;
  const found = new Set<string>();
  const compared = { entries: 0, missing: 0, extra: 0 };
  for (let cursor: string | null = null, more = true; more && alive(); ) {
    const { ids, next }: { ids: string[]; next: string | null } = await space.list(cursor);
    for (const id of ids) found.add(id);
    const extra = ledger.extra(
      feature,
      ids.flatMap((id) => numbered(id) ?? []),
    );
    compared.entries += ids.length;
    compared.extra += extra.length;
    ledger.remove(feature, extra);
    [cursor, more] = [next, next !== null];
  }
  for (let after = 0, more = true; more && alive(); ) {
    const page = ledger.page(feature, after, perPage);
    const missing = page.filter((one) => !found.has(entryId(one)));
    compared.missing += missing.length;
    ledger.mark(feature, missing, 0);
    // From here on they are searched here, until they are there again.
    if (missing.length > 0) remote.forget();
    after = page.at(-1)?.seq ?? after;
    more = page.length === perPage;
    await scheduler.wait(1);
  }
  return compared;
}
