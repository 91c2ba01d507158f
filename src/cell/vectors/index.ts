import { broughtFeature } from "../../engine/features";
import { decodeTerms } from "../../engine/text/blob";
import type { Pass } from "../contract";
import { CellCorpus } from "../corpus";
import { count as countIn } from "../documents";
import { broughtDimension } from "../entries";
import type { Row } from "../found";
import type { Inquiry } from "../remote/inquiry";
import type { Shelf } from "../shelf";
import type { VectorAnswer, VectorAsk, VectorRecord, VectorVerb } from "./contract";
import { answers } from "./questions";

type Verb<V extends VectorVerb> = (shelf: Shelf, ask: VectorAsk<V>, inquiry: Inquiry) => VectorAnswer<V>;

const verbs: { [V in VectorVerb]: Verb<V> } = { search: answers, fetch, page, meant, count, stats, terms };

/** Answers one question about vectors. Ask and answer are JSON text. */
export function vectors(shelf: Shelf, { collections }: Pass, verb: VectorVerb, ask: string, inquiry: Inquiry): string {
  const asked = JSON.parse(ask);
  const isSeen = collections === null || collections.includes(asked.collectionId);
  return JSON.stringify(verbs[verb](shelf, isSeen ? asked : { ...asked, collectionId: null }, inquiry));
}

function fetch({ sql }: Shelf, { collectionId, ids, values }: VectorAsk<"fetch">): VectorAnswer<"fetch"> {
  const query = "SELECT * FROM documents WHERE id = ? AND collection_id = ?";
  return ids.flatMap((id) => [...sql.exec<Row>(query, id, collectionId)].map((row) => recordOf(sql, row, values)));
}

/** Numbers that one page holds at most: what crosses from a cell has its bounds. */
const pageNumbers = 1_000_000;

function page({ sql }: Shelf, { collectionId, after, limit: asked, values }: VectorAsk<"page">): VectorAnswer<"page"> {
  const fitting = values ? Math.floor(pageNumbers / (broughtDimension(sql) ?? 1)) : asked;
  const limit = Math.min(asked, fitting);
  const query = "SELECT * FROM documents WHERE collection_id = ? AND seq > ? ORDER BY seq LIMIT ?";
  const rows = [...sql.exec<Row>(query, collectionId, after, limit + 1)];
  const shown = rows.slice(0, limit);
  return {
    records: shown.map((row) => recordOf(sql, row, values)),
    total: countIn(sql, collectionId ?? ""),
    next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

function meant(shelf: Shelf, { collectionId, filter }: VectorAsk<"meant">): VectorAnswer<"meant"> {
  const corpus = new CellCorpus(shelf, collectionId === null ? [] : [collectionId]);
  const found = corpus.select({ filter: filter ?? undefined, limitEach: Number.MAX_SAFE_INTEGER });
  return found.map(({ id }) => id);
}

function count({ sql, filtered }: Shelf, { collectionId, filter }: VectorAsk<"count">): VectorAnswer<"count"> {
  return filter ? filtered.slots(filter, [collectionId ?? ""]).length : countIn(sql, collectionId ?? "");
}

function stats({ sql }: Shelf, { collectionId }: VectorAsk<"stats">): VectorAnswer<"stats"> {
  const brought = `SELECT count(*) AS n, coalesce(sum(length(vector)), 0) AS bytes FROM entries
    JOIN vectors ON vectors.seq = entries.seq AND feature = ? WHERE collection_id = ?`;
  const [vectors] = sql.exec<{ n: number; bytes: number }>(brought, broughtFeature, collectionId);
  return {
    documents: countIn(sql, collectionId ?? ""),
    vectors: vectors?.n ?? 0,
    dimension: collectionId === null ? null : broughtDimension(sql),
    bytes: vectors?.bytes ?? 0,
  };
}

function terms({ sql }: Shelf, { collectionId }: VectorAsk<"terms">): VectorAnswer<"terms"> {
  const known = new Set<number>();
  let [texts, length] = [0, 0];
  const texted = "SELECT terms FROM entries WHERE collection_id = ? AND terms IS NOT NULL";
  for (const { terms } of sql.exec<{ terms: ArrayBuffer }>(texted, collectionId)) {
    const { ids, counts } = decodeTerms(terms);
    for (const id of ids) known.add(id);
    for (const count of counts) length += count;
    texts++;
  }
  return { texts, terms: known.size, meanLength: texts > 0 ? length / texts : 0 };
}

function recordOf(sql: SqlStorage, { seq, id, body }: Row, values: boolean): VectorRecord {
  const query = "SELECT vector FROM vectors WHERE feature = ? AND seq = ?";
  const [kept] = values ? sql.exec<{ vector: ArrayBuffer }>(query, broughtFeature, seq) : [];
  return { id, body, values: kept ? Array.from(new Float32Array(kept.vector)) : null };
}
