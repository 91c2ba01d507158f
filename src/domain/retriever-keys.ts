import { originFault } from "../kit/origin";
import { invalid, Problem } from "../kit/problem";
import type { Namespace } from "../store/door";
import { futureMoment, mintSecret } from "./keys/mint";
import { presentKey } from "./keys/present";
import { getRetriever } from "./retrievers/retrievers";

type Home = Pick<Namespace, "retrievers" | "retrieverKeys" | "key" | "now">;

export interface RetrieverKeyDraft {
  name: string;
  description?: string | null;
  expires_at?: string | null;
  allowed_origins?: string[] | null;
}

/** Makes a key that executes one retriever and nothing else, for pages of the given origins. */
export async function createRetrieverKey(home: Home, retrieverRef: string, draft: RetrieverKeyDraft) {
  const retriever = await getRetriever(home, retrieverRef);
  draft.allowed_origins?.forEach((origin, i) => {
    const fault = originFault(origin);
    if (fault) throw invalid(fault, ["body", "allowed_origins", i]);
  });
  const expiresAt = futureMoment(draft.expires_at, home.now);
  if (home.key.expiresAt !== null && (expiresAt ?? Number.POSITIVE_INFINITY) > home.key.expiresAt)
    throw new Problem("forbidden", "A key cannot make a key that lives longer than itself.");
  const { secret, columns } = await mintSecret("ret_sk");
  const row = await home.retrieverKeys.add({
    ...columns,
    type: "retriever",
    retrieverId: retriever.id,
    userId: home.key.userId,
    name: draft.name,
    description: draft.description ?? "",
    permissions: ["read"],
    scopes: [{ resource_type: "retriever", resource_id: retriever.id, operations: ["execute_retriever"] }],
    allowedOrigins: draft.allowed_origins ?? null,
    expiresAt,
    createdAt: home.now,
    createdBy: home.key.userId,
  });
  return { ...presentKey(row, home.now), key: secret };
}

export async function listRetrieverKeys(home: Home, retrieverRef: string, options: { includeRevoked: boolean }) {
  const retriever = await getRetriever(home, retrieverRef);
  const all = await home.retrieverKeys.list(retriever.id);
  const results = all
    .filter((key) => options.includeRevoked || key.revokedAt === null)
    .map((key) => presentKey(key, home.now));
  return { results, total: results.length };
}

export async function revokeRetrieverKey(home: Home, retrieverRef: string, keyId: string) {
  const retriever = await getRetriever(home, retrieverRef);
  const key = await home.retrieverKeys.find(keyId);
  if (!key || key.retrieverId !== retriever.id) throw new Problem("not_found", "There is no such key.");
  if (key.revokedAt === null) await home.retrieverKeys.revoke(key.id);
  return { message: "The key is revoked.", success: true };
}
