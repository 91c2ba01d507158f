import { z } from "zod";
import {
  aboutNamespaceKey,
  changeNamespaceKey,
  createNamespaceKey,
  listNamespaceKeys,
  namespaceKeyUsage,
  revokeNamespaceKey,
} from "../domain/namespace-keys";
import {
  GrantedKey,
  GrantedKeyChange,
  NamespaceKeyDraft,
  NamespaceKeyUsage,
  NewGrantedKey,
} from "./granted-key-shapes";
import { route } from "./route";
import { Done, Ref } from "./shapes";

const NamespacePath = z.object({ namespace_identifier: Ref });
const KeyPath = NamespacePath.extend({ key_id: Ref });

const common = { on: "organization", needs: "admin", dialect: "memory" } as const;

export const namespaceKeys = [
  route("POST /v1/namespaces/{namespace_identifier}/keys", {
    ...common,
    does: "Make a key for one namespace, which goes with it. Its text is shown once, here.",
    params: NamespacePath,
    body: NamespaceKeyDraft,
    returns: NewGrantedKey.extend({ namespace: z.string() }).meta({ id: "NewNamespaceKey" }),
    status: 201,
    run: (organization, { params, body }) => createNamespaceKey(organization, params.namespace_identifier, body),
  }),
  route("GET /v1/namespaces/{namespace_identifier}/keys", {
    ...common,
    does: "List the namespace's keys that lie inside the caller's own.",
    params: NamespacePath,
    returns: z.object({ namespace: z.string(), keys: z.array(GrantedKey), total: z.int() }),
    run: (organization, { params }) => listNamespaceKeys(organization, params.namespace_identifier),
  }),
  route("GET /v1/namespaces/{namespace_identifier}/keys/{key_id}", {
    ...common,
    does: "Read one of the namespace's keys.",
    params: KeyPath,
    returns: GrantedKey,
    run: (organization, { params }) => aboutNamespaceKey(organization, params.namespace_identifier, params.key_id),
  }),
  route("PATCH /v1/namespaces/{namespace_identifier}/keys/{key_id}", {
    ...common,
    does: "Change the name of one of the namespace's keys, or the namespaces that it is for.",
    params: KeyPath,
    body: GrantedKeyChange,
    returns: GrantedKey,
    run: (organization, { params, body }) =>
      changeNamespaceKey(organization, params.namespace_identifier, params.key_id, body),
  }),
  route("DELETE /v1/namespaces/{namespace_identifier}/keys/{key_id}", {
    ...common,
    does: "Revoke one of the namespace's keys. From the answer on it opens nothing.",
    params: KeyPath,
    returns: Done,
    run: (organization, { params }) => revokeNamespaceKey(organization, params.namespace_identifier, params.key_id),
  }),
  route("GET /v1/namespaces/{namespace_identifier}/keys/{key_id}/usage", {
    ...common,
    does: "Say what a key has done in the namespace so far. At most a minute behind.",
    params: KeyPath,
    returns: NamespaceKeyUsage,
    run: (organization, { params }) => namespaceKeyUsage(organization, params.namespace_identifier, params.key_id),
  }),
];
