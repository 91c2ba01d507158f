import { and, asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { type Id, isId } from "../../kit/id";
import { cellOf } from "../cells";
import { forgetKey, forgetKeysOf, type KeyRow } from "../keyring";
import { rows } from "../rows";
import { keys } from "../schema";
import { type UsageLine, usageOf } from "../usage";
import { type Account, firstNamespaces } from "./account";

type KeyDraftRow = Omit<typeof keys.$inferInsert, "organizationId">;

export interface AccountKeys {
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
}

/** How many cells are told of a revocation at once; a key for more is bound by the life of the isolates' caches. */
const toldAtMost = 200;

export function accountKeys(account: Account): AccountKeys {
  const { env, key, now } = account;
  const id = key.organizationId;
  const myKeys = rows(drizzle(env.DB), keys, { organizationId: id });
  /** Tells the cells that the key may have been to: from when, or 0 for at once, whatever anybody's clock says. */
  const tell = async ({ id: keyId, namespaceId }: KeyRow, from: number) => {
    forgetKey(keyId);
    if (namespaceId) return cellOf(env, namespaceId).revoke(keyId, from);
    const reached = await firstNamespaces(account, toldAtMost);
    await Promise.all(reached.map((row) => cellOf(env, row.id).revoke(keyId, from)));
  };
  return {
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
  };
}
