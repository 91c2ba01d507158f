import type {
  Counts,
  DocumentChange,
  DocumentDraft,
  DocumentPage,
  Outcome,
  Plan,
  StoredDocument,
} from "../cell/contract";
import { type Plot, passOf } from "./plot";
import { served } from "./refused";

/** A namespace's contents, as its cell keeps them. Every call carries the pass; a refusal is thrown as `Refused`. */
export interface Contents {
  create(drafts: DocumentDraft[]): Promise<{ taken: string[] }>;
  get(id: string): Promise<StoredDocument | null>;
  list(page: { collectionId: string; after: number; offset: number; limit: number }): Promise<DocumentPage>;
  /** False when the document has changed since it was read. */
  replace(change: DocumentChange): Promise<boolean>;
  remove(id: string, collectionId: string | null): Promise<boolean>;
  dropCollection(collectionId: string): Promise<number>;
  count(): Promise<Counts>;
  execute(plan: Plan): Promise<Outcome>;
}

export function contents(plot: Plot): Contents {
  const { stub } = plot;
  return {
    create: (drafts) => served(stub.createDocuments(passOf(plot), drafts)),
    get: (id) => served(stub.getDocument(passOf(plot), id)),
    list: ({ collectionId, after, offset, limit }) =>
      served(stub.listDocuments(passOf(plot), collectionId, after, offset, limit)),
    replace: async (change) => (await served(stub.replaceDocument(passOf(plot), change))).replaced,
    remove: async (id, collectionId) => (await served(stub.deleteDocument(passOf(plot), id, collectionId))).deleted,
    dropCollection: async (collectionId) => (await served(stub.dropCollection(passOf(plot), collectionId))).deleted,
    count: () => served(stub.count(passOf(plot))),
    execute: (plan) => served(stub.execute(passOf(plot), JSON.stringify(plan))),
  };
}
