import { and, eq, ne } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Counts } from "../../cell/contract";
import type { Standing } from "../../cell/remote/spaces";
import type { Id } from "../../kit/id";
import { Problem } from "../../kit/problem";
import { type Activity, activityOf } from "../activity";
import { isAmong } from "../among";
import { announce } from "../announcements";
import { cellOf } from "../cells";
import { beginClone, type CloneDraft, type Cloning } from "../clones";
import { grantsRemoved } from "../grants";
import { type Holding, holdingsOf } from "../holdings";
import { vectorHomesOf } from "../indexes";
import { findKeyById, forgetKey, isOlder } from "../keyring";
import { findGranted, forgetNamespace, type NamespaceRow } from "../namespaces";
import { nudge } from "../nudges";
import type { Need } from "../permits";
import { type PageOf, rows, unlessTaken } from "../rows";
import { collections, namespaces, type VectorHome } from "../schema";
import { tasks } from "../schema-work";
import { reachesNamespace } from "../scope";
import { taskDraft, tasksOf } from "../tasks";
import { unknownKey } from "../unknown-key";
import { lastActivity } from "../usage";
import { beginMove, type VectorsWanted } from "../vector-moves";
import { type Account, accountPass, active, inOrder, namespaceRows } from "./account";

/** How long one request works on a comparison; what is left is done in the background. */
const comparingMs = 10_000;

/** What a namespace holds. */
export interface NamespaceCounts extends Pick<Counts, "documents" | "memories" | "bytes"> {
  collections: number;
  /** The version of the cell's tables; undefined where it was not asked. */
  schema?: number;
  /** How long vectors are that clients have brought; null for none, undefined where it was not asked. */
  dimension?: number | null;
}

/** Namespaces as things: nothing here opens one. */
export interface AccountNamespaces {
  /** By id or name, at the same cost whether it is not there or not the key's; the caller still has to decide. */
  find(ref: string, wanted: Need): Promise<NamespaceRow | undefined>;
  /** Whichever has a name now, granted or not; a clone that is still being made too. */
  named(name: string): Promise<NamespaceRow | undefined>;
  /** Those that lie right under one of these. */
  under(ids: readonly Id<"namespace">[]): Promise<NamespaceRow[]>;
  change(row: NamespaceRow, changes: Partial<NamespaceRow>): Promise<NamespaceRow>;
  /** Where its vectors are to be from here on; gives the task that moves them. */
  moveVectors(row: NamespaceRow, wanted: VectorsWanted): Promise<Id<"task">>;
  /** How it stands with its vectors; with `compare`, what is outside is compared with what ought to be there. */
  vectors(row: NamespaceRow, compare: boolean): Promise<Standing>;
  /** Where vectors can be in this installation. */
  vectorHomes(): VectorHome[];
  /** When something was last asked in each, as far as it is written. */
  lastActivity(rows: readonly NamespaceRow[]): Promise<Map<string, number | null>>;
  /** What was asked in each, from one day to another; at most a minute behind. */
  activity(ids: readonly Id<"namespace">[], days: [number, number]): Promise<Activity[]>;
  /** What each held, day by day, as far as it was noted. */
  holdings(ids: readonly Id<"namespace">[], days: [number, number]): Promise<Holding[]>;
  list(page: { limit: number; offset: number }): Promise<PageOf<NamespaceRow>>;
  all(): Promise<NamespaceRow[]>;
  /** Collections and retrievers of a namespace, as the account counts them. */
  counts(row: NamespaceRow): Promise<NamespaceCounts>;
  found(draft: Omit<typeof namespaces.$inferInsert, "organizationId">, taken: string): Promise<NamespaceRow>;
  /** Notes a clone of a namespace, and the task that fills it. Nobody else finds it before it is whole. */
  clone(source: NamespaceRow, draft: CloneDraft, input: Record<string, unknown>): Promise<Cloning>;
  /**
   * Deletes a namespace: from here on nothing in it is read or written, and a task takes its contents away.
   * @throws Problem `conflict` while another task is under way in it, unless forced
   */
  erase(row: NamespaceRow, force: boolean): Promise<Id<"task">>;
}

export function accountNamespaces(account: Account): AccountNamespaces {
  const { env, key, now } = account;
  const id = key.organizationId;
  const db = drizzle(env.DB);
  const mine = namespaceRows(account);
  const myTasks = tasksOf(env, id);
  return {
    async find(ref, wanted) {
      const row = await findGranted(env, key, ref, now, (known) => reachesNamespace(key, wanted, known));
      if (!row || key.scopes.length === 0 || !reachesNamespace(key, wanted, row) || !isOlder(key, row)) return row;
      // What the key says of the name may be meant for one that had it before: it is read again.
      forgetKey(key.id);
      const renewed = await findKeyById(env, id, key.id, now);
      if (typeof renewed === "string") throw unknownKey(renewed);
      return reachesNamespace(renewed, wanted, row) ? row : undefined;
    },
    named: (name) => mine.find(and(ne(namespaces.status, "deleted"), eq(namespaces.name, name))),
    under: (ids) => mine.all(and(active, isAmong(namespaces.parentId, ids))),
    async change(row, changes) {
      // The row first: a word to the cell that is cut short is made good by sending the change again.
      const changed = (await mine.change(row.id, { ...changes, updatedAt: now })) ?? row;
      forgetNamespace(row.id);
      const pass = accountPass(account);
      if (changes.payloadIndexes) {
        const told = await cellOf(env, row.id).declareIndexes(pass, changed.payloadIndexes);
        if (!told.ok && told.refusal === "unfounded")
          await cellOf(env, row.id).found(row.id, id, changed.payloadIndexes);
      }
      return changed;
    },
    moveVectors: (row, wanted) => beginMove(env, row, wanted, { keyId: key.id, now }),
    async vectors(row, compare) {
      const standing = await cellOf(env, row.id).moveVectors(id, { forMs: compare ? comparingMs : 0, compare });
      if (standing) return standing;
      throw new Problem("not_found", "There is no such namespace.");
    },
    vectorHomes: () => vectorHomesOf(env),
    lastActivity: (seen) =>
      lastActivity(
        env,
        id,
        Array.from(seen, (row) => row.id),
      ),
    activity: (ids, days) => activityOf(env, id, ids, days),
    holdings: (ids, days) => holdingsOf(env, id, ids, days),
    list: (page) => mine.list({ where: active, order: inOrder, ...page }),
    all: () => mine.all(active),
    async counts(row) {
      const pass = accountPass(account);
      const [answer, collectionCount] = await Promise.all([
        cellOf(env, row.id).count(pass),
        rows(db, collections, { namespaceId: row.id }).count(),
      ]);
      if (answer.ok) return { ...answer.value, collections: collectionCount };
      if (answer.refusal === "revoked") throw new Problem("unauthenticated", "This key has been revoked.");
      forgetNamespace(row.id);
      if (answer.refusal === "unfounded") return { documents: 0, memories: 0, bytes: 0, collections: collectionCount };
      throw new Problem("not_found", "There is no such namespace.");
    },
    async found(draft, taken) {
      const row = await mine.add(draft, taken);
      await cellOf(env, row.id).found(row.id, id, row.payloadIndexes);
      const { vectors, vectorsBySize } = row;
      if (vectors !== "cell")
        await beginMove(env, { ...row, vectors: "cell" }, { vectors, vectorsBySize }, { keyId: key.id, now });
      await announce(env, id, row.id);
      return row;
    },
    clone: (source, draft, input) => beginClone(env, key, now, { source, draft, input }),
    async erase(row, force) {
      if (!force && (await myTasks.busy(row.id)))
        throw new Problem("conflict", "A task is under way in this namespace. Wait for it, or delete with force=true.");
      const task = taskDraft(key, now, { kind: "namespace_delete", namespaceId: row.id });
      const grants = grantsRemoved(env, key, now);
      const tombstone = db
        .update(namespaces)
        .set({ status: "deleted", deletedAt: now, updatedAt: now })
        .where(and(eq(namespaces.organizationId, id), eq(namespaces.id, row.id)));
      // One batch: with the tombstone comes the task that will not let go until nothing is left.
      const [, revoked, narrowed] = await unlessTaken("The namespace is being deleted already.", () =>
        db.batch([db.insert(tasks).values(task), ...grants.statements(row), myTasks.cancelAll(row.id, now), tombstone]),
      );
      grants.forget(row.id, [...revoked, ...narrowed]);
      await cellOf(env, row.id).retire(row.id, id);
      await nudge(env, { task_id: task.id });
      return task.id;
    },
  };
}
