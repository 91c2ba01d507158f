import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Received } from "../cell/receiver";
import { type Id, isId, newId } from "../kit/id";
import { Problem } from "../kit/problem";
import { announce } from "./announcements";
import { cellOf } from "./cells";
import type { CollectionRow, RetrieverRow } from "./config";
import type { KeyRow } from "./keyring";
import type { NamespaceRow } from "./namespaces";
import { nudge } from "./nudges";
import { unlessTaken } from "./rows";
import { collections, namespaces, retrievers } from "./schema";
import { tasks } from "./schema-work";
import { type TaskRow, taskDraft } from "./tasks";
import { beginMove } from "./vector-moves";

/** What of a clone is not its source's. */
export type CloneDraft = Pick<NamespaceRow, "name" | "description">;

export interface Cloning {
  row: NamespaceRow;
  taskId: Id<"task">;
}

/** One batch: a clone that was begun has a task that fills it, and a name that nobody else takes. */
export async function beginClone(
  env: Env,
  key: KeyRow,
  now: number,
  { source, draft, input }: { source: NamespaceRow; draft: CloneDraft; input: Record<string, unknown> },
): Promise<Cloning> {
  const db = drizzle(env.DB);
  const times = { createdAt: now, updatedAt: now, deletedAt: null };
  const row: NamespaceRow = { ...source, ...draft, ...times, id: newId("namespace"), status: "cloning" };
  const asked = { kind: "namespace_clone", namespaceId: source.id, input: { ...input, namespace_id: row.id } } as const;
  const task = taskDraft(key, now, asked);
  await unlessTaken("There is a namespace of this name already.", () =>
    db.batch([db.insert(namespaces).values(row), db.insert(tasks).values(task)]),
  );
  await nudge(env, { task_id: task.id });
  return { row, taskId: task.id };
}

/** A clone that is being filled. All of it may be done twice. */
export interface Clone {
  readonly id: Id<"namespace">;
  /** From its own row, which goes with it: the task is kept longer. @throws Problem `not_found` when it was given up */
  name(): Promise<string>;
  receive(part: Received): Promise<void>;
  /** Gives it these collections and retrievers, in place of what it was given before. */
  configure(config: { collections: CollectionRow[]; retrievers: RetrieverRow[] }): Promise<void>;
  /** From here on it is found. */
  open(): Promise<void>;
}

/** @throws TypeError for a task that is not a clone: nothing else fills a namespace */
export function cloneOf(env: Env, { kind, organizationId, keyId, input }: TaskRow, now: number): Clone {
  const id = `${input.namespace_id}`;
  if (kind !== "namespace_clone" || !isId("namespace", id)) throw new TypeError("not a clone");
  const db = drizzle(env.DB);
  const cell = cellOf(env, id);
  const mine = and(eq(namespaces.organizationId, organizationId), eq(namespaces.id, id));
  return {
    id,
    async name() {
      const [row] = await db.select({ name: namespaces.name }).from(namespaces).where(mine).limit(1);
      if (row) return row.name;
      throw new Problem("not_found", "The clone is not there any more.");
    },
    receive: (part) => cell.receive(id, organizationId, part),
    async configure(config) {
      await db.batch([
        db.delete(retrievers).where(eq(retrievers.namespaceId, id)),
        db.delete(collections).where(eq(collections.namespaceId, id)),
        ...config.collections.map((row) => db.insert(collections).values({ ...row, namespaceId: id })),
        ...config.retrievers.map((row) => db.insert(retrievers).values({ ...row, namespaceId: id })),
      ]);
    },
    async open() {
      const [row] = await db
        .update(namespaces)
        .set({ status: "active", updatedAt: now })
        .where(and(mine, eq(namespaces.status, "cloning")))
        .returning();
      if (row && row.vectors !== "cell") {
        const { vectors, vectorsBySize } = row;
        // Its own cell has all of them: they are still to be sent.
        await beginMove(env, { ...row, vectors: "cell" }, { vectors, vectorsBySize }, { keyId, now });
      }
      await announce(env, organizationId, id);
    },
  };
}
