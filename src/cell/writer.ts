import { analyse } from "../engine/text/terms";
import type { DocumentChange, DocumentDraft, NamedVector, Pass } from "./contract";
import * as documents from "./documents";
import * as entries from "./entries";
import type { Entry, SearchIndex } from "./search-index";
import type { TextModel } from "./text-model";

/** Changes documents: the tables in one transaction, then the index in memory. */
export class Writer {
  readonly #storage: DurableObjectStorage;
  readonly #index: SearchIndex;
  readonly #model: TextModel;

  constructor(storage: DurableObjectStorage, index: SearchIndex, model: TextModel) {
    this.#storage = storage;
    this.#index = index;
    this.#model = model;
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
      after: drafts.map((draft) => this.#write(documents.insert(sql, draft, now), draft.collectionId, draft)),
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
      this.#write(seq, old.collectionId, change);
      // Read back: vectors that the change does not mention stay.
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

  #write(seq: number, collectionId: string, { text, vectors }: { text: string; vectors: NamedVector[] }): Entry {
    const analysis = text ? analyse(text) : undefined;
    const all = analysis ? [...vectors, ...this.#model.encodeDocument(analysis)] : vectors;
    entries.write(this.#storage.sql, seq, collectionId, analysis, all);
    return { seq, collectionId, terms: analysis?.terms, vectors: all };
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
