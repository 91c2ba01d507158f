import type { DocumentChange, DocumentDraft, Pass } from "./contract";
import * as documents from "./documents";
import * as entries from "./entries";
import type { Entry, SearchIndex } from "./search-index";

/** Changes documents: the tables in one transaction, then the index in memory. */
export class Writer {
  readonly #storage: DurableObjectStorage;
  readonly #index: SearchIndex;

  constructor(storage: DurableObjectStorage, index: SearchIndex) {
    this.#storage = storage;
    this.#index = index;
  }

  /** Creates all of the drafts, or none when an id is taken. */
  create(drafts: DocumentDraft[], now: number): { taken: string[] } {
    const { sql } = this.#storage;
    const taken = documents.taken(
      sql,
      drafts.map((draft) => draft.id),
    );
    if (taken.length > 0) return { taken };
    this.#commit(() => ({
      before: [],
      after: drafts.map((draft) => {
        const seq = documents.insert(sql, draft, now);
        return entries.write(sql, seq, draft.collectionId, draft.text, draft.vectors);
      }),
    }));
    return { taken: [] };
  }

  /** False when the document is not the version that was read, or gone. */
  replace(change: DocumentChange, now: number): boolean {
    const { sql } = this.#storage;
    return this.#commit(() => {
      const seq = documents.replace(sql, change, now);
      const old = seq === undefined ? undefined : entries.readEntry(sql, seq);
      if (seq === undefined || !old) return undefined;
      entries.write(sql, seq, old.collectionId, change.text, change.vectors);
      const entry = entries.readEntry(sql, seq);
      return { before: [old], after: entry ? [entry] : [] };
    });
  }

  remove(pass: Pass, id: string, collectionId: string | null): boolean {
    const { sql } = this.#storage;
    return this.#commit(() => {
      const found = documents.find(sql, pass, id);
      if (!found || (collectionId !== null && found.collectionId !== collectionId)) return undefined;
      const seq = documents.seqOf(sql, id);
      const old = entries.readEntry(sql, seq);
      documents.remove(sql, seq);
      return { before: old ? [old] : [], after: [] };
    });
  }

  dropCollection(collectionId: string): number {
    const { sql } = this.#storage;
    const deleted = documents.count(sql, collectionId);
    this.#storage.transactionSync(() => documents.removeCollection(sql, collectionId));
    this.#index.forget();
    return deleted;
  }

  /** Whether anything was changed. Should the index fail to follow, it is forgotten and made again from the tables. */
  #commit(change: () => { before: Entry[]; after: Entry[] } | undefined): boolean {
    const changed = this.#storage.transactionSync(change);
    if (!changed) return false;
    try {
      this.#index.put(changed.after, changed.before);
    } catch (error) {
      this.#index.forget();
      console.error(error);
    }
    return true;
  }
}
