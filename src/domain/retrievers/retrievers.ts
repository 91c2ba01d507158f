import { newId } from "../../kit/id";
import { iso } from "../../kit/iso";
import { Problem } from "../../kit/problem";
import type { RetrieverRow } from "../../store/config";
import type { Namespace } from "../../store/door";
import type { CacheConfig, InputField } from "../../store/schema";
import { findCollection } from "../collections";
import { type ListRequest, pageOf } from "../page";
import { presentStage, readStages, type StageDraft } from "./stages";

type Home = Pick<Namespace, "id" | "key" | "now" | "collections" | "retrievers">;

export interface RetrieverDraft {
  retriever_name: string;
  description?: string | null;
  collection_identifiers?: string[] | null;
  collection_ids?: string[] | null;
  stages: StageDraft[];
  input_schema?: Record<string, InputField> | null;
  budget_limits?: { max_credits?: number; max_time_ms?: number } | null;
  tags?: string[] | null;
  display_config?: Record<string, unknown> | null;
  cache_config?: CacheConfig | null;
}

const taken = "There is a retriever of this name already.";

/** What a draft says a retriever does: its stages read, its collections found. @throws Problem */
export async function designOf(home: Pick<Home, "collections">, draft: Omit<RetrieverDraft, "retriever_name">) {
  const named = draft.collection_identifiers ?? draft.collection_ids ?? [];
  const collections = await Promise.all(named.map((ref) => findCollection(home, ref)));
  return {
    description: draft.description ?? null,
    collectionIds: collections.map((collection) => collection.id),
    stages: readStages(draft.stages, ["body", "stages"]),
    inputSchema: draft.input_schema ?? {},
    budgetLimits: draft.budget_limits ?? null,
    tags: draft.tags ?? [],
    displayConfig: draft.display_config ?? null,
    cacheConfig: draft.cache_config ?? null,
  };
}

/** Who made it, and when. */
const origin = ({ key, now }: Pick<Home, "key" | "now">) => ({
  id: newId("retriever"),
  version: 1,
  createdBy: key.userId,
  createdAt: now,
  updatedAt: now,
});

export async function createRetriever(home: Home, draft: RetrieverDraft) {
  const design = await designOf(home, draft);
  const row = await home.retrievers.add({ ...design, ...origin(home), name: draft.retriever_name }, taken);
  return { retriever: present(row) };
}

/** A new retriever from one that is there, with whatever the overrides say instead. */
export async function cloneRetriever(
  home: Home,
  ref: string,
  overrides: Partial<RetrieverDraft> & Pick<RetrieverDraft, "retriever_name">,
) {
  const source = await getRetriever(home, ref);
  const own = { ...presentDesign(source), collection_identifiers: source.collectionIds };
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value != null));
  const design = await designOf(home, { ...own, ...given });
  const row = await home.retrievers.add({ ...design, ...origin(home), name: overrides.retriever_name }, taken);
  return { retriever: present(row), source_retriever_id: source.id };
}

/** What a retriever does, and how it is shown; where it looks and what it is called aside. */
export const presentDesign = (row: RetrieverRow) => ({
  description: row.description,
  stages: row.stages.map(presentStage),
  input_schema: row.inputSchema,
  budget_limits: row.budgetLimits,
  tags: row.tags,
  display_config: row.displayConfig,
  cache_config: row.cacheConfig,
});

export type RetrieverChange = Partial<
  Pick<RetrieverDraft, "retriever_name" | "description" | "tags" | "display_config" | "cache_config">
>;

/** What a retriever does is fixed when it is made; how it is called, shown and kept ready is not. */
export async function changeRetriever(home: Home, ref: string, change: RetrieverChange) {
  const row = await getRetriever(home, ref);
  if (
    change.retriever_name !== undefined &&
    change.retriever_name !== row.name &&
    (await home.retrievers.get(change.retriever_name))
  )
    throw new Problem("conflict", taken);
  const changed = await home.retrievers.change(row.id, {
    name: change.retriever_name ?? row.name,
    description: change.description === undefined ? row.description : change.description,
    tags: change.tags ?? row.tags,
    displayConfig: change.display_config === undefined ? row.displayConfig : change.display_config,
    cacheConfig: change.cache_config === undefined ? row.cacheConfig : change.cache_config,
    version: row.version + 1,
    updatedAt: home.now,
  });
  return { retriever: present(changed ?? row) };
}

const found = (row: RetrieverRow | undefined): RetrieverRow => {
  if (!row) throw new Problem("not_found", "There is no such retriever.");
  return row;
};

/** As the isolate remembers it, for a plan that the cell will check. @throws Problem `not_found` */
export const planRetriever = async (home: Pick<Home, "retrievers">, ref: string) =>
  found(await home.retrievers.find(ref));

/** As it stands now. @throws Problem `not_found` */
export const getRetriever = async (home: Pick<Home, "retrievers">, ref: string) =>
  found(await home.retrievers.get(ref));

export async function aboutRetriever(home: Home, ref: string) {
  return present(await getRetriever(home, ref));
}

export async function listRetrievers(home: Home, request: ListRequest) {
  const rows = await home.retrievers.all();
  const page = pageOf(`retrievers ${home.id}`, "retriever_id", rows.map(present), request);
  return { ...page, total: page.total_count };
}

/** Its browser keys go with it. */
export async function deleteRetriever(home: Home, ref: string) {
  const row = await getRetriever(home, ref);
  await home.retrievers.remove(row.id);
  return { message: "The retriever and its keys are deleted.", success: true };
}

function present(row: RetrieverRow) {
  return {
    retriever_id: row.id,
    retriever_name: row.name,
    collection_ids: row.collectionIds,
    ...presentDesign(row),
    version: row.version,
    is_published: false,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
    created_by: row.createdBy,
    updated_by: row.createdBy,
  };
}
