import { newId } from "../../kit/id";
import { iso } from "../../kit/iso";
import { Problem } from "../../kit/problem";
import type { RetrieverRow } from "../../store/config";
import type { Namespace } from "../../store/door";
import type { InputField } from "../../store/schema";
import { findCollection } from "../collections";
import type { PageRequest } from "../page";
import { presentStage, readStages, type StageDraft } from "./stages";

type Home = Pick<Namespace, "key" | "now" | "collections" | "retrievers">;

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
}

export async function createRetriever(home: Home, draft: RetrieverDraft) {
  const named = draft.collection_identifiers ?? draft.collection_ids ?? [];
  const { key, now } = home;
  const collections = await Promise.all(named.map((ref) => findCollection(home, ref)));
  const row = await home.retrievers.add(
    {
      id: newId("retriever"),
      name: draft.retriever_name,
      description: draft.description ?? null,
      collectionIds: collections.map((collection) => collection.id),
      stages: readStages(draft.stages, ["body", "stages"]),
      inputSchema: draft.input_schema ?? {},
      budgetLimits: draft.budget_limits ?? null,
      tags: draft.tags ?? [],
      displayConfig: draft.display_config ?? null,
      version: 1,
      createdBy: key.userId,
      createdAt: now,
      updatedAt: now,
    },
    "There is a retriever of this name already.",
  );
  return { retriever: present(row) };
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

export async function listRetrievers(home: Home, page: PageRequest) {
  const { results, total } = await home.retrievers.list(page);
  return { results: results.map(present), total };
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
    description: row.description,
    collection_ids: row.collectionIds,
    stages: row.stages.map(presentStage),
    input_schema: row.inputSchema,
    budget_limits: row.budgetLimits,
    tags: row.tags,
    display_config: row.displayConfig,
    version: row.version,
    is_published: false,
    created_at: iso(row.createdAt),
    updated_at: iso(row.updatedAt),
    created_by: row.createdBy,
    updated_by: row.createdBy,
  };
}
