import { z } from "zod";
import { aboutNamespace, deleteNamespace, foundNamespace, listNamespaces } from "../domain/namespaces";
import { isId } from "../kit/id";
import { route } from "./route";
import { Description, Done, Fields, Flag, ListBody, Moment, PageQuery, Pagination, Ref, Sent } from "./shapes";

const indexTypes = ["keyword", "integer", "float", "bool", "geo", "datetime", "text", "uuid"] as const;

/** What goes into paths and headers unescaped, and never looks like an id. */
const NamespaceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "Letters, digits and _ . - beginning with a letter or digit.")
  .max(128)
  .refine((name) => !isId("namespace", name), "A name may not have the form of a namespace id.");

const FeatureExtractor = z.object({
  feature_extractor_name: z.string().min(1).max(100),
  version: z.string().min(1).max(20),
  params: Sent.nullish(),
});

const PayloadIndex = z.object({ field_name: z.string().min(1).max(255), type: z.enum(indexTypes) });

const NamespaceDraft = z
  .object({
    namespace_name: NamespaceName.optional(),
    name: NamespaceName.optional(),
    description: Description,
    feature_extractors: z.array(FeatureExtractor).max(20).nullish(),
    payload_indexes: z.array(PayloadIndex).max(100).nullish(),
  })
  .transform((draft, context) => {
    const name = draft.namespace_name ?? draft.name;
    if (name !== undefined) return { ...draft, name };
    context.addIssue({ code: "custom", message: "A namespace needs a name.", path: ["namespace_name"] });
    return z.NEVER;
  });

const Namespace = z
  .object({
    namespace_id: z.string(),
    namespace_name: z.string(),
    namespace_type: z.string(),
    description: z.string().nullable(),
    feature_extractors: z.array(z.object({ feature_extractor_name: z.string(), version: z.string(), params: Fields })),
    payload_indexes: z.array(z.object({ field_name: z.string(), type: z.enum(indexTypes), is_protected: z.boolean() })),
    document_count: z.int(),
    collection_count: z.int(),
    bucket_count: z.int(),
    object_count: z.int(),
    size_bytes: z.int(),
    schema_version: z.int(),
    auto_create_indexes: z.boolean(),
    created_at: Moment,
    updated_at: Moment,
  })
  .meta({ id: "Namespace" });

const NamespaceList = z.object({
  results: z.array(Namespace),
  pagination: Pagination,
  total_count: z.int(),
  namespaces: z.array(z.string()),
});

const NamespacePath = z.object({ namespace_identifier: Ref });

export const namespaces = [
  route("POST /v1/namespaces", {
    does: "Found a namespace.",
    on: "organization",
    needs: "admin",
    body: NamespaceDraft,
    returns: Namespace,
    run: (organization, { body }) => foundNamespace(organization, body),
  }),
  route("GET /v1/namespaces", {
    does: "List the namespaces that the key may see.",
    on: "organization",
    query: PageQuery,
    returns: NamespaceList,
    run: (organization, { query }) => listNamespaces(organization, query),
  }),
  route("POST /v1/namespaces/list", {
    does: "List the namespaces that the key may see.",
    on: "organization",
    query: PageQuery,
    body: ListBody,
    returns: NamespaceList,
    run: (organization, { query, body }) => listNamespaces(organization, { ...query, ...body }),
  }),
  route("GET /v1/namespaces/{namespace_identifier}", {
    does: "Read one namespace, by id or name, with exact counts.",
    on: "organization",
    params: NamespacePath,
    returns: Namespace,
    run: (organization, { params }) => aboutNamespace(organization, params.namespace_identifier),
  }),
  route("DELETE /v1/namespaces/{namespace_identifier}", {
    does: "Delete a namespace with all it holds. From the answer on nothing in it can be read or written.",
    on: "organization",
    needs: "admin",
    params: NamespacePath,
    query: z.object({ force: Flag.default(false) }),
    returns: Done.extend({ namespace_id: z.string(), task_id: z.string() }),
    run: (organization, { params, query }) => deleteNamespace(organization, params.namespace_identifier, query),
  }),
];
