import type { Document } from "../engine/document";
import type { Filter } from "../engine/filter/filter";
import type { Corpus, LookupRequest, SearchRequest, SelectRequest } from "../engine/stages/stage";
import { Found, type Row } from "./found";
import { Inquiry } from "./remote/inquiry";
import { search } from "./search";
import type { Shelf } from "./shelf";

/** The cell's documents as a retriever sees them: confined to its collections, whatever a stage asks. */
export class CellCorpus implements Corpus {
  readonly warnings: string[] = [];
  /** The last text that was searched for: what highlights show. */
  text = "";
  readonly #shelf: Shelf;
  readonly #collections: string[] | null;
  /** What the key may see: a retriever may join collections that it does not search. */
  readonly #permitted: string[] | null;

  readonly #inquiry: Inquiry;

  constructor(shelf: Shelf, collections: string[] | null, permitted = collections, inquiry = new Inquiry()) {
    this.#shelf = shelf;
    this.#inquiry = inquiry;
    this.#collections = collections;
    this.#permitted = permitted;
  }

  warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message);
  }

  search(request: SearchRequest): Found[] {
    const { sql, index, filtered } = this.#shelf;
    if ("text" in request.query) this.text = request.query.text;
    if ("documentId" in request.query && !this.#sees(request.query.documentId)) {
      this.warn("document_ref names no document that this retriever can see.");
      return [];
    }
    const collections = this.#within(request.collections);
    const passing = request.filter ? filtered.slots(request.filter, collections) : index.slots.of(collections);
    const slots = request.among ? this.#among(request.among, passing) : passing;
    const warn = (message: string) => this.warn(message);
    const around = { slots, collections, inquiry: this.#inquiry, warn };
    const { slots: best, scores } = search(this.#shelf, request, around);
    return Array.from(best, (slot, i) => {
      const seq = index.slots.seqOf(slot);
      return new Found(() => sql.exec<Row>("SELECT * FROM documents WHERE seq = ?", seq).one(), scores[i]);
    });
  }

  select({ filter, limitEach, collections }: SelectRequest): Found[] {
    const { filtered } = this.#shelf;
    const within = [...new Set(this.#within(collections) ?? filtered.collections())];
    const kept = within.flatMap((id) => [...take(filtered.of(id, filter), limitEach)]);
    return within.length > 1 ? kept.sort((a, b) => a.row.seq - b.row.seq) : kept;
  }

  lookup({ collection, field, values }: LookupRequest): Found[] | undefined {
    if (this.#permitted && !this.#permitted.includes(collection)) return undefined;
    const filter: Filter = { kind: "is", field, operator: "in", value: values, ignoreCase: false };
    return [...this.#shelf.filtered.of(collection, filter)];
  }

  vectors(documents: readonly Document[], feature: string): (Float32Array | undefined)[] {
    const { sql, model } = this.#shelf;
    const rows = sql.exec<{ id: string; vector: ArrayBuffer }>(
      `SELECT documents.id, vector FROM documents JOIN vectors ON vectors.seq = documents.seq AND feature = ?
       WHERE documents.id IN (SELECT value FROM json_each(?))`,
      feature === "text_extractor@v1" ? model.feature : feature,
      JSON.stringify(documents.map(({ id }) => id)),
    );
    const byId = new Map(Array.from(rows, ({ id, vector }) => [id, new Float32Array(vector)]));
    return documents.map(({ id }) => byId.get(id));
  }

  /** Of some slots, those of the documents with these ids. */
  #among(ids: readonly string[], slots: Uint32Array): Uint32Array {
    const { sql, index } = this.#shelf;
    const query = "SELECT seq FROM documents WHERE id IN (SELECT value FROM json_each(?))";
    const wanted = new Set<number | undefined>();
    for (const { seq } of sql.exec<{ seq: number }>(query, JSON.stringify(ids))) wanted.add(index.slots.slotOf(seq));
    return slots.filter((slot) => wanted.has(slot));
  }

  #sees(id: string): boolean {
    const [row] = this.#shelf.sql.exec<Row>("SELECT * FROM documents WHERE id = ?", id);
    return row !== undefined && (this.#collections === null || this.#collections.includes(row.collection_id));
  }

  /** The asked-for collections, of those allowed. */
  #within(asked?: string[]): string[] | null {
    const allowed = this.#collections;
    if (!asked) return allowed;
    return allowed ? asked.filter((id) => allowed.includes(id)) : asked;
  }
}

/** What comes next is not read. */
function* take<T>(items: Iterable<T>, limit: number): Iterable<T> {
  let left = limit;
  for (const item of items) {
    yield item;
    if (--left <= 0) return;
  }
}
