import { read } from "../engine/document";
import type { Filter } from "../engine/filter/filter";
import { matches } from "../engine/filter/matches";
import type { Corpus, SearchRequest } from "../engine/stages/stage";
import { Found, type Row } from "./found";
import { type Shelf, search } from "./search";

/** The cell's documents as a retriever sees them: confined to its collections, whatever a stage asks. */
export class CellCorpus implements Corpus {
  readonly warnings: string[] = [];
  /** The last text that was searched for: what highlights show. */
  text = "";
  readonly #shelf: Shelf;
  readonly #collections: string[] | null;

  constructor(shelf: Shelf, collections: string[] | null) {
    this.#shelf = shelf;
    this.#collections = collections;
  }

  warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message);
  }

  search(request: SearchRequest): Found[] {
    const { sql, index } = this.#shelf;
    if ("text" in request.query) this.text = request.query.text;
    if ("documentId" in request.query && !this.#sees(request.query.documentId)) {
      this.warn("document_ref names no document that this retriever can see.");
      return [];
    }
    const collections = this.#within(request.collections);
    const slots = request.filter ? this.#passing(request.filter, collections) : index.slots.of(collections);
    const { slots: best, scores } = search(this.#shelf, request, slots);
    return Array.from(best, (slot, i) => {
      const seq = index.slots.seqOf(slot);
      return new Found(() => sql.exec<Row>("SELECT * FROM documents WHERE seq = ?", seq).one(), scores[i]);
    });
  }

  select({ filter, limitEach }: { filter?: Filter; limitEach: number }): Found[] {
    const kept: Found[] = [];
    const counts = new Map<string, number>();
    for (const found of this.#all(this.#within())) {
      if (filter && !matches((path) => read(found, path), filter)) continue;
      const count = (counts.get(found.collectionId) ?? 0) + 1;
      counts.set(found.collectionId, count);
      if (count <= limitEach) kept.push(found);
    }
    return kept;
  }

  /** The slots of documents that pass a filter. */
  #passing(filter: Filter, collections: string[] | null): Uint32Array {
    const slots: number[] = [];
    for (const found of this.#all(collections)) {
      const slot = this.#shelf.index.slots.slotOf(found.row.seq);
      if (slot !== undefined && matches((path) => read(found, path), filter)) slots.push(slot);
    }
    return Uint32Array.from(slots).sort();
  }

  #sees(id: string): boolean {
    const [row] = this.#shelf.sql.exec<Row>("SELECT * FROM documents WHERE id = ?", id);
    return row !== undefined && (this.#collections === null || this.#collections.includes(row.collection_id));
  }

  *#all(collections: string[] | null): Iterable<Found> {
    const where = collections ? "WHERE collection_id IN (SELECT value FROM json_each(?))" : "";
    const values = collections ? [JSON.stringify(collections)] : [];
    for (const row of this.#shelf.sql.exec<Row>(`SELECT * FROM documents ${where} ORDER BY seq`, ...values))
      yield new Found(() => row);
  }

  /** The asked-for collections, of those allowed. */
  #within(asked?: string[]): string[] | null {
    const allowed = this.#collections;
    if (!asked) return allowed;
    return allowed ? asked.filter((id) => allowed.includes(id)) : asked;
  }
}
