import type { Opened } from "../cell/snapshots";
import type { Value } from "../cell/tables";
import { broughtFeature, featureName, findExtractor } from "../engine/features";
import { newId } from "../kit/id";
import { iso } from "../kit/iso";
import { renamed } from "../kit/renamed";
import type { CollectionRow, RetrieverRow } from "../store/config";
import type { Namespace } from "../store/namespace";
import type { Snapshot } from "../store/snapshots";
import { memoryLines, settleMemories } from "./memories/told";
import { momentOf } from "./moment";
import { presentDesign } from "./retrievers/retrievers";
import { columnsOf, flat, pages } from "./snapshot-rows";

/** Rises when a reader of the older form could not read the newer. */
export const exportVersion = 3;

/** Where an id would stand that is another one elsewhere. */
export const collectionUrn = (name: string) => `urn:cordon:collection:${name}`;

/**
 * A namespace as it is at one moment, as JSON Lines: a head, its settings, collections, retrievers, documents in the
 * order they came, what its agents remember, and an end that tells a whole export from one that was cut off. Only the head holds ids of ours.
 */
export async function exportNamespace(home: Namespace, { vectors }: { vectors: boolean }) {
  await settleMemories(home);
  const { snapshot, opened, config } = await momentOf(home, newId("execution"));
  return told(home, snapshot, opened, config, vectors);
}

type Config = { collections: CollectionRow[]; retrievers: RetrieverRow[] };

async function* told(home: Namespace, snapshot: Snapshot, opened: Opened, config: Config, vectors: boolean) {
  try {
    const collections = config.collections.toSorted(byAge);
    const retrievers = config.retrievers.toSorted(byAge);
    const urns = new Map(collections.map(({ id, name }) => [id as string, collectionUrn(name)]));
    yield line({
      cordon: "namespace",
      version: exportVersion,
      namespace_id: home.id,
      namespace_name: home.row.name,
      exported_at: iso(home.now),
      with_vectors: vectors,
    });
    yield line(settingsOf(home));
    for (const row of collections) yield line(collectionLine(row));
    for (const row of retrievers) yield line(retrieverLine(row, urns));
    let documents = 0;
    for await (const { text, count } of documentLines(home, snapshot, opened, config, vectors)) {
      documents += count;
      yield text;
    }
    const remembered = { sessions: 0, memories: 0, entities: 0, edges: 0, feedback: 0 };
    yield* memoryLines(home, snapshot, opened, remembered);
    const configured = { collections: collections.length, retrievers: retrievers.length };
    yield line({ type: "end", ...configured, documents, ...remembered });
  } finally {
    await snapshot.close();
  }
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

/** Ids differ elsewhere: of two of one age, the name decides. */
const byAge = (a: { createdAt: number; name: string }, b: { createdAt: number; name: string }) =>
  a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1);

const times = (row: { createdAt: number; updatedAt: number }) => ({
  created_at: iso(row.createdAt),
  updated_at: iso(row.updatedAt),
});

const settingsOf = ({ row }: Namespace) => ({
  type: "settings",
  feature_extractors: row.featureExtractors,
  payload_indexes: row.payloadIndexes,
});

const collectionLine = (row: CollectionRow) => ({
  type: "collection",
  name: row.name,
  description: row.description,
  source: row.source,
  feature_extractor: row.featureExtractor,
  metadata: row.metadata,
  ...times(row),
});

const retrieverLine = (row: RetrieverRow, urns: Map<string, string>) => {
  const design = presentDesign(row);
  return {
    type: "retriever",
    name: row.name,
    collections: row.collectionIds.map((id) => urns.get(id) ?? id),
    ...design,
    stages: renamed(design.stages, (text) => urns.get(text) ?? text),
    version: row.version,
    ...times(row),
  };
};

/** A page's documents in one piece of text. Their fields are told as they are stored. */
async function* documentLines(home: Namespace, snapshot: Snapshot, opened: Opened, config: Config, vectors: boolean) {
  const names = new Map(config.collections.map(({ id, name }) => [id as string, name]));
  const columns = columnsOf(opened, "documents", documentColumns);
  const expiries = expiriesOf(snapshot, opened);
  const beside = vectors ? broughtFeatures(home).map((feature) => vectorsOf(snapshot, opened, feature)) : [];
  for await (const rows of pages(snapshot, "documents", null)) {
    let text = "";
    for (const row of rows) {
      const [seq, id, collection, body, created, updated] = columns.map((column) => row[column] ?? null);
      const brought = (await Promise.all(beside.map((next) => next(Number(seq))))).flatMap((found) => found ?? []);
      const head = {
        type: "document",
        collection: names.get(`${collection}`),
        document_id: id,
        ...times({ createdAt: Number(created), updatedAt: Number(updated) }),
        ...(await expiries(Number(seq))),
        ...(brought.length > 0 && { vectors: Object.fromEntries(brought) }),
      };
      text += `${JSON.stringify(head).slice(0, -1)},"fields":${body}}\n`;
    }
    yield { text, count: rows.length };
  }
}

const documentColumns = ["seq", "id", "collection_id", "body", "created_at", "updated_at"];

/** Features whose vectors clients bring; the others are made from the text wherever it is. */
const broughtFeatures = ({ row }: Namespace) => [
  ...row.featureExtractors.flatMap(({ name, version }) => {
    const extractor = findExtractor(name, version);
    return extractor && !extractor.encodesText ? [featureName(extractor)] : [];
  }),
  broughtFeature,
];

function vectorsOf(snapshot: Snapshot, opened: Opened, feature: string) {
  const [featureAt = 0, seqAt = 0, vectorAt = 0] = columnsOf(opened, "vectors", ["feature", "seq", "vector"]);
  const rows = flat(pages(snapshot, "vectors", [feature, 0]));
  const next = stepping(rows, seqAt, (row) => row[featureAt] === feature);
  return async (seq: number): Promise<[string, number[]][] | undefined> => {
    const vector = (await next(seq))?.[vectorAt];
    return vector instanceof ArrayBuffer ? [[feature, Array.from(new Float32Array(vector))]] : undefined;
  };
}

/** A cell of an older schema has no expiries. */
function expiriesOf(snapshot: Snapshot, opened: Opened) {
  if (!opened.tables.some(({ name }) => name === "expiries")) return async () => ({});
  const [seqAt = 0, at = 0] = columnsOf(opened, "expiries", ["seq", "at"]);
  const next = stepping(flat(pages(snapshot, "expiries", null)), seqAt, () => true);
  return async (seq: number) => {
    const row = await next(seq);
    return row ? { expires_at: iso(Number(row[at])) } : {};
  };
}

/** Steps through rows beside the documents, both in the order of `seq`, as long as they are the ones meant. */
function stepping(rows: AsyncGenerator<Value[]>, seqAt: number, isMeant: (row: Value[]) => boolean) {
  let ahead: Promise<Value[] | undefined> | undefined;
  return async (seq: number): Promise<Value[] | undefined> => {
    ahead ??= next();
    for (let row = await ahead; row && Number(row[seqAt]) <= seq; row = await ahead) {
      ahead = next();
      if (Number(row[seqAt]) === seq) return row;
    }
    return undefined;
  };

  async function next(): Promise<Value[] | undefined> {
    const { done, value } = await rows.next();
    return done || !isMeant(value) ? undefined : value;
  }
}
