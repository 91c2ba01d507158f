import { broughtFeature } from "../engine/features";
import { decodeTerms, encodeTerms } from "../engine/text/blob";
import type { Analysis } from "../engine/text/terms";
import type { NamedVector } from "./contract";
import type { Entry } from "./search-index";
import { textFeatures } from "./text-model";

type Row = { collection_id: string; terms: ArrayBuffer | null };

const bytesOf = (values: Float32Array) => values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength);

/**
 * Writes what the search index needs of a document, replacing what was there. Belongs in the document's transaction.
 * Without an analysis the document has no text, and what vectors of its text there were are taken away.
 */
export function write(
  sql: SqlStorage,
  seq: number,
  collectionId: string,
  analysis: Analysis | undefined,
  vectors: NamedVector[],
): void {
  sql.exec(
    // Not REPLACE, by which no trigger would learn that packs are out of date.
    `INSERT INTO entries (seq, collection_id, terms) VALUES (?, ?, ?)
     ON CONFLICT (seq) DO UPDATE SET collection_id = excluded.collection_id, terms = excluded.terms`,
    seq,
    collectionId,
    analysis ? encodeTerms(analysis.terms) : null,
  );
  if (!analysis) sql.exec("DELETE FROM vectors WHERE seq = ? AND feature GLOB ?", seq, textFeatures);
  for (const vector of vectors) writeVector(sql, seq, vector);
}

export function writeVector(sql: SqlStorage, seq: number, { feature, values }: NamedVector): void {
  sql.exec("INSERT OR REPLACE INTO vectors (feature, seq, vector) VALUES (?, ?, ?)", feature, seq, bytesOf(values));
}

export function removeVectors(sql: SqlStorage, seq: number): void {
  sql.exec("DELETE FROM vectors WHERE seq = ?", seq);
}

/** What vectors are kept under. Steps from one to the next through the primary key; DISTINCT would read every vector. */
export function* features(sql: SqlStorage): Iterable<string> {
  const after = (feature: string) =>
    sql.exec<{ next: string | null }>("SELECT min(feature) AS next FROM vectors WHERE feature > ?", feature).one().next;
  for (let feature = after(""); feature !== null; feature = after(feature)) yield feature;
}

/** The length of the vectors that clients have brought; null while there are none. */
export function broughtDimension(sql: SqlStorage): number | null {
  const query = "SELECT length(vector) AS bytes FROM vectors WHERE feature = ? LIMIT 1";
  const [any] = sql.exec<{ bytes: number }>(query, broughtFeature);
  return any ? any.bytes / 4 : null;
}

/** What is written of a document. */
export function readEntry(sql: SqlStorage, seq: number): Entry | undefined {
  const [row] = sql.exec<Row>("SELECT collection_id, terms FROM entries WHERE seq = ?", seq);
  if (!row) return undefined;
  const vectors = sql.exec<{ feature: string; vector: ArrayBuffer }>(
    "SELECT feature, vector FROM vectors WHERE seq = ?",
    seq,
  );
  return {
    seq,
    collectionId: row.collection_id,
    terms: row.terms ? decodeTerms(row.terms) : undefined,
    vectors: [...vectors].map(({ feature, vector }) => ({ feature, values: new Float32Array(vector) })),
  };
}

/** Terms of words that begin with a prefix, for a word that is still being typed. */
export function completions(sql: SqlStorage, prefix: string): number[] {
  const rows = sql.exec<{ term: number }>(
    "SELECT DISTINCT term FROM words WHERE word >= ? AND word < ? LIMIT 64",
    prefix,
    `${prefix}\u{10ffff}`,
  );
  return [...rows].map((row) => row.term);
}
