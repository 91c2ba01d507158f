import type { IndexOptions } from "./index.ts";
import { bytesIn, float32, idOf, isObject, type Json, type JsonObject, numbersOf, objectOf, textOf } from "./json.ts";
import { invalid, Refusal } from "./refusal.ts";
import { dot } from "./scores.ts";

export interface Sparse {
  indices: number[];
  values: number[];
}

/** One vector as the index holds it; never changed, only replaced. */
export interface Entry {
  id: string;
  vector?: Float32Array;
  /** Euclidean length of `vector`. */
  length: number;
  sparse?: Sparse;
  metadata?: JsonObject;
  data?: string;
}

const metadataBytes = 48 * 1024;
const dataBytes = 1024 * 1024;
const batchSize = 1000;

/** One object or many, as the body holds them, and whether it was a list. */
export function batchOf(body: unknown): JsonObject[] {
  const list = Array.isArray(body) ? body : [body];
  if (list.length === 0) throw invalid("Request body must not be empty");
  atMost(list.length, "vectors");
  return list.map(objectOf);
}

export function atMost(count: number, what: string): void {
  if (count > batchSize) throw new Refusal(400, `Too many ${what} in one request: ${count}, limit: ${batchSize}`);
}

export function entryOf(sent: JsonObject, options: IndexOptions): Entry {
  const vector = denseOf(sent.vector, options);
  const sparse = sparseOf(sent.sparseVector, options);
  const { indexType = "DENSE" } = options;
  if (indexType !== "SPARSE" && !vector) throw invalid("This index requires dense vectors");
  if (indexType !== "DENSE" && !sparse) throw invalid("This index requires sparse vectors");
  return sealed({ id: idOf(sent.id), vector, sparse, metadata: metadataOf(sent.metadata), data: dataOf(sent.data) });
}

/** A copy of what is there with what was sent in its place; metadata is replaced or, with PATCH, merged as RFC 7396. */
export function updated(old: Entry, sent: JsonObject, options: IndexOptions): Entry {
  const { indexType = "DENSE" } = options;
  const vector = denseOf(sent.vector, options);
  const sparse = sparseOf(sent.sparseVector, options);
  if (indexType === "HYBRID" && (vector === undefined) !== (sparse === undefined))
    throw invalid("Both dense and sparse vectors must be provided for hybrid indexes");
  const metadata = metadataOf(sent.metadata);
  const data = dataOf(sent.data);
  if (!vector && !sparse && metadata === undefined && data === undefined)
    throw invalid("No update is provided for the vector");
  const patched =
    metadata && sent.metadataUpdateMode === "PATCH" ? metadataOf(merged(old.metadata, metadata)) : metadata;
  return sealed({
    id: old.id,
    vector: vector ?? old.vector,
    sparse: sparse ?? old.sparse,
    metadata: patched ?? old.metadata,
    data: data ?? old.data,
  });
}

function sealed(given: { [K in keyof Omit<Entry, "length">]: Entry[K] | undefined } & { id: string }): Entry {
  const { id, vector, sparse, metadata, data } = given;
  return {
    id,
    length: vector ? Math.sqrt(dot(vector, vector)) : 0,
    ...(vector && { vector }),
    ...(sparse && { sparse }),
    ...(metadata && { metadata }),
    ...(data !== undefined && { data }),
  };
}

export function denseOf(value: unknown, { dimension, indexType }: IndexOptions): Float32Array | undefined {
  if (value === undefined || value === null) return undefined;
  if (indexType === "SPARSE") throw invalid("This index does not support dense vectors");
  const numbers = numbersOf(value, "vector");
  if (numbers.length !== dimension)
    throw invalid(`Invalid vector dimension: ${numbers.length}, expected: ${dimension}`);
  return new Float32Array(numbers);
}

export function sparseOf(value: unknown, { indexType = "DENSE" }: IndexOptions): Sparse | undefined {
  if (value === undefined || value === null) return undefined;
  if (indexType === "DENSE") throw invalid("This index does not support sparse vectors");
  const { indices: sentIndices, values: sentValues } = objectOf(value);
  const [indices, values] = [numbersOf(sentIndices, "indices"), numbersOf(sentValues, "values")];
  if (indices.length !== values.length || indices.length === 0 || indices.length > 1000)
    throw invalid("Sparse vectors must have 1 to 1000 indices, and as many values");
  if (indices.some((index) => (index | 0) !== index) || new Set(indices).size !== indices.length)
    throw invalid("Sparse indices must be distinct 32 bit integers");
  return { indices, values: values.map(Math.fround) };
}

function metadataOf(value: unknown): JsonObject | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw invalid("metadata must be a JSON object");
  const size = bytesIn(JSON.stringify(value));
  if (size > metadataBytes) throw new Refusal(400, `Metadata is too large: ${size} bytes, limit: ${metadataBytes}`);
  return value;
}

function dataOf(value: unknown): string | undefined {
  const data = textOf(value, "data");
  if (data !== undefined && bytesIn(data) > dataBytes) throw new Refusal(400, `Data is too large, limit: ${dataBytes}`);
  return data;
}

function merged(old: Json | undefined, patch: JsonObject): JsonObject {
  const result: JsonObject = isObject(old) ? { ...old } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = isObject(value) ? merged(result[name], value) : value;
  }
  return result;
}

/** What a request asks to see beside the id. */
export interface Shown {
  vectors: boolean;
  metadata: boolean;
  data: boolean;
}

export const shownBy = (sent: JsonObject): Shown => ({
  vectors: sent.includeVectors === true,
  metadata: sent.includeMetadata === true,
  data: sent.includeData === true,
});

export function show(entry: Entry, shown: Shown): JsonObject {
  const { id, vector, sparse, metadata, data } = entry;
  return {
    id,
    ...(shown.vectors && vector && { vector: Array.from(vector, float32) }),
    ...(shown.vectors && sparse && { sparseVector: { indices: sparse.indices, values: sparse.values.map(float32) } }),
    ...(shown.metadata && metadata && { metadata }),
    ...(shown.data && data !== undefined && { data }),
  };
}
