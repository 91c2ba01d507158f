import { z } from "zod";
import { createRetrieverKey, listRetrieverKeys, revokeRetrieverKey } from "../domain/retriever-keys";
import { KeyList, NewKey, RevokedToo } from "./keys";
import { route } from "./route";
import { Description, Done, Moment, Name, Ref } from "./shapes";

/** Strict: scope and permissions are the service's to set, and asking for them is refused rather than ignored. */
const RetrieverKeyDraft = z.strictObject({
  name: Name,
  description: Description,
  expires_at: Moment.nullish(),
  allowed_origins: z.array(z.string().min(1).max(300)).max(100).nullish(),
});

const RetrieverPath = z.object({ retriever_id: Ref });

export const retrieverKeys = [
  route("POST /v1/retrievers/{retriever_id}/api-keys", {
    does: "Make a key that executes this retriever and nothing else. Its text is shown once, here.",
    needs: "admin",
    params: RetrieverPath,
    body: RetrieverKeyDraft,
    returns: NewKey,
    status: 201,
    run: (ns, { params, body }) => createRetrieverKey(ns, params.retriever_id, body),
  }),
  route("GET /v1/retrievers/{retriever_id}/api-keys", {
    does: "List a retriever's keys.",
    needs: "admin",
    params: RetrieverPath,
    query: RevokedToo,
    returns: KeyList,
    run: (ns, { params, query }) =>
      listRetrieverKeys(ns, params.retriever_id, { includeRevoked: query.include_revoked }),
  }),
  route("DELETE /v1/retrievers/{retriever_id}/api-keys/{key_id}", {
    does: "Revoke a retriever's key. From the answer on it opens nothing.",
    needs: "admin",
    params: z.object({ retriever_id: Ref, key_id: Ref }),
    returns: Done,
    run: (ns, { params }) => revokeRetrieverKey(ns, params.retriever_id, params.key_id),
  }),
];
