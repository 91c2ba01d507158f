import type { Question } from "../cell/vectors/contract";
import type { Metric } from "../cell/vectors/distances";
import { broughtFeature } from "../engine/features";
import type { Fields } from "../engine/fields";
import type { Filter } from "../engine/filter/filter";
import { makeCursor, readCursor } from "../kit/cursor";
import { invalid, otherDimension } from "../kit/problem";
import { inChunks } from "./documents/batches";
import { planOf } from "./documents/documents";
import { readValues } from "./documents/draft";
import { deleteTexts, type Home, idOf, metadataField, present, search, textsOf, upsert } from "./texts";

type At = (string | number)[];

export interface VectorDraft {
  id: string;
  values: number[];
  metadata?: Fields | null | undefined;
  ttl_seconds?: number | null | undefined;
}

/** Puts vectors in, beside the text that their ids may have. */
export async function upsertVectors(home: Home, drafts: VectorDraft[]): Promise<number> {
  const read = drafts.map(({ id, values, metadata, ttl_seconds }, i) => ({
    id,
    fields: metadata ? { metadata } : {},
    values: { feature: broughtFeature, values: readValues(values, ["body", "vectors", i, "values"]) },
    ttlSeconds: ttl_seconds ?? null,
  }));
  return upsert(home, read, "lay", "vectors");
}

export interface Columns {
  ids: string[];
  vectors: number[][];
  attributes?: Record<string, unknown[]> | null | undefined;
  ttl_seconds?: number | null | undefined;
  dimension?: number | null | undefined;
}

/** The same as columns: one list of each. */
export async function upsertColumns(home: Home, { ids, vectors, attributes, ttl_seconds, dimension }: Columns) {
  const columns = Object.entries(attributes ?? {});
  for (const [name, column] of [["vectors", vectors], ...columns] as const)
    if (column.length !== ids.length) throw invalid("It has another length than ids.", ["body", name]);
  if (dimension != null && vectors.some(({ length }) => length > 0 && length !== dimension))
    throw otherDimension(dimension);
  const drafts = ids.map((id, i) => ({
    id,
    values: vectors[i] ?? [],
    metadata: attributes ? Object.fromEntries(columns.map(([name, column]) => [name, column[i]])) : null,
    ttl_seconds,
  }));
  return upsertVectors(home, drafts);
}

export interface Query {
  vector: number[];
  top_k: number;
  filter?: Filter | null | undefined;
  include_values: boolean;
  include_metadata: boolean;
  distance_metric?: Metric | null | undefined;
}

/** As it is kept: in 32 bits. @throws Problem for one that is empty, or holds what no such number is */
export const readQueryVector = (values: number[], at: At): number[] => Array.from(readValues(values, at));

/** What is nearest to each of some vectors, best first. */
export async function queryVectors(home: Home, queries: Query[], at: (i: number) => At) {
  const questions = queries.map((query, i): Question => {
    const vector = readQueryVector(query.vector, at(i));
    const metric = query.distance_metric ?? home.row.distance ?? "cosine";
    const { top_k: topK, filter, include_values: values } = query;
    return { text: null, vector, weight: null, metric, filter: filter ?? null, topK, values };
  });
  const { hits, told } = await search(home, questions);
  return hits.map((found, i) => ({
    ...told,
    results: found.map((hit) => {
      const { id, values, metadata } = present(hit);
      const shown = queries[i]?.include_metadata ? { metadata } : {};
      return { id, score: hit.score, ...(values && { vector: values }), ...shown };
    }),
  }));
}

export async function fetchVectors(home: Home, ids: string[], { values, metadata }: Included) {
  const records = await home.documents.vectors("fetch", { collectionId: await idOf(home), ids, values });
  return records.map(shown(metadata));
}

interface Included {
  values: boolean;
  metadata: boolean;
}

const shown = (withMetadata: boolean) => (record: Parameters<typeof present>[0]) => {
  const { id, values, text, metadata } = present(record);
  return { id, ...(values && { values }), ...(text !== undefined && { text }), ...(withMetadata && { metadata }) };
};

/** A page of everything, in the order it came; a short one where vectors are long. */
export async function exportVectors(
  home: Home,
  { limit, cursor, values, metadata }: Included & { limit: number; cursor: string | null },
) {
  const list = `vectors ${home.row.id}`;
  const [after] = cursor === null ? [0] : readCursor(list, cursor);
  const ask = { collectionId: await idOf(home), after: Number(after), limit, values };
  const { records, total, next } = await home.documents.vectors("page", ask);
  return {
    vectors: records.map(shown(metadata)),
    next_cursor: next === null ? null : makeCursor(list, [next]),
    total_count: total,
    returned_count: records.length,
  };
}

/** Which are meant: by id, by a filter, or all of them. Exactly one of these has to be said. */
export interface Meant {
  ids?: string[] | null | undefined;
  filter?: Filter | null | undefined;
  delete_all?: boolean | undefined;
}

export async function deleteVectors(home: Home, { ids, filter, delete_all }: Meant): Promise<number> {
  if (Number(!!ids) + Number(!!filter) + Number(delete_all === true) !== 1)
    throw invalid("Say one of ids, filter and delete_all: true.", ["body"]);
  if (delete_all) {
    const collection = await textsOf(home);
    // The cell has the last word on who is let in, where it has nothing to delete too.
    return collection ? home.documents.dropCollection(collection.id) : countVectors(home, null);
  }
  const named = ids ?? (filter ? await meant(home, filter) : []);
  let deleted = 0;
  await inChunks(named, async (chunk) => {
    deleted += await deleteTexts(home, chunk);
    return [];
  });
  return deleted;
}

export async function countVectors(home: Home, filter: Filter | null): Promise<number> {
  return home.documents.vectors("count", { collectionId: await idOf(home), filter });
}

/** Merges (RFC 7396) into the metadata of all that a filter meets. */
export async function updateVectors(home: Home, filter: Filter, update: Fields) {
  const ids = await meant(home, filter);
  const collection = await textsOf(home);
  const fields = JSON.stringify({ [metadataField]: update });
  const results = await inChunks(ids, (chunk) =>
    collection
      ? home.documents.change(
          planOf(collection),
          chunk.map((id) => ({ id, mode: "merge", fields, vectors: [] })),
        )
      : Promise.resolve([]),
  );
  const errors = results.flatMap((result, i) => (result === "updated" ? [] : [`${ids[i]}: ${result}`]));
  return { updated: results.length - errors.length, failed: errors.length, errors };
}

/** Ids of what a filter meets. One without conditions would meet all, which has to be said in so many words. */
async function meant(home: Home, filter: Filter): Promise<string[]> {
  if (filter.kind === "and" && filter.of.length === 0)
    throw invalid("A filter without conditions would mean everything.", ["body", "filter"]);
  return home.documents.vectors("meant", { collectionId: await idOf(home), filter });
}

export const vectorStats = async (home: Home) => home.documents.vectors("stats", { collectionId: await idOf(home) });

export const termStats = async (home: Home) => home.documents.vectors("terms", { collectionId: await idOf(home) });
