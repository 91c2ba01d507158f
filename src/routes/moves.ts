import { z } from "zod";
import { cloneNamespace } from "../domain/clones";
import { exportNamespace } from "../domain/exports";
import { importNamespace } from "../domain/imports";
import { migrateNamespace } from "../domain/migrations";
import { Namespace, NamespaceName, NamespacePath } from "./namespace-shapes";
import { route } from "./route";
import { Description, Flag, Lines, Ref } from "./shapes";

const Include = z.object({
  collections: z.boolean().optional(),
  retrievers: z.boolean().optional(),
  taxonomies: z.boolean().optional(),
});

const CloneRequest = z.object({
  namespace_name: NamespaceName,
  description: Description,
  include_resources: Include.nullish(),
  source_organization_id: Ref.nullish(),
});

const Cloned = z.object({
  collections: z.int(),
  retrievers: z.int(),
  taxonomies: z.int(),
  buckets: z.int(),
  objects: z.int(),
  points: z.int(),
});

/** `2`, `"2"` and `"v2"` are one version. */
const Version = z
  .union([z.int(), z.string().regex(/^v?\d{1,4}$/)])
  .transform((version) => Number(`${version}`.replace("v", "")));

const MigrateRequest = z.object({ target_version: Version, dry_run: z.boolean().default(false) });

const Migrated = z.object({
  namespace_id: z.string(),
  status: z.enum(["planned", "completed"]),
  dry_run: z.boolean(),
  from_version: z.int(),
  target_version: z.int(),
  schema_version: z.int(),
  newest_version: z.int(),
  steps: z.array(z.object({ from_version: z.int(), to_version: z.int(), description: z.string() })),
});

const Stored = z.object({
  collections: z.int(),
  retrievers: z.int(),
  documents: z.int(),
  sessions: z.int(),
  memories: z.int(),
  entities: z.int(),
  edges: z.int(),
  feedback: z.int(),
});

/** A whole namespace, brought to another place. */
export const moves = [
  route("POST /v1/namespaces/{namespace_identifier}/clone", {
    does: "Copy a namespace as it is at one moment, under new ids. It is found once the task is done.",
    on: "organization",
    needs: "admin",
    params: NamespacePath,
    body: CloneRequest,
    returns: z.object({
      namespace: Namespace,
      source_namespace_id: z.string(),
      status: z.enum(["cloning", "ready", "failed"]),
      task_id: z.string(),
      cloned_resources: Cloned,
    }),
    run: (organization, { params, body }) => cloneNamespace(organization, params.namespace_identifier, body),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/migrate", {
    does: "Bring a namespace's tables to another schema version, or with dry_run say by which steps.",
    needs: "admin",
    namespaceIn: "path",
    whole: true,
    params: NamespacePath,
    body: MigrateRequest,
    returns: Migrated,
    run: (namespace, { body }) => migrateNamespace(namespace, { target: body.target_version, dryRun: body.dry_run }),
  }),
  route("GET /v1/namespaces/{namespace_identifier}/export", {
    does: "Tell a namespace's contents as they are at one moment, as JSON Lines: settings, collections, retrievers, documents, and what its agents remember.",
    namespaceIn: "path",
    whole: true,
    params: NamespacePath,
    query: z.object({ vectors: Flag.default(true) }),
    returns: Lines,
    run: (namespace, { query }) => exportNamespace(namespace, query),
  }),
  route("POST /v1/namespaces/{namespace_identifier}/import", {
    does: "Take in an export. Ids and times stay; what was cut short can be sent again.",
    needs: "admin",
    namespaceIn: "path",
    whole: true,
    params: NamespacePath,
    body: Lines,
    returns: z.object({ success: z.boolean(), lines: z.int(), stored: Stored }),
    run: (namespace, { body }) => importNamespace(namespace, body),
  }),
];
