import { kindFor } from "../engine/knn/kind";
import { createMatrix, type Matrix } from "../engine/knn/matrix";
import { decodeTerms } from "../engine/text/blob";
import { LexicalIndex } from "../engine/text/bm25";
import type { Terms } from "../engine/text/terms";
import type { NamedVector } from "./contract";
import { features } from "./entries";
import { isPackedAs, looseVectors, packedEntries, packedUpTo, packedVectors, staleSeqs, type VectorRow } from "./packs";
import { Slots } from "./slots";

type EntryRow = { seq: number; collection_id: string; terms: ArrayBuffer | null };

/** What the index holds of one document. */
export interface Entry {
  seq: number;
  collectionId: string;
  terms: Terms | undefined;
  vectors: NamedVector[];
}

/**
 * The cell's search index: words and vectors in memory, made from packs and the tables `entries` and `vectors` when
 * first asked.
 * Storage is the truth. Whoever changes a table applies the change here after the commit, or calls `forget`.
 */
export class SearchIndex {
  readonly #sql: SqlStorage;
  #loaded = false;
  slots = new Slots();
  lexical = new LexicalIndex();
  matrices = new Map<string, Matrix>();
  /** Rises with every change: what was worked out from an older one is void. */
  version = 0;

  readonly #isSearched: (feature: string) => boolean;

  /** `isSearched` leaves out vectors of models that nobody uses any more, on their way out. */
  constructor(sql: SqlStorage, isSearched: (feature: string) => boolean = () => true) {
    this.#sql = sql;
    this.#isSearched = isSearched;
  }

  /** For a cell that was just founded: there is nothing to read. */
  startEmpty(): void {
    this.#loaded = true;
  }

  get loaded() {
    return this.#loaded;
  }

  /** Drops what is in memory; the next search reads the tables again. */
  forget(): void {
    this.#loaded = false;
    this.version++;
    this.slots = new Slots();
    this.lexical = new LexicalIndex();
    this.matrices = new Map();
  }

  load(): void {
    if (this.#loaded) return;
    const stale = staleSeqs(this.#sql);
    for (const { seq, collectionId, terms } of packedEntries(this.#sql)) {
      if (!stale.has(seq)) this.#enter(seq, collectionId, terms);
      else this.#enterRows("SELECT seq, collection_id, terms FROM entries WHERE seq = ?", seq);
    }
    this.#enterRows("SELECT seq, collection_id, terms FROM entries WHERE seq > ? ORDER BY seq", packedUpTo(this.#sql));
    for (const feature of features(this.#sql)) if (this.#isSearched(feature)) this.#loadVectors(feature, stale);
    this.#loaded = true;
    this.version++;
  }

  /** Adds or replaces documents. `before` are the entries they had, where they had any. */
  put(entries: readonly Entry[], before: readonly Entry[]): void {
    if (!this.#loaded) return;
    for (const entry of before) this.#remove(entry);
    for (const entry of entries) {
      const slot = this.slots.add(entry.seq, entry.collectionId);
      if (entry.terms) this.lexical.add(slot, entry.terms);
      for (const { feature, values } of entry.vectors)
        if (this.#isSearched(feature)) this.#matrix(feature, values.length).set(slot, values);
    }
    this.version++;
  }

  /** From here on one feature is searched in place of another. */
  replace(old: string, feature: string): void {
    this.release(old);
    this.take(feature);
  }

  /** From here on a feature is not searched here, until it is taken again. */
  release(feature: string): void {
    this.matrices.delete(feature);
    this.version++;
  }

  take(feature: string): void {
    if (this.#loaded && this.#isSearched(feature)) this.#loadVectors(feature);
    this.version++;
  }

  #enterRows(query: string, seq: number): void {
    for (const row of this.#sql.exec<EntryRow>(query, seq)) this.#enter(row.seq, row.collection_id, row.terms);
  }

  #enter(seq: number, collectionId: string, terms: Uint8Array | ArrayBuffer | null): void {
    const slot = this.slots.add(seq, collectionId);
    if (terms) this.lexical.add(slot, decodeTerms(terms));
  }

  #remove(entry: Entry): void {
    const slot = this.slots.remove(entry.seq);
    if (slot === undefined) return;
    if (entry.terms) this.lexical.remove(slot, entry.terms);
    for (const [feature, matrix] of this.matrices) {
      matrix.remove(slot);
      // With the last of them goes what they were: clients' own vectors may have another length from here.
      if (matrix.size === 0) this.matrices.delete(feature);
    }
  }

  #loadVectors(feature: string, stale = staleSeqs(this.#sql)): Matrix | undefined {
    const { slots } = this;
    const [any] = this.#sql.exec<VectorRow>("SELECT seq, vector FROM vectors WHERE feature = ? LIMIT 1", feature);
    if (!any) return undefined;
    const dimensions = any.vector.byteLength / 4;
    // What was packed in bytes cannot be had back as floats.
    const kind = isPackedAs(this.#sql, feature, "int8") ? "int8" : kindFor(slots.length, dimensions);
    const matrix = createMatrix(dimensions, { kind });
    matrix.load([], slots.length);
    for (const { seqs, rows } of packedVectors(this.#sql, feature)) {
      const places = seqs.map((seq) => (stale.has(seq) ? -1 : (slots.slotOf(seq) ?? -1)));
      matrix.place(places, rows);
    }
    matrix.load(placed(looseVectors(this.#sql, feature), slots));
    this.matrices.set(feature, matrix);
    return matrix;
  }

  /** The feature's matrix; made anew in bytes instead of floats when it has outgrown its share of memory. */
  #matrix(feature: string, dimensions: number): Matrix {
    const kind = kindFor(this.slots.length, dimensions);
    const known = this.matrices.get(feature);
    if (known?.dimensions === dimensions && (known.kind === kind || known.kind === "int8")) return known;
    const matrix = (known && this.#loadVectors(feature)) ?? createMatrix(dimensions, { kind });
    this.matrices.set(feature, matrix);
    return matrix;
  }
}

function* placed(rows: Iterable<VectorRow>, slots: Slots): Iterable<[number, Float32Array]> {
  for (const { seq, vector } of rows) {
    const slot = slots.slotOf(seq);
    if (slot !== undefined) yield [slot, new Float32Array(vector)];
  }
}
