import { kindFor } from "../engine/knn/kind";
import { createMatrix, type Matrix } from "../engine/knn/matrix";
import { decodeTerms } from "../engine/text/blob";
import { LexicalIndex } from "../engine/text/bm25";
import type { Terms } from "../engine/text/terms";
import type { NamedVector } from "./contract";
import { Slots } from "./slots";

type EntryRow = { seq: number; collection_id: string; terms: ArrayBuffer | null };
type VectorRow = { seq: number; vector: ArrayBuffer };

/** What the index holds of one document. */
export interface Entry {
  seq: number;
  collectionId: string;
  terms: Terms | undefined;
  vectors: NamedVector[];
}

/**
 * The cell's search index: words and vectors in memory, made from the `entries` and `vectors` tables when first asked.
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
    for (const row of this.#sql.exec<EntryRow>("SELECT seq, collection_id, terms FROM entries ORDER BY seq")) {
      const slot = this.slots.add(row.seq, row.collection_id);
      if (row.terms) this.lexical.add(slot, decodeTerms(row.terms));
    }
    for (let feature = this.#featureAfter(""); feature; feature = this.#featureAfter(feature))
      if (this.#isSearched(feature)) this.#loadVectors(feature);
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
      for (const { feature, values } of entry.vectors) this.#matrix(feature, values.length).set(slot, values);
    }
    this.version++;
  }

  /** One more vector for a document that is there. */
  setVector(seq: number, { feature, values }: NamedVector): void {
    const slot = this.#loaded ? this.slots.slotOf(seq) : undefined;
    if (slot !== undefined) this.#matrix(feature, values.length).set(slot, values);
  }

  drop(feature: string): void {
    this.matrices.delete(feature);
  }

  #remove(entry: Entry): void {
    const slot = this.slots.remove(entry.seq);
    if (slot === undefined) return;
    if (entry.terms) this.lexical.remove(slot, entry.terms);
    for (const matrix of this.matrices.values()) matrix.remove(slot);
  }

  /** Steps from one feature to the next through the primary key; DISTINCT would read every vector. */
  #featureAfter(feature: string): string | null {
    return this.#sql
      .exec<{ next: string | null }>("SELECT min(feature) AS next FROM vectors WHERE feature > ?", feature)
      .one().next;
  }

  #loadVectors(feature: string): void {
    const rows = this.#sql.exec<VectorRow>("SELECT seq, vector FROM vectors WHERE feature = ?", feature);
    const { slots } = this;
    function* vectors(): Iterable<[number, Float32Array]> {
      for (const row of rows) {
        const slot = slots.slotOf(row.seq);
        if (slot !== undefined) yield [slot, new Float32Array(row.vector)];
      }
    }
    const [first] = this.#sql.exec<VectorRow>("SELECT seq, vector FROM vectors WHERE feature = ? LIMIT 1", feature);
    if (first) this.#matrix(feature, first.vector.byteLength / 4).load(vectors(), slots.length);
  }

  /** The feature's matrix; made anew in bytes instead of floats when it has outgrown its share of memory. */
  #matrix(feature: string, dimensions: number): Matrix {
    const kind = kindFor(this.slots.length, dimensions);
    const known = this.matrices.get(feature);
    if (known && (known.kind === kind || known.kind === "int8")) return known;
    const matrix = createMatrix(dimensions, { kind });
    this.matrices.set(feature, matrix);
    if (known) this.#loadVectors(feature);
    return matrix;
  }
}
