import { eq } from "drizzle-orm";
import { type Id, isId } from "../kit/id";
import { forgetKey, type KeyRow } from "./keyring";
import type { Plot } from "./plot";
import type { Rows } from "./rows";
import { keys } from "./schema";

/** The browser keys of a namespace's retrievers. */
export interface RetrieverKeys {
  list(retrieverId: Id<"retriever">): Promise<KeyRow[]>;
  find(keyId: string): Promise<KeyRow | undefined>;
  add(draft: Omit<typeof keys.$inferInsert, "namespaceId" | "organizationId">): Promise<KeyRow>;
  revoke(keyId: Id<"key">): Promise<void>;
}

type KeyRows = Rows<typeof keys, Pick<KeyRow, "organizationId" | "namespaceId">>;

/** Whoever comes here has found the retriever by `get`, and so been admitted by the cell. */
export const retrieverKeys = (mine: KeyRows, { key, now, cell }: Plot): RetrieverKeys => ({
  list: (retrieverId) => mine.all(eq(keys.retrieverId, retrieverId)),
  find: async (keyId) => (isId("key", keyId) ? mine.find(eq(keys.id, keyId)) : undefined),
  add: (draft) => mine.add(draft, "A key like this exists already."),
  async revoke(keyId) {
    await mine.change(keyId, { revokedAt: now, revokedBy: key.userId });
    await cell.revoke(keyId, 0);
    forgetKey(keyId);
  },
});
