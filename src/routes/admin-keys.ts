import { z } from "zod";
import {
  aboutAdminKey,
  adminKeyUsage,
  changeAdminKey,
  createAdminKey,
  listAdminKeys,
  revokeAdminKey,
  rotateAdminKey,
} from "../domain/admin-keys";
import { GrantedKey, GrantedKeyChange, GrantedKeyDraft, KeyUsage, NewGrantedKey } from "./granted-key-shapes";
import { Rotation } from "./keys";
import { route } from "./route";
import { Done, Ref } from "./shapes";

const KeyPath = z.object({ key_id: Ref });

const Rotated = z.object({
  new_key: z.string(),
  key: z.string(),
  key_id: z.string(),
  old_key_id: z.string(),
  old_key_expires_at: z.int(),
  warning: z.string(),
});

/** What all of them have in common: they are the memory dialect's, and manage keys inside the caller's own. */
const common = { on: "organization", needs: "admin", dialect: "memory" } as const;

export const adminKeys = [
  route("POST /admin/keys", {
    ...common,
    does: "Make a key with a scope, for every namespace or some. Its text is shown once, here.",
    body: GrantedKeyDraft,
    returns: NewGrantedKey,
    status: 201,
    run: (organization, { body }) => createAdminKey(organization, body),
  }),
  route("GET /admin/keys", {
    ...common,
    does: "List the keys that lie inside the caller's own.",
    returns: z.object({ keys: z.array(GrantedKey), total: z.int() }),
    run: listAdminKeys,
  }),
  route("GET /admin/keys/{key_id}", {
    ...common,
    does: "Read one key.",
    params: KeyPath,
    returns: GrantedKey,
    run: (organization, { params }) => aboutAdminKey(organization, params.key_id),
  }),
  route("PATCH /admin/keys/{key_id}", {
    ...common,
    does: "Change a key's name, or the namespaces that it is for.",
    params: KeyPath,
    body: GrantedKeyChange,
    returns: GrantedKey,
    run: (organization, { params, body }) => changeAdminKey(organization, params.key_id, body),
  }),
  route("DELETE /admin/keys/{key_id}", {
    ...common,
    does: "Revoke a key. From the answer on it opens nothing.",
    params: KeyPath,
    returns: Done,
    run: (organization, { params }) => revokeAdminKey(organization, params.key_id),
  }),
  route("POST /admin/keys/{key_id}/deactivate", {
    ...common,
    does: "The same as deleting it: a key that was deactivated stays so.",
    params: KeyPath,
    returns: Done,
    run: (organization, { params }) => revokeAdminKey(organization, params.key_id),
  }),
  route("POST /admin/keys/{key_id}/rotate", {
    ...common,
    does: "Give a key a new text. The old one works for `grace_secs` more.",
    params: KeyPath,
    body: Rotation,
    returns: Rotated,
    run: (organization, { params, body }) => rotateAdminKey(organization, params.key_id, body),
  }),
  route("GET /admin/keys/{key_id}/usage", {
    ...common,
    does: "Say what a key has done so far. At most a minute behind.",
    params: KeyPath,
    returns: KeyUsage,
    run: (organization, { params }) => adminKeyUsage(organization, params.key_id),
  }),
  route("GET /v1/organizations/api-keys/{key_id}/usage", {
    does: "Say what a key has done so far. At most a minute behind.",
    on: "organization",
    needs: "admin",
    params: KeyPath,
    returns: KeyUsage,
    run: (organization, { params }) => adminKeyUsage(organization, params.key_id),
  }),
];
