import type { NamedVector } from "../../cell/contract";
import { broughtFeature, type Feature, featureUris, findFeature } from "../../engine/features";
import type { Fields } from "../../engine/fields";
import { newId } from "../../kit/id";
import { invalid, Problem } from "../../kit/problem";
import type { CollectionRow } from "../../store/config";
import type { NamespaceRow } from "../../store/namespaces";

type At = (string | number)[];

/** A document as a client wrote it, taken apart: its id, its own fields, and the vectors it brought. */
export interface Draft {
  id: string;
  fields: Fields;
  vectors: NamedVector[];
}

const maxDimension = 4096;

const idForm = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/;

/** What the API itself says of a document; a client's word on it is not kept. */
const ours = ["document_id", "collection_id", "_internal", "_vectors", "_highlights"];

/**
 * Takes a document apart. It may name its own id, which then has to be free; everything else at the top is the user's,
 * but for `_vectors` and, in the published form, `features` with vectors.
 * An export (`isOwn`) brings vectors of the memory dialect too; other documents get those by its routes.
 * @throws Problem `invalid`
 */
export function readDraft(
  namespace: NamespaceRow,
  collection: CollectionRow,
  body: Fields,
  at: At,
  isOwn = false,
): Draft {
  const id = body.document_id ?? newId("document");
  if (typeof id !== "string" || !idForm.test(id))
    throw invalid("document_id is 1 to 128 letters, digits and _ . : -", [...at, "document_id"]);
  const elsewhere = body.collection_id ?? collection.id;
  if (elsewhere !== collection.id && elsewhere !== collection.name)
    throw invalid("collection_id names another collection than the path.", [...at, "collection_id"]);
  const features = isFeatureList(body.features) ? body.features : undefined;
  const left = Object.entries(body).filter(([key]) => !ours.includes(key) && !(features && key === "features"));
  if (left.some(([key, value]) => key.includes("\0") || namesNul(value)))
    throw invalid("The name of a field may not hold U+0000.", at);
  const vectors = [
    ...fromMap(namespace, body._vectors, [...at, "_vectors"], isOwn),
    ...(features ?? []).flatMap(({ feature_extractor_id, vectors }, i) =>
      Object.values(typeof vectors === "object" && vectors !== null ? vectors : {}).map((values) =>
        readVector(namespace, feature_extractor_id, values, [...at, "features", i, "vectors"]),
      ),
    ),
  ];
  return { id, fields: Object.fromEntries(left), vectors };
}

/** SQLite reads a name up to its first NUL: `a\u0000b` would answer to `a`. */
const namesNul = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).some(([key, inner]) => key.includes("\0") || namesNul(inner));

const isFeatureList = (value: unknown): value is { feature_extractor_id: string; vectors?: unknown }[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => typeof item === "object" && item !== null && typeof item.feature_extractor_id === "string");

function fromMap(namespace: NamespaceRow, map: unknown, at: At, isOwn: boolean): NamedVector[] {
  if (map === undefined || map === null) return [];
  if (typeof map !== "object" || Array.isArray(map))
    throw invalid("_vectors maps feature URIs to lists of numbers.", at);
  return Object.entries(map).map(([uri, values]) =>
    isOwn && uri === broughtFeature
      ? { feature: uri, values: readValues(values, [...at, uri]) }
      : readVector(namespace, uri, values, [...at, uri]),
  );
}

/** A vector of any length. @throws Problem */
export function readValues(values: unknown, at: At): Float32Array {
  if (!Array.isArray(values)) throw invalid("A vector is a list of numbers.", at);
  if (values.length === 0)
    throw new Problem("invalid", "A vector has one number at least.", undefined, { code: "EMPTY_VECTOR" });
  if (values.length > maxDimension) throw invalid(`A vector has ${maxDimension} numbers at most.`, at);
  return finite(values, at);
}

function readVector(namespace: NamespaceRow, uri: string, values: unknown, at: At): NamedVector {
  const feature = findFeature(uri);
  if (!feature) throw invalid(`Unknown feature ${uri}. Known: ${featureUris().join(", ")}.`, at);
  const { extractor } = feature;
  if (
    !namespace.featureExtractors.some(({ name, version }) => name === extractor.name && version === extractor.version)
  )
    throw invalid(`This namespace was founded without ${feature.name}.`, at);
  if (extractor.encodesText) throw invalid(`${feature.name} makes its vectors itself, from the document's text.`, at);
  return { feature: feature.name, values: numbers(feature, values, at) };
}

function numbers(feature: Feature, values: unknown, at: At): Float32Array {
  const { dimensions } = feature.extractor;
  if (!Array.isArray(values) || values.length !== dimensions)
    throw invalid(`${feature.name} takes a list of ${dimensions} numbers.`, at);
  return finite(values, at);
}

function finite(values: unknown[], at: At): Float32Array {
  const read = Float32Array.from(values, (value) => (typeof value === "number" ? value : Number.NaN));
  const bad = read.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw invalid("Not a finite 32-bit number.", [...at, bad]);
  return read;
}
