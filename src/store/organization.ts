import { and, asc, eq, ne, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Cell } from "../cell/cell";
import type { SweepCounts } from "../cell/memory/contract";
import { type Id, isId } from "../kit/id";
import { Problem } from "../kit/problem";
import { grantsRemoved } from "./grants";
import { forgetKey, forgetKeysOf, type KeyRow } from "./keyring";
import { findGranted, forgetNamespace, type NamespaceRow } from "./namespaces";
import type { Need } from "./permits";
import { type PageOf, rows, unlessTaken } from "./rows";
import {
  collections,
  keys,
  namespaces,
  type OrganizationSettings,
  organizations,
  type UserRole,
  type UserStatus,
  users,
} from "./schema";
import { tasks } from "./schema-work";
import { reachesNamespace } from "./scope";
import { changeSettings, decayOf, settingsOf } from "./settings";
import { retireSigningKeys } from "./signing";
import { allSweeps, type SweepRow } from "./sweeps";
import { nudge, taskDraft, tasksOf } from "./tasks";
import { lastActivity, type UsageLine, usageOf } from "./usage";

export type OrganizationRow = typeof organizations.$inferSelect;
export type UserRow = typeof users.$inferSelect;

type KeyDraftRow = Omit<typeof keys.$inferInsert, "organizationId">;

/** The account: namespaces as things, keys, users. It opens no namespace's contents. */
export interface Organization {
  readonly id: Id<"organization">;
  /** The key that is asking. */
  readonly key: KeyRow;
  /** The namespace that the request names, by id or name, where it names one. */
  readonly meant: string | undefined;
  readonly now: number;
  about(): Promise<OrganizationRow | undefined>;
  readonly users: {
    list(page: { limit: number; offset: number; role?: UserRole; status?: UserStatus }): Promise<PageOf<UserRow>>;
    find(email: string): Promise<UserRow | undefined>;
    add(draft: Omit<typeof users.$inferInsert, "organizationId">): Promise<UserRow>;
    change(id: Id<"user">, changes: Partial<UserRow>): Promise<UserRow | undefined>;
  };
  readonly namespaces: {
    /** By id or name, at the same cost whether it is not there or not the key's; the caller still has to decide. */
    find(ref: string, wanted: Need): Promise<NamespaceRow | undefined>;
    /** Whichever has a name now, granted or not. */
    named(name: string): Promise<NamespaceRow | undefined>;
    /** Those that lie right under one of these. */
    under(ids: readonly Id<"namespace">[]): Promise<NamespaceRow[]>;
    change(row: NamespaceRow, changes: Partial<NamespaceRow>): Promise<NamespaceRow>;
    /** When something was last asked in each, as far as it is written. */
    lastActivity(rows: readonly NamespaceRow[]): Promise<Map<string, number | null>>;
    list(page: { limit: number; offset: number }): Promise<PageOf<NamespaceRow>>;
    all(): Promise<NamespaceRow[]>;
    /** Collections and retrievers of a namespace, as the account counts them. */
    counts(row: NamespaceRow): Promise<{ documents: number; bytes: number; collections: number }>;
    found(draft: Omit<typeof namespaces.$inferInsert, "organizationId">, taken: string): Promise<NamespaceRow>;
    /**
     * Deletes a namespace: from here on nothing in it is read or written, and a task takes its contents away.
     * @throws Problem `conflict` while another task is under way in it, unless forced
     */
    erase(row: NamespaceRow, force: boolean): Promise<Id<"task">>;
  };
  readonly tasks: ReturnType<typeof tasksOf>;
  /** What holds for all of its namespaces. */
  readonly settings: {
    get(): Promise<OrganizationSettings>;
    change(changes: OrganizationSettings): Promise<OrganizationSettings>;
    /** What the sweeps of memories have done, namespace by namespace; of the first hundred. */
    sweeps(): Promise<SweepCounts[]>;
  };
  /** The installation's: receipts that are signed from here on are signed with a new one. */
  rotateSigningKey(): Promise<void>;
  /** The installation's sweeps, in numbers. */
  sweeps(): Promise<SweepRow[]>;
  readonly keys: {
    /** Those of the organization, in the order they were made. */
    all(): Promise<KeyRow[]>;
    /** Every key that a user owns, those of pages too. */
    ofUser(userId: Id<"user">): Promise<KeyRow[]>;
    find(id: string): Promise<KeyRow | undefined>;
    add(draft: KeyDraftRow): Promise<KeyRow>;
    change(id: Id<"key">, changes: Partial<KeyDraftRow>): Promise<KeyRow | undefined>;
    /** What a key has done so far, by place and route; at most a minute behind. */
    usage(id: Id<"key">): Promise<UsageLine[]>;
    /** A second time tells the cells once more: the first may have been cut short. */
    revoke(key: KeyRow): Promise<void>;
    /** This isolate reads a user's keys anew. */
    forgetOf(userId: Id<"user">): void;
    /** Puts a new key in the place and under the name of one that opens nothing from `until` on. */
    replace(key: KeyRow, until: number, draft: KeyDraftRow): Promise<KeyRow>;
  };
}

/** How many cells are told of a revocation at once; a key for more is bound by the life of the isolates' caches. */
const toldAtMost = 200;

export function organization(
  env: Env,
  key: KeyRow,
  now: number,
  { meant, cellOf }: { meant: string | undefined; cellOf: (id: Id<"namespace">) => DurableObjectStub<Cell> },
): Organization {
  const id = key.organizationId;
  const db = drizzle(env.DB);
  const mine = rows(db, namespaces, { organizationId: id });
  const myKeys = rows(db, keys, { organizationId: id });
  const myUsers = rows(db, users, { organizationId: id });
  const myTasks = tasksOf(env, id);
  const present = ne(users.status, "deleted");
  const active = eq(namespaces.status, "active");
  /** Tells the cells that the key may have been to: from when, or 0 for at once, whatever anybody's clock says. */
  const tell = async ({ id: keyId, namespaceId }: KeyRow, from: number) => {
    forgetKey(keyId);
    if (namespaceId) return cellOf(namespaceId).revoke(keyId, from);
    const reached = await mine.list({ where: active, order: inOrder, limit: toldAtMost, offset: 0 });
    await Promise.all(reached.results.map((row) => cellOf(row.id).revoke(keyId, from)));
  };
  const inOrder = [asc(namespaces.createdAt), asc(namespaces.id)];
  return {
    id,
    key,
    meant,
    now,
    async about() {
      const [row] = await db.select().from(organizations).where(eq(organizations.id, id)).limit(1);
      return row;
    },
    users: {
      list: ({ role, status, ...page }) =>
        myUsers.list({
          where: and(present, role && eq(users.role, role), status && eq(users.status, status)),
          order: [asc(users.createdAt), asc(users.id)],
          ...page,
        }),
      find: (email) => myUsers.find(and(present, eq(users.email, email))),
      add: (draft) => myUsers.add(draft, "There is a user with this e-mail address already."),
      change: (userId, changes) => myUsers.change(userId, changes),
    },
    namespaces: {
      find: (ref, wanted) => findGranted(env, key, ref, now, (row) => reachesNamespace(key, wanted, row)),
      named: (name) => mine.find(and(active, eq(namespaces.name, name))),
      // One parameter however many there are: D1 takes 100 a statement.
      under: (ids) =>
        mine.all(and(active, sql`${namespaces.parentId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)),
      async change(row, changes) {
        // The row first: a word to the cell that is cut short is made good by sending the change again.
        const changed = (await mine.change(row.id, { ...changes, updatedAt: now })) ?? row;
        forgetNamespace(row.id);
        const pass = { organizationId: id, keyId: key.id, config: null, collections: null, now };
        if (changes.payloadIndexes) {
          const told = await cellOf(row.id).declareIndexes(pass, changed.payloadIndexes);
          if (!told.ok && told.refusal === "unfounded") await cellOf(row.id).found(row.id, id, changed.payloadIndexes);
        }
        return changed;
      },
      lastActivity: (seen) =>
        lastActivity(
          env,
          id,
          seen.map((row) => row.id),
        ),
      list: (page) => mine.list({ where: active, order: inOrder, ...page }),
      all: () => mine.all(active),
      async counts(row) {
        const pass = { organizationId: id, keyId: key.id, config: null, collections: null, now };
        const [answer, collectionCount] = await Promise.all([
          cellOf(row.id).count(pass),
          rows(db, collections, { namespaceId: row.id }).count(),
        ]);
        if (answer.ok) return { ...answer.value, collections: collectionCount };
        if (answer.refusal === "revoked") throw new Problem("unauthenticated", "This key has been revoked.");
        forgetNamespace(row.id);
        if (answer.refusal === "unfounded") return { documents: 0, bytes: 0, collections: collectionCount };
        throw new Problem("not_found", "There is no such namespace.");
      },
      async found(draft, taken) {
        const row = await mine.add(draft, taken);
        await cellOf(row.id).found(row.id, id, row.payloadIndexes);
        return row;
      },
      async erase(row, force) {
        if (!force && (await myTasks.busy(row.id)))
          throw new Problem(
            "conflict",
            "A task is under way in this namespace. Wait for it, or delete with force=true.",
          );
        const task = taskDraft(key, now, { kind: "namespace_delete", namespaceId: row.id });
        const grants = grantsRemoved(env, key, now);
        const tombstone = db
          .update(namespaces)
          .set({ status: "deleted", deletedAt: now, updatedAt: now })
          .where(and(eq(namespaces.organizationId, id), eq(namespaces.id, row.id)));
        // One batch: with the tombstone comes the task that will not let go until nothing is left.
        const [, revoked, narrowed] = await unlessTaken("The namespace is being deleted already.", () =>
          db.batch([
            db.insert(tasks).values(task),
            ...grants.statements(row),
            myTasks.cancelAll(row.id, now),
            tombstone,
          ]),
        );
        grants.forget(row.id, [...revoked, ...narrowed]);
        await cellOf(row.id).retire(row.id, id);
        await nudge(env, task.id);
        return task.id;
      },
    },
    tasks: myTasks,
    settings: {
      get: () => settingsOf(env, id, now),
      change: (changes) => changeSettings(env, id, changes, now),
      async sweeps() {
        const { results } = await mine.list({ where: active, order: inOrder, limit: 100, offset: 0 });
        const pass = { organizationId: id, keyId: key.id, config: null, collections: null, now };
        const decay = await decayOf(env, id, now);
        const told = await Promise.all(results.map((row) => cellOf(row.id).remember(pass, "decayStats", "{}", decay)));
        return told.flatMap((text) => (typeof text === "string" ? JSON.parse(text) : []));
      },
    },
    rotateSigningKey: () => retireSigningKeys(env, now),
    sweeps: () => allSweeps(env),
    keys: {
      all: () => myKeys.all(eq(keys.type, "standard"), [asc(keys.createdAt), asc(keys.id)]),
      ofUser: (userId) => myKeys.all(eq(keys.userId, userId)),
      find: async (keyId) =>
        isId("key", keyId) ? myKeys.find(and(eq(keys.type, "standard"), eq(keys.id, keyId))) : undefined,
      add: (draft) => myKeys.add(draft, "There is a key of this name already."),
      async change(keyId, changes) {
        const changed = await myKeys.change(keyId, changes);
        forgetKey(keyId);
        return changed;
      },
      usage: (keyId) => usageOf(env, id, keyId),
      async revoke(revoked) {
        if (revoked.revokedAt === null) await myKeys.change(revoked.id, { revokedAt: now, revokedBy: key.userId });
        await tell(revoked, 0);
      },
      forgetOf: forgetKeysOf,
      async replace(old, until, draft) {
        const ends = until <= now ? { revokedAt: now, revokedBy: key.userId } : { expiresAt: until };
        const added = await myKeys.swap(
          old.id,
          { ...ends, replacedBy: draft.id },
          draft,
          "This key has been replaced or revoked.",
        );
        await tell(old, until <= now ? 0 : until);
        return added;
      },
    },
  };
}
