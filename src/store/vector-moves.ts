import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Move, Standing } from "../cell/remote/spaces";
import { type Id, isId, newId } from "../kit/id";
import { cellOf } from "./cells";
import { forgetNamespace, type NamespaceRow } from "./namespaces";
import { nudge } from "./nudges";
import { namespaces, type VectorHome } from "./schema";
import { tasks } from "./schema-work";
import { type TaskRow, tasksOf } from "./tasks";

/** Where vectors are to be, and whether that was asked for or goes by how many there are. */
export interface VectorsWanted {
  vectors: VectorHome;
  vectorsBySize: boolean;
}

/** One batch: the namespace's row says where its vectors are to be, and a task sees to it. An earlier one is given up. */
export async function beginMove(
  env: Env,
  row: NamespaceRow,
  { vectors, vectorsBySize }: VectorsWanted,
  { keyId, now }: { keyId: Id<"key"> | null; now: number },
): Promise<Id<"task">> {
  const { organizationId, id: namespaceId } = row;
  const db = drizzle(env.DB);
  const times = { dueAt: now, createdAt: now, updatedAt: now };
  const input = { from: row.vectors, vectors };
  const task = {
    organizationId,
    id: newId("task"),
    namespaceId,
    keyId,
    kind: "vectors_move",
    input,
    ...times,
  } as const;
  const mine = and(eq(namespaces.organizationId, organizationId), eq(namespaces.id, namespaceId));
  await db.batch([
    tasksOf(env, organizationId).cancelAll(namespaceId, now, "vectors_move"),
    db.update(namespaces).set({ vectors, vectorsBySize, updatedAt: now }).where(mine),
    db.insert(tasks).values(task),
  ]);
  forgetNamespace(namespaceId);
  await nudge(env, { task_id: task.id });
  return task.id;
}

/** Has a cell work on a move for a while; null when the namespace is in use no more. */
export type Mover = (move: Move) => Promise<Standing | null>;

/** @throws TypeError for a task that is not a move */
export function moverOf(env: Env, { kind, organizationId, namespaceId }: TaskRow): Mover {
  if (kind !== "vectors_move" || !isId("namespace", namespaceId)) throw new TypeError("not a move of vectors");
  return (move) => cellOf(env, namespaceId).moveVectors(organizationId, move);
}
