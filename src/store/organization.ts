import { and, asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Cell } from "../cell/cell";
import { type Id, isId } from "../kit/id";
import { Problem } from "../kit/problem";
import { forgetKey, type KeyRow } from "./keyring";
import { findNamespace, forgetNamespace, type NamespaceRow } from "./namespaces";
import { type PageOf, rows } from "./rows";
import { collections, keys, namespaces, organizations, retrievers, users } from "./schema";

export type OrganizationRow = typeof organizations.$inferSelect;
export type UserRow = typeof users.$inferSelect;

/** The account: namespaces as things, keys, users. It opens no namespace's contents. */
export interface Organization {
  readonly id: Id<"organization">;
  /** The key that is asking. */
  readonly key: KeyRow;
  readonly now: number;
  about(): Promise<OrganizationRow | undefined>;
  users(): Promise<UserRow[]>;
  readonly namespaces: {
    find(ref: string): Promise<NamespaceRow | undefined>;
    list(page: { limit: number; offset: number }): Promise<PageOf<NamespaceRow>>;
    all(): Promise<NamespaceRow[]>;
    /** Collections and retrievers of a namespace, as the account counts them. */
    counts(row: NamespaceRow): Promise<{ documents: number; bytes: number; collections: number }>;
    found(draft: Omit<typeof namespaces.$inferInsert, "organizationId">, taken: string): Promise<NamespaceRow>;
    retire(id: Id<"namespace">): Promise<void>;
  };
  readonly keys: {
    all(): Promise<KeyRow[]>;
    find(id: string): Promise<KeyRow | undefined>;
    add(draft: Omit<typeof keys.$inferInsert, "organizationId">): Promise<KeyRow>;
    revoke(key: KeyRow): Promise<void>;
  };
}

/** How many cells are told of a revocation at once; a key for more is bound by the life of the isolates' caches. */
const toldAtMost = 200;

export function organization(
  env: Env,
  key: KeyRow,
  now: number,
  { cellOf }: { cellOf: (id: Id<"namespace">) => DurableObjectStub<Cell> },
): Organization {
  const id = key.organizationId;
  const db = drizzle(env.DB);
  const mine = rows(db, namespaces, { organizationId: id });
  const myKeys = rows(db, keys, { organizationId: id });
  const active = eq(namespaces.status, "active");
  const inOrder = [asc(namespaces.createdAt), asc(namespaces.id)];
  return {
    id,
    key,
    now,
    async about() {
      const [row] = await db.select().from(organizations).where(eq(organizations.id, id)).limit(1);
      return row;
    },
    users: () => rows(db, users, { organizationId: id }).all(),
    namespaces: {
      find: (ref) => findNamespace(env, id, ref, now),
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
        await cellOf(row.id).found(row.id, id);
        return row;
      },
      async retire(namespaceId) {
        // The row first: from here the name leads nowhere, and what is left undone can be found by its status.
        await mine.change(namespaceId, { status: "deleted", deletedAt: now, updatedAt: now });
        forgetNamespace(namespaceId);
        await cellOf(namespaceId).retire(namespaceId, id);
        const owner = { namespaceId };
        await rows(db, keys, { organizationId: id, namespaceId }).removeAll();
        await rows(db, retrievers, owner).removeAll();
        await rows(db, collections, owner).removeAll();
      },
    },
    keys: {
      all: () => myKeys.all(eq(keys.type, "standard")),
      find: async (keyId) =>
        isId("key", keyId) ? myKeys.find(and(eq(keys.type, "standard"), eq(keys.id, keyId))) : undefined,
      add: (draft) => myKeys.add(draft, "There is a key of this name already."),
      async revoke(revoked) {
        await myKeys.change(revoked.id, { revokedAt: now, revokedBy: key.userId });
        forgetKey(revoked.id);
        const reached = await mine.list({ where: active, order: inOrder, limit: toldAtMost, offset: 0 });
        await Promise.all(reached.results.map((row) => cellOf(row.id).revoke(revoked.id)));
      },
    },
  };
}
