import { askedOf, type Index, type Operation } from "./asked.ts";
import { entryOperations } from "./entries.ts";
import { batchOf } from "./entry.ts";
import { type JsonObject, objectOf } from "./json.ts";
import { query } from "./query.ts";
import { invalid, Refusal } from "./refusal.ts";

const noModel: Operation = () => {
  throw invalid(
    "Embedding data for this index is not allowed. The index must be created with an embedding model to use it.",
  );
};

/** Every path of the service, by the first segment. */
export const operations: Record<string, Operation> = {
  ...entryOperations,
  "upsert-data": noModel,
  "query-data": noModel,
  "resumable-query-data": noModel,

  /** A batch of one is answered as one query is. */
  query(index, name, body) {
    const asked = askedOf(index, name);
    const answers = batchOf(body).map((sent) => query(sent, asked));
    return answers.length === 1 ? (answers[0] ?? []) : answers;
  },

  "resumable-query": (index, name, body) => ({
    ...index.resumable.start(objectOf(body), askedOf(index, name), index.now),
  }),
  "resumable-query-next": (index, _, body) => index.resumable.next(objectOf(body), index.now),
  "resumable-query-end": (index, _, body) => index.resumable.end(objectOf(body), index.now),

  /** Namespaces stay, empty. */
  reset({ spaces }, name, _, search) {
    if (search.has("all")) for (const space of spaces.values()) space.clear();
    else spaces.get(name)?.clear();
    return "Success";
  },

  info,

  "list-namespaces": ({ spaces }) => [...spaces.keys()],

  "delete-namespace"({ spaces }, name) {
    if (name === "") throw new Refusal(400, "The default namespace cannot be deleted");
    if (!spaces.delete(name)) throw new Refusal(404, `Namespace ${name} does not exist`);
    return "Success";
  },

  "rename-namespace"({ spaces }, _, body) {
    const { namespace, newNamespace, deleteExisting } = objectOf(body);
    if (typeof namespace !== "string" || typeof newNamespace !== "string" || namespace === "" || newNamespace === "")
      throw invalid("The default namespace cannot be renamed");
    const space = spaces.get(namespace);
    if (!space) throw new Refusal(404, `Namespace ${namespace} does not exist`);
    if (namespace !== newNamespace && spaces.has(newNamespace) && deleteExisting !== true)
      throw new Refusal(400, `Namespace ${newNamespace} already exists`);
    spaces.delete(namespace);
    spaces.set(newNamespace, space);
    return { renamed: true };
  },
};

function info({ options, control, spaces, now }: Index): JsonObject {
  const counts = [...spaces].map(([name, space]) => [name, space.count(now, control.countDeletes)] as const);
  const sum = (of: "vectorCount" | "pendingVectorCount") => counts.reduce((all, [, count]) => all + count[of], 0);
  const { dimension = 0, similarityFunction = "COSINE", indexType = "DENSE" } = options;
  const vectorCount = sum("vectorCount");
  return {
    vectorCount,
    pendingVectorCount: sum("pendingVectorCount"),
    indexSize: vectorCount * (dimension * 4 + 64),
    dimension,
    similarityFunction,
    indexType,
    ...(indexType !== "SPARSE" && { denseIndex: { dimension, similarityFunction, embeddingModel: "" } }),
    ...(indexType !== "DENSE" && { sparseIndex: { embeddingModel: "" } }),
    namespaces: Object.fromEntries(counts),
  };
}
