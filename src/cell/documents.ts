import type { DatedDraft, DocumentDraft, Pass, StoredDocument } from "./contract";
import { Found, type Row } from "./found";

export const stored = (row: Row): StoredDocument => ({
  id: row.id,
  collectionId: row.collection_id,
  body: row.body,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** A condition for the collections a key may see, and its parameters. */
function confined(collections: string[] | null): [string, string[]] {
  // One parameter however many collections there are.
  return collections ? ["collection_id IN (SELECT value FROM json_each(?))", [JSON.stringify(collections)]] : ["1", []];
}

export function find(sql: SqlStorage, pass: Pass, id: string): StoredDocument | undefined {
  const [where, values] = confined(pass.collections);
  const [row] = sql.exec<Row>(`SELECT * FROM documents WHERE id = ? AND ${where}`, id, ...values);
  return row && stored(row);
}

/** Which of these ids are in use, whoever may see them: an id is taken or it is not. */
export function taken(sql: SqlStorage, ids: string[]): string[] {
  const rows = sql.exec<{ id: string }>(
    "SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?))",
    JSON.stringify(ids),
  );
  return [...rows].map((row) => row.id);
}

export function insert(
  sql: SqlStorage,
  draft: Pick<DocumentDraft, "id" | "collectionId" | "body">,
  now: number,
): number {
  const { seq } = sql
    .exec<{ seq: number }>(
      "INSERT INTO documents (id, collection_id, body, created_at, updated_at) VALUES (?, ?, ?, ?, ?) RETURNING seq",
      draft.id,
      draft.collectionId,
      draft.body,
      now,
      now,
    )
    .one();
  return seq;
}

/** Gives a document other fields. `updated_at` always rises, so that no two versions share one. */
export function replace(sql: SqlStorage, seq: number, body: string, now: number): void {
  sql.exec("UPDATE documents SET body = ?, updated_at = max(?, updated_at + 1) WHERE seq = ?", body, now, seq);
}

/** A document as it was elsewhere, its times too. */
export function restore(sql: SqlStorage, seq: number, { body, createdAt, updatedAt }: DatedDraft): void {
  const change = "UPDATE documents SET body = ?, created_at = ?, updated_at = ? WHERE seq = ?";
  sql.exec(change, body, createdAt, updatedAt, seq);
}

export function findRow(sql: SqlStorage, id: string): Row | undefined {
  const [row] = sql.exec<Row>("SELECT * FROM documents WHERE id = ?", id);
  return row;
}

/** Ids and collections of documents by their numbers. */
export const named = (sql: SqlStorage, seqs: readonly number[]) =>
  sql.exec<{ id: string; collectionId: string }>(
    'SELECT id, collection_id AS "collectionId" FROM documents WHERE seq IN (SELECT value FROM json_each(?))',
    JSON.stringify(seqs),
  );

export function removeAll(sql: SqlStorage, seqs: readonly number[]): void {
  sql.exec("DELETE FROM documents WHERE seq IN (SELECT value FROM json_each(?))", JSON.stringify(seqs));
}

export function seqOf(sql: SqlStorage, id: string): number {
  return sql.exec<{ seq: number }>("SELECT seq FROM documents WHERE id = ?", id).one().seq;
}

/** The seq of the newest document there ever was. */
export function writtenEver(sql: SqlStorage): number {
  const [row] = sql.exec<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'documents'");
  return row?.seq ?? 0;
}

/** The document's entry and vectors go with it. */
export function remove(sql: SqlStorage, seq: number): void {
  sql.exec("DELETE FROM documents WHERE seq = ?", seq);
}

export const idsOf = (sql: SqlStorage, collectionId: string): string[] =>
  [...sql.exec<{ id: string }>("SELECT id FROM documents WHERE collection_id = ?", collectionId)].map(({ id }) => id);

export function removeCollection(sql: SqlStorage, collectionId: string): void {
  sql.exec("DELETE FROM documents WHERE collection_id = ?", collectionId);
}

/** Documents of a collection in the order they came. `after` is the last seq of the page before. */
export function page(sql: SqlStorage, collectionId: string, after: number, offset: number, limit: number) {
  const rows = [
    ...sql.exec<Row>(
      "SELECT * FROM documents WHERE collection_id = ? AND seq > ? ORDER BY seq LIMIT ? OFFSET ?",
      collectionId,
      after,
      limit + 1,
      offset,
    ),
  ];
  const shown = rows.slice(0, limit);
  return {
    found: shown.map((row) => new Found(() => row)),
    total: count(sql, collectionId),
    next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

export function count(sql: SqlStorage, collectionId: string): number {
  return sql.exec<{ n: number }>("SELECT count(*) AS n FROM documents WHERE collection_id = ?", collectionId).one().n;
}

export function countByCollection(sql: SqlStorage, collections: string[] | null): Record<string, number> {
  const [where, values] = confined(collections);
  const rows = sql.exec<{ id: string; n: number }>(
    `SELECT collection_id AS id, count(*) AS n FROM documents WHERE ${where} GROUP BY collection_id`,
    ...values,
  );
  return Object.fromEntries([...rows].map((row) => [row.id, row.n]));
}
