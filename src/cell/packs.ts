import type { Kind } from "../engine/knn/kind";
import type { PackedRows } from "../engine/knn/packed";

/**
 * Packs hold what the search index needs of runs of documents: a waking cell reads one row where there were hundreds,
 * and a row costs more than all that is in it. Their documents' own rows are the truth. A pack holds its documents as
 * they were when it was made; those named in `stale` have changed since, and those after the last pack are in none.
 */

/** What a pack's terms are of. `sizes` are in bytes, -1 for a document without text; `of` counts in `collections`. */
export interface Heads {
  seqs: number[];
  collections: string[];
  of: number[];
  sizes: number[];
}

export interface PackedEntry {
  seq: number;
  collectionId: string;
  terms: Uint8Array | null;
}

type PackRow = { heads: string; terms: ArrayBuffer };
type VectorPackRow = { kind: Kind; dimensions: number; seqs: string; bytes: ArrayBuffer };
export type VectorRow = { seq: number; vector: ArrayBuffer };

/** The last seq that any pack covers. */
export const packedUpTo = (sql: SqlStorage): number =>
  sql.exec<{ last: number | null }>("SELECT last FROM packs ORDER BY first DESC LIMIT 1").toArray()[0]?.last ?? 0;

export function staleSeqs(sql: SqlStorage): Set<number> {
  return new Set(Array.from(sql.exec<{ seq: number }>("SELECT seq FROM stale"), ({ seq }) => seq));
}

/** What packs hold of documents, stale or not, in the order they came. */
export function* packedEntries(sql: SqlStorage): Iterable<PackedEntry> {
  for (const row of sql.exec<PackRow>("SELECT heads, terms FROM packs ORDER BY first")) {
    const { seqs, collections, of, sizes }: Heads = JSON.parse(row.heads);
    const bytes = new Uint8Array(row.terms);
    let at = 0;
    for (let i = 0; i < seqs.length; i++) {
      const size = sizes[i]!;
      const terms = size < 0 ? null : bytes.subarray(at, at + size);
      at += Math.max(0, size);
      yield { seq: seqs[i]!, collectionId: collections[of[i]!]!, terms };
    }
  }
}

/** A feature's vectors as far as they are packed, stale ones among them. */
export function* packedVectors(sql: SqlStorage, feature: string): Iterable<{ seqs: number[]; rows: PackedRows }> {
  const packs = sql.exec<VectorPackRow>(
    "SELECT kind, dimensions, seqs, bytes FROM vector_packs WHERE feature = ? ORDER BY first",
    feature,
  );
  for (const { kind, dimensions, seqs, bytes } of packs)
    yield { seqs: JSON.parse(seqs), rows: { kind, dimensions, bytes: new Uint8Array(bytes) } };
}

/** A feature's other vectors: of documents that are stale, not packed yet, or packed without this feature so far. */
export function* looseVectors(sql: SqlStorage, feature: string): Iterable<VectorRow> {
  const range = "SELECT seq, vector FROM vectors WHERE feature = ? AND seq BETWEEN ? AND ?";
  for (const { first, last } of unpacked(sql, feature)) yield* sql.exec<VectorRow>(range, feature, first, last);
  yield* sql.exec<VectorRow>(
    // CROSS: the few that are stale lead, or every vector would be read to see whether it is.
    "SELECT vectors.seq, vector FROM stale CROSS JOIN vectors ON feature = ? AND vectors.seq = stale.seq",
    feature,
  );
  yield* sql.exec<VectorRow>(range, feature, packedUpTo(sql) + 1, Number.MAX_SAFE_INTEGER);
}

/** Packs that lack a feature's vectors. */
export function unpacked(sql: SqlStorage, feature: string): { first: number; last: number }[] {
  return sql
    .exec<{ first: number; last: number }>(
      "SELECT first, last FROM packs WHERE first NOT IN (SELECT first FROM vector_packs WHERE feature = ?) ORDER BY first",
      feature,
    )
    .toArray();
}

/** Whether any of a feature's packs is of this kind. */
export function isPackedAs(sql: SqlStorage, feature: string, kind: Kind): boolean {
  const [any] = sql.exec("SELECT 1 FROM vector_packs WHERE feature = ? AND kind = ? LIMIT 1", feature, kind);
  return any !== undefined;
}
