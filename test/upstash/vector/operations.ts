import { atMost, batchOf, type Entry, entryOf, show, shownBy, updated } from "./entry.ts";
import type { IndexOptions } from "./index.ts";
import { idOf, type Json, type JsonObject, objectOf, textOf } from "./json.ts";
import { query } from "./query.ts";
import { invalid, Refusal } from "./refusal.ts";
import { Space } from "./space.ts";

/** An index and the moment at which it is asked. */
export interface Index {
  options: IndexOptions;
  spaces: Map<string, Space>;
  now: number;
  /** When a write that is made now is seen. */
  due(): number;
  countDeletes: boolean;
}

export type Operation = (index: Index, name: string, body: unknown, search: URLSearchParams) => Json;

/** A namespace that is not there is as one that is empty. */
const spaceOf = ({ spaces }: Index, name: string) => spaces.get(name) ?? new Space();

function founded({ spaces, options }: Index, name: string): Space {
  const space = spaces.get(name) ?? new Space();
  if (!spaces.has(name) && spaces.size >= (options.maxNamespaces ?? 10_000))
    throw new Refusal(400, `Exceeded max number of namespaces: ${options.maxNamespaces ?? 10_000}`);
  spaces.set(name, space);
  return space;
}

const noModel: Operation = () => {
  throw invalid(
    "Embedding data for this index is not allowed. The index must be created with an embedding model to use it.",
  );
};

export const operations: Record<string, Operation> = {
  upsert(index, name, body) {
    const entries = batchOf(body).map((one) => entryOf(one, index.options));
    const space = founded(index, name);
    const due = index.due();
    for (const entry of entries) space.put(entry, due);
    return "Success";
  },

  update(index, name, body) {
    const sent = objectOf(body);
    const space = spaceOf(index, name);
    const old = space.live.get(idOf(sent.id));
    if (!old) return { updated: 0 };
    space.put(updated(old, sent, index.options), index.due());
    return { updated: 1 };
  },

  query(index, name, body) {
    const seen = spaceOf(index, name).seen(index.now);
    const answers = batchOf(body).map((sent) => query(sent, seen, index.options));
    return answers.length === 1 ? (answers[0] ?? []) : answers;
  },

  fetch(index, name, body) {
    // The published clients send a bare list of ids too.
    const sent: JsonObject = Array.isArray(body) ? { ids: body } : objectOf(body);
    if ((sent.ids === undefined) === (sent.prefix === undefined))
      throw invalid("Only one of ids or prefix must be provided.");
    const { live } = spaceOf(index, name);
    const shown = shownBy(sent);
    if (sent.ids !== undefined)
      return idsOf(sent.ids).map((id) => {
        const entry = live.get(id);
        return entry ? show(entry, shown) : null;
      });
    return startingWith(live, prefixOf(sent))
      .slice(0, 1000)
      .map((entry) => show(entry, shown));
  },

  range(index, name, body) {
    const sent = objectOf(body);
    const { live, places } = spaceOf(index, name);
    const limit = limitOf(sent.limit);
    const cursor = Number(sent.cursor ?? 0);
    if (!Number.isInteger(cursor) || cursor < 0) throw invalid("Invalid cursor");
    const rest = startingWith(live, textOf(sent.prefix, "prefix") ?? "")
      .map((entry) => ({ entry, place: places.get(entry.id) ?? 0 }))
      .filter(({ place }) => place > cursor)
      .sort((a, b) => a.place - b.place);
    const page = rest.slice(0, limit);
    const shown = shownBy(sent);
    return {
      nextCursor: rest.length > limit ? String(page.at(-1)?.place) : "",
      vectors: page.map(({ entry }) => show(entry, shown)),
    };
  },

  delete(index, name, body) {
    const sent: JsonObject =
      typeof body === "string" || typeof body === "number"
        ? { ids: [body] }
        : Array.isArray(body)
          ? { ids: body }
          : objectOf(body);
    if ([sent.ids, sent.prefix, sent.filter].filter((one) => one !== undefined).length !== 1)
      throw invalid("Only and only one of the ids, prefix, or filter must be provided.");
    const space = spaceOf(index, name);
    const ids = sent.ids !== undefined ? idsOf(sent.ids) : chosen(space, sent).map(({ id }) => id);
    const due = index.due();
    return { deleted: ids.filter((id) => space.remove(id, due)).length };
  },

  reset({ spaces }, name, _, search) {
    if (search.has("all")) for (const space of spaces.values()) space.clear();
    else spaces.get(name)?.clear();
    return "Success";
  },

  info({ options, spaces, now, countDeletes }) {
    const counts = [...spaces].map(([name, space]) => [name, space.count(now, countDeletes)] as const);
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
  },

  "list-namespaces": ({ spaces }) => [...spaces.keys()],

  "delete-namespace"({ spaces }, name) {
    if (name === "") throw new Refusal(400, "Default namespace cannot be deleted");
    if (!spaces.delete(name)) throw new Refusal(404, `Namespace ${name} does not exist`);
    return "Success";
  },

  "upsert-data": noModel,
  "query-data": noModel,
};

const startingWith = (live: ReadonlyMap<string, Entry>, prefix: string) =>
  [...live.values()].filter(({ id }) => id.startsWith(prefix));

/** Those that a delete by prefix or filter means. */
function chosen({ live }: Space, sent: JsonObject): Entry[] {
  return startingWith(live, prefixOf(sent));
}

function prefixOf(sent: JsonObject): string {
  const prefix = textOf(sent.prefix, "prefix");
  if (!prefix) throw invalid("Prefix must not be empty");
  return prefix;
}

function idsOf(value: Json): string[] {
  const list = Array.isArray(value) ? value : [value];
  atMost(list.length, "ids");
  return list.map(idOf);
}

function limitOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) throw invalid("limit must be positive");
  atMost(value, "vectors");
  return value;
}
