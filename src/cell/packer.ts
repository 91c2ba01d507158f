import { kindFor } from "../engine/knn/kind";
import { packRows } from "../engine/knn/packed";
import { factorOf, VectorError } from "../engine/knn/vector";
import { joined } from "../kit/bytes";
import { writtenEver } from "./documents";
import { features } from "./entries";
import { type Heads, packedUpTo, unpacked, type VectorRow } from "./packs";
import type { TextModel } from "./text-model";

/** Documents of a pack at most: 768 dimensions of them are 786 KB of float32. */
const packDocuments = 256;

/** A row holds 2 MB at most, one document's terms among them; more than one have to fit this. */
const termBytes = 2 ** 20;

/** What vectors may take of it. Longer ones, from 1,856 numbers on, are packed in bytes however few they are. */
const vectorBytes = 1_900_000;

type EntryRow = { seq: number; collection_id: string; terms: ArrayBuffer | null };

/** Makes packs, each in one transaction, so that there is always a pack or the rows to read. */
export class Packer {
  readonly #storage: DurableObjectStorage;
  readonly #model: TextModel;
  #upTo: number | undefined;
  #changed = 0;

  constructor(storage: DurableObjectStorage, model: TextModel) {
    this.#storage = storage;
    this.#model = model;
  }

  /** Whether there is enough that is not packed, or has changed since, to be worth an alarm. */
  get due(): boolean {
    return this.#changed >= packDocuments || this.#left >= packDocuments;
  }

  /** Documents that were changed or removed. */
  note(changed: number): void {
    this.#changed += changed;
  }

  /** Packs the next documents; false when too few are left for a pack. */
  append(): boolean {
    const { sql } = this.#storage;
    if (this.#left < packDocuments) return false;
    const first = this.#last + 1;
    this.#upTo = this.#storage.transactionSync(() => {
      const last = this.#pack(first, writtenEver(sql));
      // They were packed as they are now.
      sql.exec("DELETE FROM stale WHERE seq BETWEEN ? AND ?", first, last);
      return last;
    });
    return true;
  }

  /** Makes a feature's next pack that is missing, of documents up to one; false when none is. */
  complete(feature: string, upTo = Number.POSITIVE_INFINITY): boolean {
    const [missing] = unpacked(this.#storage.sql, feature);
    if (!missing || missing.last > upTo) return false;
    this.#packVectors(feature, missing.first, missing.last);
    return true;
  }

  /** The next pack that is missing of any feature that is searched. */
  completeAny(): boolean {
    for (const feature of features(this.#storage.sql))
      if (this.#model.isSearched(feature) && this.complete(feature)) return true;
    return false;
  }

  /** The packs, by their first seq, of which a quarter has changed. */
  worn(): number[] {
    this.#changed = 0;
    const rows = this.#storage.sql.exec<{ first: number }>(
      `SELECT packs.first FROM stale
       CROSS JOIN packs ON packs.first = (SELECT max(first) FROM packs WHERE first <= stale.seq) AND stale.seq <= packs.last
       GROUP BY packs.first HAVING count(*) * 4 >= packs.size`,
    );
    return Array.from(rows, ({ first }) => first);
  }

  /** Makes a pack again from its documents' rows; one without documents goes. */
  renew(first: number): void {
    const { sql } = this.#storage;
    this.#storage.transactionSync(() => {
      const [pack] = sql.exec<{ last: number }>("SELECT last FROM packs WHERE first = ?", first);
      if (!pack) return;
      sql.exec("DELETE FROM packs WHERE first = ?", first);
      for (let from = first; from <= pack.last; ) from = this.#pack(from, pack.last) + 1;
      sql.exec("DELETE FROM stale WHERE seq BETWEEN ? AND ?", first, pack.last);
    });
  }

  get #last(): number {
    this.#upTo ??= packedUpTo(this.#storage.sql);
    return this.#upTo;
  }

  get #left(): number {
    return writtenEver(this.#storage.sql) - this.#last;
  }

  /** Documents there are, or a few more. */
  get #size(): number {
    const [packed] = this.#storage.sql.exec<{ size: number | null }>("SELECT sum(size) AS size FROM packs");
    return (packed?.size ?? 0) + this.#left;
  }

  /** Packs documents from one seq on, as many as go into a pack or all up to `through`; gives the seq it comes to. */
  #pack(first: number, through: number): number {
    const { sql } = this.#storage;
    const query = "SELECT seq, collection_id, terms FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?";
    const rows: EntryRow[] = [];
    let room = termBytes;
    let isFull = false;
    // Read to the end: a cursor that is left open keeps every table from being dropped.
    for (const row of sql.exec<EntryRow>(query, first, through, packDocuments).toArray()) {
      room -= row.terms?.byteLength ?? 0;
      isFull = rows.length > 0 && room < 0;
      if (isFull) break;
      rows.push(row);
    }
    const final = rows.at(-1);
    if (!final) return through;
    const last = isFull || rows.length === packDocuments ? final.seq : through;
    const { heads, terms } = gathered(rows);
    sql.exec(
      "INSERT INTO packs (first, last, size, heads, terms) VALUES (?, ?, ?, ?, ?)",
      first,
      last,
      rows.length,
      JSON.stringify(heads),
      terms,
    );
    for (const feature of features(sql)) if (this.#model.isSearched(feature)) this.#packVectors(feature, first, last);
    return last;
  }

  #packVectors(feature: string, first: number, last: number): void {
    const { sql } = this.#storage;
    const rows = sql.exec<VectorRow>(
      "SELECT seq, vector FROM vectors WHERE feature = ? AND seq BETWEEN ? AND ?",
      feature,
      first,
      last,
    );
    const read = Array.from(rows, ({ seq, vector }) => ({ seq, vector: new Float32Array(vector) }));
    const dimensions = read[0]?.vector.length ?? 0;
    const kept = read.filter(({ vector }) => fits(vector, dimensions));
    const isLong = packDocuments * dimensions * Float32Array.BYTES_PER_ELEMENT > vectorBytes;
    const kind = isLong ? "int8" : kindFor(this.#size, dimensions);
    sql.exec(
      "INSERT INTO vector_packs (feature, first, kind, dimensions, seqs, bytes) VALUES (?, ?, ?, ?, ?, ?)",
      feature,
      first,
      kind,
      dimensions,
      JSON.stringify(kept.map(({ seq }) => seq)),
      packRows(
        kept.map(({ vector }) => vector),
        dimensions,
        kind,
      ).bytes,
    );
  }
}

function gathered(rows: readonly EntryRow[]): { heads: Heads; terms: Uint8Array } {
  const collections = [...new Set(rows.map((row) => row.collection_id))];
  const heads = {
    seqs: rows.map(({ seq }) => seq),
    collections,
    of: rows.map((row) => collections.indexOf(row.collection_id)),
    sizes: rows.map(({ terms }) => terms?.byteLength ?? -1),
  };
  return { heads, terms: joined(rows.flatMap(({ terms }) => (terms ? [new Uint8Array(terms)] : []))) };
}

/** Whether a matrix would take the vector. */
function fits(vector: Float32Array, dimensions: number): boolean {
  try {
    factorOf(vector, dimensions, "cosine");
    return true;
  } catch (error) {
    if (error instanceof VectorError) return false;
    throw error;
  }
}

/** Brings all packs up to date, each by itself, and lets calls that have arrived go first. */
export async function makePacks(packer: Packer, alive: () => boolean): Promise<void> {
  const worn = packer.worn();
  const step = () => {
    const first = worn.pop();
    if (first !== undefined) packer.renew(first);
    return first !== undefined || packer.append() || packer.completeAny();
  };
  while (alive() && step()) await scheduler.wait(0);
}
