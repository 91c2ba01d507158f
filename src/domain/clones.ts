import { z } from "zod";
import type { Table, Value } from "../cell/tables";
import { newId } from "../kit/id";
import { invalid, Problem } from "../kit/problem";
import { renamed } from "../kit/renamed";
import type { Clone } from "../store/clones";
import type { CollectionRow, RetrieverRow } from "../store/config";
import type { Grant } from "../store/door";
import type { Namespace } from "../store/namespace";
import type { Organization } from "../store/organization";
import { need } from "../store/permits";
import { mayFound } from "../store/scope";
import type { Step, TaskRow } from "../store/tasks";
import { momentOf } from "./moment";
import { presentNamespace, uncounted } from "./namespace-shape";
import { findNamespace } from "./namespaces";

export interface CloneRequest {
  namespace_name: string;
  description?: string | null;
  include_resources?: { collections?: boolean; retrievers?: boolean } | null;
  source_organization_id?: string | null;
}

const Include = z.object({ collections: z.boolean(), retrievers: z.boolean() });

export async function cloneNamespace(organization: Organization, ref: string, request: CloneRequest) {
  if ((request.source_organization_id ?? organization.id) !== organization.id)
    throw invalid("A namespace is cloned inside its own organization.", ["body", "source_organization_id"]);
  const source = await findNamespace(organization, ref, need("read"));
  if (!mayFound(organization.key, request.namespace_name))
    throw new Problem("forbidden", "This key is not authorized to found a namespace of that name.");
  const include = { collections: true, retrievers: true, ...request.include_resources };
  // The cell knows of a revocation or a deletion before any cache.
  await organization.namespaces.counts(source);
  const draft = { name: request.namespace_name, description: request.description ?? source.description };
  const { row, taskId } = await organization.namespaces.clone(source, draft, { include_resources: include });
  return {
    namespace: presentNamespace(row, uncounted),
    source_namespace_id: source.id,
    status: "cloning" as const,
    task_id: taskId,
    // So far: what came of it is in the task.
    cloned_resources: { collections: 0, retrievers: 0, taxonomies: 0, buckets: 0, objects: 0, points: 0 },
  };
}

/** What one step leaves for the next. The snapshot is the source's own; it is named after the task. */
const State = z.object({
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), key: z.array(z.string()) })),
  table: z.int(),
  after: z.array(z.union([z.string(), z.number(), z.null()])).nullable(),
  /** Old id → new id, of collections. */
  ids: z.record(z.string(), z.string()),
  kept: z.string(),
  cloned: z.record(z.string(), z.int()),
});
type State = z.infer<typeof State>;

/** What belongs to documents, which a clone without collections has none of. */
const ofDocuments: readonly string[] = ["documents", "entries", "vectors", "model_parts", "words", "payload"];

/** One step of a clone: its beginning, a megabyte of rows, or its end. */
export function cloneStep(grant: Grant, clone: Clone, task: TaskRow): Promise<Step> {
  return grant.enter(task.namespaceId, { ...need("read"), whole: true }, async (source) => {
    if (task.state === null) return begin(source, clone, task);
    const state = State.parse(task.state);
    const table = state.tables[state.table];
    return table ? copy(source, clone, task, state, table) : end(source, clone, task, state);
  });
}

async function begin(source: Namespace, clone: Clone, task: TaskRow): Promise<Step> {
  const include = Include.parse(task.input.include_resources);
  await clone.receive({ part: "begin" });
  const { opened, config } = await momentOf(source, task.id);
  const ids = Object.fromEntries(config.collections.map(({ id }) => [id, newId("collection")]));
  const collections = include.collections ? config.collections : [];
  const retrievers = include.retrievers ? config.retrievers : [];
  await clone.configure(underOwnIds({ collections, retrievers }, ids, include.collections));
  const tables = opened.tables.filter(({ name }) => include.collections || !ofDocuments.includes(name));
  const points = tables.find(({ name }) => name === "documents")?.rows ?? 0;
  const state: State = {
    tables: tables.map(({ name, columns, key }) => ({ name, columns, key })),
    table: 0,
    after: null,
    ids,
    kept: opened.kept,
    cloned: { collections: collections.length, retrievers: retrievers.length, points },
  };
  return { done: 0, total: tables.reduce((sum, { rows }) => sum + rows, 0), state };
}

/** The same under new ids, wherever an id is named. A stage that names a collection that is not copied names it still. */
function underOwnIds(
  { collections, retrievers }: { collections: CollectionRow[]; retrievers: RetrieverRow[] },
  ids: Record<string, string>,
  withCollections: boolean,
) {
  const swap = <T>(value: T): T => renamed(value, (text) => newIdOf(ids, text));
  return {
    collections: collections.map(swap),
    retrievers: retrievers.map(({ collectionIds, ...row }) => ({
      ...(withCollections ? swap(row) : row),
      id: newId("retriever"),
      collectionIds: withCollections ? swap(collectionIds) : [],
    })),
  };
}

async function copy(source: Namespace, clone: Clone, task: TaskRow, state: State, table: Table): Promise<Step> {
  const page = await source.snapshot(task.id).page(table.name, state.after);
  // Nobody came for an hour, or the source's tables were changed meanwhile: from the beginning.
  if (!page) return { done: 0, total: null, state: null };
  const named = { from: source.row.name, to: await clone.name() };
  const rows = underItsName(underNewIds(page.rows, table, state.ids), table, named);
  if (rows.length > 0) await clone.receive({ part: "rows", table: table.name, columns: table.columns, rows });
  const next = page.after ? { after: plain(page.after) } : { after: null, table: state.table + 1 };
  return { done: task.done + rows.length, total: task.total, state: { ...state, ...next } };
}

/** An object has more names than its own: a text may well be `__proto__`. */
const newIdOf = (ids: Record<string, string>, id: string) => (Object.hasOwn(ids, id) ? (ids[id] ?? id) : id);

function underNewIds(rows: Value[][], { columns }: Table, ids: Record<string, string>): Value[][] {
  const at = columns.indexOf("collection_id");
  return at < 0 ? rows : rows.map((row) => row.with(at, newIdOf(ids, `${row[at]}`)));
}

/** What the namespace's own agent remembers bears the namespace's name, which is another one here. */
function underItsName(rows: Value[][], { columns }: Table, { from, to }: { from: string; to: string }): Value[][] {
  const at = columns.indexOf("agent_id");
  return at < 0 ? rows : rows.map((row) => (row[at] === from ? row.with(at, to) : row));
}

/** A key as JSON keeps it. */
const plain = (key: Value[]) =>
  key.map((value) => {
    if (value instanceof ArrayBuffer) throw new Error("a table's key is bytes, which a task does not keep");
    return value;
  });

async function end(source: Namespace, clone: Clone, task: TaskRow, { kept, cloned }: State): Promise<Step> {
  const { collections } = Include.parse(task.input.include_resources);
  await clone.receive({ part: "rest", kept: collections ? kept : JSON.stringify({ keys: [], sequences: [] }) });
  await clone.open();
  await source.snapshot(task.id).close();
  return { result: { namespace_id: clone.id, source_namespace_id: source.id, cloned_resources: cloned } };
}
