import { client } from "../client.ts";
import type { Server } from "../serve/server.ts";

const batchSize = 500;

export interface Tenant {
  namespace: string;
  retrieverId: string;
  /** The same search over one document in ten, by a declared field. */
  filteredId: string;
  documentIds: string[];
  documentsPerSecond: number;
}

export type Search = "hybrid" | "full text" | "dense";

const outputs: Record<Search, string> = { hybrid: "text_embedding", "full text": "full_text", dense: "dense" };

/** A retriever that finds the best `topK` documents by text. */
export function retrieverDraft(name: string, collectionId: string, search: Search, topK: number, filters?: object) {
  const parameters = {
    ...(filters && { filters }),
    searches: [
      {
        feature_uri: `cordon://text_extractor@v1/${outputs[search]}`,
        query: { input_mode: "text", value: "{{INPUT.query}}" },
        top_k: Math.max(100, topK),
      },
    ],
    final_top_k: topK,
  };
  return {
    retriever_name: name,
    collection_identifiers: [collectionId],
    input_schema: { query: { type: "string", required: true } },
    stages: [{ stage_name: "search", stage_type: "filter", config: { stage_id: "feature_search", parameters } }],
  };
}

/** Founds a namespace with one collection of documents, loaded over HTTP as any client would, and a hybrid retriever. */
export async function foundTenant(
  server: Pick<Server, "url" | "adminKey">,
  namespace: string,
  documents: Iterable<Record<string, unknown>>,
  onProgress: (done: number) => void = () => {},
): Promise<Tenant & { collectionId: string }> {
  await client(server.url, server.adminKey).must("POST", "/v1/namespaces", {
    namespace_name: namespace,
    payload_indexes: [{ field_name: "tenth", type: "keyword" }],
  });
  const inside = client(server.url, server.adminKey, namespace);
  const { collection_id: collectionId } = await inside.must("POST", "/v1/collections", {
    collection_name: "documents",
    feature_extractor: {
      feature_extractor_name: "text_extractor",
      version: "v1",
      input_mappings: { text: ["title", "text"] },
    },
  });
  const documentIds: string[] = [];
  const start = performance.now();
  for (const batch of batches(documents)) {
    const sent = batch.map((document, i) => ({ ...document, tenth: `t${(documentIds.length + i) % 10}` }));
    const answer = await inside.must("POST", `/v1/collections/${collectionId}/documents`, { documents: sent });
    documentIds.push(...(answer.documents as { document_id: string }[]).map((document) => document.document_id));
    onProgress(documentIds.length);
  }
  const documentsPerSecond = (documentIds.length / (performance.now() - start)) * 1000;
  const { retriever } = await inside.must(
    "POST",
    "/v1/retrievers",
    retrieverDraft("hybrid", collectionId, "hybrid", 25),
  );
  const filtered = await inside.must(
    "POST",
    "/v1/retrievers",
    retrieverDraft("filtered", collectionId, "hybrid", 25, { tenth: "t3" }),
  );
  const ids = { retrieverId: retriever.retriever_id, filteredId: filtered.retriever.retriever_id };
  return { namespace, collectionId, ...ids, documentIds, documentsPerSecond };
}

function* batches<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
