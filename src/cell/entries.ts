import { decodeTerms, encodeTerms } from "../engine/text/blob";
import { analyse } from "../engine/text/terms";
import type { NamedVector } from "./contract";
import type { Entry } from "./search-index";

type Row = { collection_id: string; terms: ArrayBuffer | null };

const bytesOf = (values: Float32Array) => values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength);

/** Writes what the search index needs of a document, replacing what was there. Belongs in the document's transaction. */
export function write(sql: SqlStorage, seq: number, collectionId: string, text: string, vectors: NamedVector[]): Entry {
  const { terms, words } = analyse(text);
  const kept = text ? terms : undefined;
  sql.exec(
    "INSERT OR REPLACE INTO entries (seq, collection_id, terms) VALUES (?, ?, ?)",
    seq,
    collectionId,
    kept ? encodeTerms(kept) : null,
  );
  for (const [word, term] of words) sql.exec("INSERT OR IGNORE INTO words (word, term) VALUES (?, ?)", word, term);
  for (const { feature, values } of vectors)
    sql.exec("INSERT OR REPLACE INTO vectors (feature, seq, vector) VALUES (?, ?, ?)", feature, seq, bytesOf(values));
  return { seq, collectionId, terms: kept, vectors };
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
