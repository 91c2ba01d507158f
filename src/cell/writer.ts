import type { Fields } from "../engine/fields";
import { mergePatch } from "../engine/merge-patch";
import { analyse } from "../engine/text/terms";
import { textOf } from "../engine/text-of";
import type { Change, Changed, ChangeResult, CollectionPlan, DatedDraft, DocumentDraft, Pass } from "./contract";
import { misfit } from "./dimension";
import * as documents from "./documents";
import { nextEdition } from "./edition";
import * as entries from "./entries";
import type { Outbox } from "./outbox";
import type { Entry } from "./search-index";
import type { Shelf } from "./shelf";
import { isTooLarge } from "./size";
import { Words } from "./words";

type Written = Pick<DocumentDraft, "body" | "text" | "vectors">;

/** To read the words of more than these costs more than to make the index in memory anew. */
const fewExpired = 1_000;

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

  /**
   * Puts all of the documents with their own times, or none: gives the ids that are in another collection, or the
   * length of vectors here when one has another.
   */
  importAll(drafts: DatedDraft[], now: number): { elsewhere: string[]; dimension: number | null } {
    const { sql } = this.#storage;
    const brought = drafts.flatMap(({ vectors }) => vectors);
    const dimension = misfit(this.#storage, this.#shelf.remote, null, brought);
    const elsewhere = drafts.filter(({ id, collectionId }) => {
      const row = documents.findRow(sql, id);
      return row && row.collection_id !== collectionId;
    });
    if (elsewhere.length > 0 || dimension !== null) return { elsewhere: elsewhere.map(({ id }) => id), dimension };
    this.#commit(() => {
      const moved: { before: Entry[]; after: Entry[] } = { before: [], after: [] };
      for (const draft of drafts) {
        const row = documents.findRow(sql, draft.id);
        const before = row && entries.readEntry(sql, row.seq);
        if (before) moved.before.push(before);
        if (row) entries.removeVectors(sql, row.seq);
        const seq = row?.seq ?? documents.insert(sql, draft, draft.createdAt);
        documents.restore(sql, seq, draft);
        if (this.#shelf.expiries.isLaid) this.#shelf.expiries.write(seq, draft.expiresAt);
        this.#note(row ? "document.updated" : "document.created", draft, now);
        moved.after.push(this.#write(seq, draft.collectionId, draft));
      }
      return moved;
    });
    return { elsewhere: [], dimension };
  }

  /** Changes documents of one collection, each for itself and all in one transaction. */
  change(pass: Pass, plan: CollectionPlan, changes: Change[]): ChangeResult {
    const results: Changed[] = [];
    const brought = changes.flatMap(({ vectors }) => vectors);
    const dimension = misfit(this.#storage, this.#shelf.remote, plan.dimension, brought);
    if (dimension !== null) return { results, dimension };
    this.#commit(() => {
      const moved: { before: Entry[]; after: Entry[] } = { before: [], after: [] };
      for (const change of changes) results.push(this.#change(pass, plan, change, moved));
      return moved;
    });
    return { results, dimension };
  }

  #change(pass: Pass, plan: CollectionPlan, change: Change, moved: { before: Entry[]; after: Entry[] }): Changed {
    const { sql } = this.#storage;
    const row = documents.findRow(sql, change.id);
    const { mode } = change;
    const { expiries } = this.#shelf;
    const [founds, keeps] = [mode === "put" || mode === "lay", mode === "merge" || mode === "lay"];
    if (row && row.collection_id !== plan.id) return founds ? "elsewhere" : "missing";
    if (!row && !founds) return "missing";
    const expiresAt = change.expiresAt ?? (keeps ? change.expiresAt : null);
    if (typeof expiresAt === "number" && !expiries.isLaid) return "unkept";
    const given: Fields = JSON.parse(change.fields);
    const known: Fields = row && keeps ? JSON.parse(row.body) : {};
    const fields = mode === "merge" ? mergePatch(known, given) : { ...known, ...given };
    const body = JSON.stringify(fields);
    if (isTooLarge(body)) return "too_large";
    const text = textOf(plan.extraction, fields);
    if (!row) {
      const seq = documents.insert(sql, { id: change.id, collectionId: plan.id, body }, pass.now);
      moved.after.push(this.#write(seq, plan.id, { body, text, vectors: change.vectors }));
      if (expiresAt) expiries.write(seq, expiresAt);
      this.#note("document.created", { id: change.id, collectionId: plan.id }, pass.now);
      return "created";
    }
    const before = entries.readEntry(sql, row.seq);
    documents.replace(sql, row.seq, body, pass.now);
    if (!keeps) entries.removeVectors(sql, row.seq);
    if (expiresAt !== undefined) expiries.write(row.seq, expiresAt);
    this.#write(row.seq, plan.id, { body, text, vectors: change.vectors });
    // Read back: vectors that a merge does not mention stay.
    const after = entries.readEntry(sql, row.seq);
    if (before) moved.before.push(before);
    if (after) moved.after.push(after);
    this.#note("document.updated", { id: change.id, collectionId: plan.id }, pass.now);
    return "updated";
  }

  /** Removes documents of one collection, or of any the key may see; true for each that was there. */
  removeAll(pass: Pass, ids: string[], collectionId: string | null): { deleted: boolean[] } {
    return { deleted: ids.map((id) => this.remove(pass, id, collectionId)) };
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

  /** Takes documents away whose time is over. */
  expire(seqs: readonly number[], now: number): void {
    if (seqs.length === 0) return;
    const { sql } = this.#storage;
    const isFew = seqs.length <= fewExpired;
    if (!isFew) this.#shelf.forget();
    this.#commit(() => {
      const read = isFew && this.#shelf.index.loaded ? seqs : [];
      const before = read.flatMap((seq) => entries.readEntry(sql, seq) ?? []);
      if (this.#outbox.wants("document.deleted"))
        for (const one of [...documents.named(sql, seqs)]) this.#note("document.deleted", one, now);
      documents.removeAll(sql, seqs);
      return { before, after: [] };
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
    this.#shelf.rows.forget();
    const [changed, remember] = this.#whole(() => {
      const changed = change();
      if (changed) nextEdition(this.#storage);
      return [changed, words.write()] as const;
    });
    remember();
    if (!changed) return false;
    try {
      this.#shelf.index.put(changed.after, changed.before);
      this.#shelf.remote.follow(changed.after, changed.before, this.#shelf.index.slots.length);
    } catch (error) {
      this.#shelf.forget();
      console.error(error);
    }
    return true;
  }

  #whole<T>(work: () => T): T {
    try {
      return this.#storage.transactionSync(work);
    } catch (error) {
      this.#shelf.expiries.forget();
      throw error;
    }
  }
}
