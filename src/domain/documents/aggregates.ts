import type { Aggregation } from "../../engine/aggregation";
import { findCollection } from "../collections";
import { readFilter } from "../page";
import type { Home } from "./documents";

export interface AggregationDraft extends Omit<Aggregation, "having"> {
  filters?: unknown;
  having?: { field: string; operator: string; value: unknown }[] | null;
}

/** Groups a collection's documents and measures each group. */
export async function aggregateDocuments(home: Home, collectionRef: string, draft: AggregationDraft) {
  const collection = await findCollection(home, collectionRef);
  const { filters = null, having, ...asked } = draft;
  if (filters !== null) readFilter(filters, false);
  const selection = { collectionId: collection.id, filters, search: null, ignoreCase: false };
  const aggregation = { ...asked, having: having?.length ? readFilter({ AND: having }, true) : null };
  const { results, total_groups } = await home.documents.aggregate(selection, aggregation);
  return { results, total_groups, query_info: { collection_id: collection.id, returned_groups: results.length } };
}
