import type { VectorSpace } from "../../engine/knn/space";
import { type Ledger, numbered } from "./ledger";

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
 * What is changed meanwhile is noted by itself.
 */
export async function compare(
  ledger: Ledger,
  feature: string,
  space: VectorSpace,
  alive: () => boolean,
): Promise<Compared> {
  const found = new Set<string>();
  const compared = { entries: 0, missing: 0, extra: 0 };
  for (let cursor: string | null = null, more = true; more && alive(); ) {
    const { ids, next }: { ids: string[]; next: string | null } = await space.list(cursor);
    const extra = ids.flatMap((id) => {
      const one = numbered(id);
      found.add(id);
      return one && !ledger.isCurrent(feature, one) ? one : [];
    });
    compared.entries += ids.length;
    compared.extra += extra.length;
    ledger.remove(feature, extra);
    [cursor, more] = [next, next !== null];
  }
  for (let after = 0, more = true; more && alive(); ) {
    const page = ledger.page(feature, after, perPage);
    const missing = page.filter(({ seq, version }) => !found.has(`${seq}.${version}`));
    compared.missing += missing.length;
    ledger.mark(feature, missing, 0);
    after = page.at(-1)?.seq ?? after;
    more = page.length === perPage;
  }
  return compared;
}
