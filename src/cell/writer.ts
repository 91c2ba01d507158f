import type { Fields } from "../engine/fields";
import { mergePatch } from "../engine/merge-patch";
import { analyse } from "../engine/text/terms";
import { textOf } from "../engine/text-of";
import type { Change, Changed, CollectionPlan, DatedDraft, DocumentDraft, Pass } from "./contract";
import * as documents from "./documents";
import { nextEdition } from "./edition";
import * as entries from "./entries";
import type { Outbox } from "./outbox";
import type { Entry } from "./search-index";
import type { Shelf } from "./shelf";
import { isTooLarge } from "./size";
import { Words } from "./words";

type Written = Pick<DocumentDraft, "body" | "text" | "vectors">;

/** Changes documents: the tables in one transaction, then the index in memory. */
export class Writer {
  readonly #storage: DurableObjectStorage;
  readonly #shelf: Shelf;
  readonly #words: Words;
  readonly #outbox: Outbox;

  constructor(storage: DurableObjectStorage, shelf: Shelf, outbox: Outbox) {
    this.#outbox = outbox;
    this.#storage = storage;
    this.#shelf = shelf;
    this.#words = new Words(storage.sql);
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
        this.#note("document.created", draft, now);
        return this.#write(documents.insert(sql, draft, now), draft.collectionId, draft);
      }),
    }));
    return { taken: [] };
  }

  /** Puts all of the documents with their own times, or none: gives the ids that are in another collection. */
  importAll(drafts: DatedDraft[], now: number): string[] {
    const { sql } = this.#storage;
    const elsewhere = drafts.filter(({ id, collectionId }) => {
      const row = documents.findRow(sql, id);
      return row && row.collection_id !== collectionId;
    });
    if (elsewhere.length > 0) return elsewhere.map(({ id }) => id);
    this.#commit(() => {
      const moved: { before: Entry[]; after: Entry[] } = { before: [], after: [] };
      for (const draft of drafts) {
        const row = documents.findRow(sql, draft.id);
        const before = row && entries.readEntry(sql, row.seq);
        if (before) moved.before.push(before);
        if (row) entries.removeVectors(sql, row.seq);
        const seq = row?.seq ?? documents.insert(sql, draft, draft.createdAt);
        documents.restore(sql, seq, draft);
        this.#note(row ? "document.updated" : "document.created", draft, now);
        moved.after.push(this.#write(seq, draft.collectionId, draft));
      }
      return moved;
    });
    return [];
  }

  /** Changes documents of one collection, each for itself and all in one transaction. */
  change(pass: Pass, plan: CollectionPlan, changes: Change[]): Changed[] {
    const results: Changed[] = [];
    this.#commit(() => {
      const moved: { before: Entry[]; after: Entry[] } = { before: [], after: [] };
      for (const change of changes) results.push(this.#change(pass, plan, change, moved));
      return moved;
    });
    return results;
  }

  #change(pass: Pass, plan: CollectionPlan, change: Change, moved: { before: Entry[]; after: Entry[] }): Changed {
    const { sql } = this.#storage;
    const row = documents.findRow(sql, change.id);
    if (row && row.collection_id !== plan.id) return change.mode === "put" ? "elsewhere" : "missing";
    if (!row && change.mode !== "put") return "missing";
    const given: Fields = JSON.parse(change.fields);
    const fields = row && change.mode === "merge" ? mergePatch(JSON.parse(row.body), given) : given;
    const body = JSON.stringify(fields);
    if (isTooLarge(body)) return "too_large";
    const text = textOf(plan.extraction, fields);
    if (!row) {
      const seq = documents.insert(sql, { id: change.id, collectionId: plan.id, body }, pass.now);
      moved.after.push(this.#write(seq, plan.id, { body, text, vectors: change.vectors }));
      this.#note("document.created", { id: change.id, collectionId: plan.id }, pass.now);
      return "created";
    }
    const before = entries.readEntry(sql, row.seq);
    documents.replace(sql, row.seq, body, pass.now);
    if (change.mode !== "merge") entries.removeVectors(sql, row.seq);
    this.#write(row.seq, plan.id, { body, text, vectors: change.vectors });
    // Read back: vectors that a merge does not mention stay.
    const after = entries.readEntry(sql, row.seq);
    if (before) moved.before.push(before);
    if (after) moved.after.push(after);
    this.#note("document.updated", { id: change.id, collectionId: plan.id }, pass.now);
    return "updated";
  }

  /** Removes documents of one collection, or of any the key may see; true for each that was there. */
  removeAll(pass: Pass, ids: string[], collectionId: string | null): boolean[] {
    return ids.map((id) => this.remove(pass, id, collectionId));
  }

  remove(pass: Pass, id: string, collectionId: string | null): boolean {
    const { sql } = this.#storage;
    return this.#commit(() => {
      const found = documents.find(sql, pass, id);
      if (!found || (collectionId !== null && found.collectionId !== collectionId)) return undefined;
      const seq = documents.seqOf(sql, id);
      const old = entries.readEntry(sql, seq);
      documents.remove(sql, seq);
      this.#note("document.deleted", found, pass.now);
      return { before: old ? [old] : [], after: [] };
    });
  }

  dropCollection(collectionId: string, now: number): number {
    const { sql } = this.#storage;
    const deleted = documents.count(sql, collectionId);
    this.#storage.transactionSync(() => {
      if (this.#outbox.wants("document.deleted"))
        for (const id of documents.idsOf(sql, collectionId)) this.#note("document.deleted", { id, collectionId }, now);
      documents.removeCollection(sql, collectionId);
      nextEdition(this.#storage);
    });
    this.#shelf.forget();
    return deleted;
  }

  #note(type: string, { id, collectionId }: Pick<DocumentDraft, "id" | "collectionId">, now: number): void {
    this.#outbox.note({ type, subjectType: "document", subjectId: id, collectionId, now });
  }

  #write(seq: number, collectionId: string, { body, text, vectors }: Written): Entry {
    const analysis = text ? analyse(text, this.#words.termOf) : undefined;
    if (analysis) this.#words.note(analysis.words);
    const all = analysis ? [...vectors, ...this.#shelf.model.encodeDocument(analysis)] : vectors;
    entries.write(this.#storage.sql, seq, collectionId, analysis, all);
    this.#shelf.payload.write(seq, body);
    return { seq, collectionId, terms: analysis?.terms, vectors: all };
  }

  /** Whether anything was changed. Should the index fail to follow, it is forgotten and made again from the tables. */
  #commit(change: () => { before: Entry[]; after: Entry[] } | undefined): boolean {
    const words = this.#words;
    words.forget();
    const [changed, remember] = this.#storage.transactionSync(() => {
      const changed = change();
      if (changed) nextEdition(this.#storage);
      return [changed, words.write()];
    });
    remember();
    if (!changed) return false;
    try {
      this.#shelf.index.put(changed.after, changed.before);
      this.#shelf.remote.follow(changed.after, changed.before);
    } catch (error) {
      this.#shelf.forget();
      console.error(error);
    }
    return true;
  }
}
