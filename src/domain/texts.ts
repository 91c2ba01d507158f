import type { Fields } from "../engine/fields";
import { Problem } from "../kit/problem";
import type { CollectionRow } from "../store/config";
import type { Namespace } from "../store/door";
import { createCollection, findCollection } from "./collections";
import { planOf } from "./documents/documents";
import { readDraft } from "./documents/draft";

type Home = Pick<Namespace, "id" | "row" | "now" | "collections" | "documents">;

/** The collection that the memory dialect's texts lie in; it is one like any other, made when it is first needed. */
const name = "texts";

export interface Text {
  id: string;
  text: string;
  metadata?: Fields | undefined;
}

export type Channel = "text_embedding" | "full_text" | "dense";

/** Puts texts there, in the place of those with the same id. */
export async function upsertTexts(home: Home, texts: Text[]): Promise<number> {
  const collection = await theirs(home);
  const changes = texts.map(({ id, text, metadata }, i) => {
    const at = ["body", "documents", i];
    const { fields } = readDraft(home.row, collection, { document_id: id, text, metadata: metadata ?? {} }, at);
    return { id, mode: "put" as const, fields: JSON.stringify(fields), vectors: [] };
  });
  const results = await home.documents.change(planOf(collection), changes);
  if (results.includes("elsewhere"))
    throw new Problem("conflict", "An id belongs to a document of another collection. The others were stored.");
  return results.filter((result) => result === "created" || result === "updated").length;
}

export async function searchTexts(home: Home, query: string, topK: number, channel: Channel) {
  const collection = await home.collections.find(name);
  if (!collection) {
    // The cell has the last word on who is let in, on an answer that it does not give itself too.
    await home.documents.get("", false);
    return [];
  }
  const search = {
    feature_uri: `cordon://text_extractor@v1/${channel}`,
    query: { input_mode: "text", value: "{{INPUT.query}}" },
    top_k: topK,
  };
  const parameters = { searches: [search], final_top_k: topK };
  const { documents } = await home.documents.execute({
    steps: [{ name: "search", stageId: "feature_search", parameters }],
    given: { inputs: { query }, absent: [], namespaceId: home.id, seed: 0 },
    collections: [collection.id],
    offset: 0,
    behind: null,
    limit: topK,
    highlights: false,
  });
  return documents.map(({ id, body, score }) => {
    const { text, metadata }: Pick<Text, "text" | "metadata"> = JSON.parse(body);
    return { id, score: score ?? 0, text, metadata: metadata ?? {} };
  });
}

export async function deleteTexts(home: Home, ids: string[]): Promise<number> {
  const collection = await home.collections.find(name);
  const deleted = await home.documents.remove(collection ? ids : [], collection?.id ?? null);
  return deleted.filter(Boolean).length;
}

async function theirs(home: Home): Promise<CollectionRow> {
  const known = await home.collections.find(name);
  if (known) return known;
  try {
    const feature_extractor = {
      feature_extractor_name: "text_extractor",
      version: "v1",
      input_mappings: { text: "text" },
    };
    await createCollection(home, { collection_name: name, feature_extractor });
  } catch (error) {
    // Somebody else was first.
    if (!(error instanceof Problem && error.code === "conflict")) throw error;
  }
  return findCollection(home, name);
}
