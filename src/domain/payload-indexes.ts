import { invalid } from "../kit/problem";
import type { PayloadIndex } from "../store/schema";

/** An index as clients send and are shown it. */
export interface IndexDraft {
  field_name: string;
  type: PayloadIndex["type"];
  is_protected?: boolean | undefined;
}

const keyword = (field: string): PayloadIndex => ({ field, type: "keyword" });

/** What every namespace can be filtered by whatever it declares; as published, nobody may make, change or drop them. */
const protectedIndexes: readonly PayloadIndex[] = [
  ...["internal_id", "namespace_id", "collection_id", "document_id", "bucket_id", "object_id"].map(keyword),
  ...["root_object_id", "root_bucket_id", "source_object_id"].map(keyword),
  { field: "created_at", type: "datetime" },
  { field: "updated_at", type: "datetime" },
];

/**
 * The indexes that a namespace is to declare. Protected ones that come back as they were shown are left out, so that
 * what was read can be sent again with one more.
 * @throws Problem `invalid` for one that is protected otherwise, or named twice
 */
export function declaredIndexes(drafts: readonly IndexDraft[]): PayloadIndex[] {
  const declared = new Map<string, PayloadIndex>();
  for (const [i, { field_name: field, type, is_protected }] of drafts.entries()) {
    const where = ["body", "payload_indexes", i, "field_name"];
    const guarded = protectedIndexes.find((index) => index.field === field);
    if (guarded) {
      if (is_protected && guarded.type === type) continue;
      throw invalid(`${field} is a protected index: it is always there and never changes.`, where);
    }
    if (declared.has(field)) throw invalid(`${field} is declared twice.`, where);
    declared.set(field, { field, type });
  }
  return [...declared.values()];
}

export const presentIndexes = (declared: readonly PayloadIndex[]) => [
  ...declared.map(({ field, type }) => ({ field_name: field, type, is_protected: false })),
  ...protectedIndexes.map(({ field, type }) => ({ field_name: field, type, is_protected: true })),
];
